from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sayso.records import Document, SegmentKind, Status

from .conftest import segment_with, texts

Read = Callable[..., Document]


def test_paragraphs_are_parted_by_blank_lines_and_know_their_line(read: Read) -> None:
    document = read("a.txt", "First line\nruns on.\n\n\n  Second one.\n")
    assert texts(document) == ["First line\nruns on.", "Second one."]
    assert [s.line for s in document.segments] == [1, 5]


def test_markdown_headings_lists_and_tables(read: Read) -> None:
    document = read(
        "a.md",
        "# Minutes\n\nUnder\n-----\n- one\n- two\n  more\n\n| Day | Who |\n"
        "|---|---|\n| 3 May 2024 | Ada |\n",
    )
    assert texts(document, SegmentKind.HEADING) == ["# Minutes", "Under"]
    assert "- two\n  more" in texts(document)
    row = next(s for s in document.segments if s.kind is SegmentKind.ROW)
    assert [(c.column, document.text[c.start : c.end]) for c in row.cells] == [
        ("Day", "3 May 2024"),
        ("Who", "Ada"),
    ]
    assert row.date == date(2024, 5, 3)
    assert document.title == "Minutes"


def test_a_heading_that_is_a_date_dates_what_follows(read: Read) -> None:
    document = read("a.md", "## 22 April 2025\nShots were heard.\n\n## Later\nNothing.\n")
    assert segment_with(document, "Shots").date == date(2025, 4, 22)
    assert segment_with(document, "Nothing").date is None


def test_a_log_gives_an_entry_a_segment_with_its_day(read: Read) -> None:
    document = read(
        "log.txt",
        "DUTY BOOK\nCastrel, 10 March 2024\n\n"
        "04 Mar  0525  Firing since ten past.\n              HE woken.\n"
        "        0650  A call from the Chancellery.\n"
        "05 Mar  0810  Text cleared.\n09 Mar  1800  It has stopped.\n",
    )
    assert segment_with(document, "HE woken").date == date(2024, 3, 4)
    assert segment_with(document, "Chancellery").date == date(2024, 3, 4)
    assert segment_with(document, "stopped").date == date(2024, 3, 9)
    assert len([s for s in document.segments if s.date]) == 4


def test_a_log_without_a_year_has_no_dates(read: Read) -> None:
    document = read("log.txt", "04 Mar  0525  Fire.\n05 Mar  0810  Text.\n09 Mar  1800  Quiet.\n")
    assert len(document.segments) == 3
    assert not any(s.date for s in document.segments)


def test_initials_in_bold_stand_for_those_present(read: Read) -> None:
    document = read(
        "note.md",
        "# Press room\n\n**Thursday 3 October 2024, 11:05.** Verbatim.\n"
        "Present: Chancellor Rusk Halloran (RH); Imelda Fask (IF).\n\n"
        "**IF** Good morning.\n\n**RH** The levy stands.\n\n**Seat 9** Why?\n\n"
        "**Seat 14** And when?\n\n**RH** Soon.\n\nVery soon.\n\n_Ends 11:31._\n",
    )
    assert segment_with(document, "levy").speaker == "Chancellor Rusk Halloran"
    assert segment_with(document, "Good morning").speaker == "Imelda Fask"
    assert segment_with(document, "And when").speaker == "Seat 14"
    assert segment_with(document, "Very soon").speaker == "Chancellor Rusk Halloran"
    assert segment_with(document, "Ends").speaker is None
    assert segment_with(document, "Present").speaker is None
    assert document.date == date(2024, 10, 3)


def test_labels_of_many_transcripts(read: Read) -> None:
    document = read(
        "hearing.txt",
        "THE CHAIR: We begin.\nMR SMITH: I was there.\nIt rained.\nSEN. JONES (R-OH): When?\n"
        "MR SMITH: In May.\n[14:05] Minister: That is so.\n",
    )
    said = {s.speaker for s in document.segments if s.kind is SegmentKind.SPEECH}
    assert said == {"THE CHAIR", "MR SMITH", "SEN. JONES (R-OH)", "Minister"}
    assert segment_with(document, "It rained").speaker == "MR SMITH"


def test_questions_and_answers(read: Read) -> None:
    for marks in ("Q: {}\nA: {}\n", "**Q.** {}\n\n**A.** {}\n"):
        document = read("qa.md", marks.format("Were you there?", "I was.") * 2)
        assert segment_with(document, "I was").speaker == "A"


def test_fields_of_a_form_are_no_speakers(read: Read) -> None:
    document = read(
        "form.txt",
        "Registrant: Quillmere Advisory\nFee: 7,000 crowns\nNote: none\n\n"
        "Registrant: Brandlecote Lyle\nFee: 85,000 crowns\nNote: none\n",
    )
    assert not any(s.speaker for s in document.segments)


def test_a_list_of_who_holds_which_office_is_no_transcript(read: Read) -> None:
    document = read("a.txt", "Chairman: Aurel Lyle\nSecretary: Pia Voss\nDirector: Ben Tarn\n")
    assert not any(s.speaker for s in document.segments)


def test_bold_words_that_open_paragraphs_are_no_speakers(read: Read) -> None:
    document = read("a.md", "**Summary** It rained.\n\n**Background** It often does.\n")
    assert not any(s.speaker for s in document.segments)


def test_a_letter_is_laid_to_who_signed_it(read: Read) -> None:
    document = read(
        "letter.txt",
        "Castrel, 5 March 2024\n\nDear Minister,\n\nThe dam is sound.\n\nYours "
        "sincerely,\n\nOriane Tesquier\nAmbassador\n",
    )
    assert segment_with(document, "dam is sound").speaker == "Oriane Tesquier"
    assert segment_with(document, "Yours sincerely").kind is SegmentKind.SIGNATURE
    assert document.author == "Oriane Tesquier"
    assert document.date == date(2024, 3, 5)


def test_a_by_line_names_the_author(read: Read) -> None:
    assert read("a.txt", "The Dam Report\n\nBy Jane Doe and Ali Khan\n\nIt holds.\n").author == (
        "Jane Doe, Ali Khan"
    )


def test_text_is_kept_as_read(read: Read) -> None:
    assert read("a.txt", b"  one\r\ntwo\rthree\x07 " + b"x" * 99 + b"  \n\n").text == (
        "  one\ntwo\nthree " + "x" * 99 + "  \n\n"
    )


def test_encodings_are_told(read: Read) -> None:
    words = "“Quoted”, said Mr Müller: 5 £ – naïve. " * 3
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"):
        document = read("a.txt", words.encode(encoding))
        assert document.text == words, encoding
        assert document.status is Status.READ


def test_cyrillic_in_an_old_encoding(read: Read) -> None:
    words = "Министерство иностранных дел сообщило, что переговоры прошли успешно. " * 5
    assert read("a.txt", words.encode("cp1251")).text == words


def test_bytes_that_are_no_text_are_shown_and_said(read: Read) -> None:
    document = read("a.txt", "Café, naïve, Müller, déjà vu ".encode() + b"\xff end")
    assert document.status is Status.PARTLY_READ
    assert "\ufffd end" in document.text
    assert "compare the original" in (document.reason or "")
