"""Near-copies are grouped, shown as different where they are, and count as one witness."""

import hashlib
import random
import textwrap
from pydoc_data.topics import topics

import numpy as np
import pytest

from sayso.auditing import coverage
from sayso.auditing.covering import Covering
from sayso.checking.witnesses import once
from sayso.library import Library
from sayso.library.alike import Alike, difference, signature
from sayso.records import Claim, ClaimKind, Document, Evidence, Finding, Segment, SegmentKind, Stance, Verdict

MINUTES = (
    "The board of the Sarvelle Dam Authority met on 3 March. The engineer reported that 412 of the 600 "
    "anchors had been tested and that 37 had failed. The chair asked whether the spillway could be used "
    "before the repair. The engineer answered that it could not. The board resolved to close the road "
    "below the dam, to tell the villages, and to ask the ministry for nine million crowns."
)


class NoEmbedder:
    """Stands for the model where nothing is asked of it."""

    def embed(self, texts):
        return np.zeros((len(texts), 384), np.float32)


def paper(name, text, **rest):
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    rest.setdefault("segments", (Segment(0, len(text)),))
    return Document(sha256[:12], name, sha256, "text/plain", text, **rest)


def misread(text, share, seed=1):
    chance = random.Random(seed)
    return "".join(
        chance.choice("aceilnorstu") if c.isalpha() and chance.random() < share else c for c in text
    )


COPIES = {
    "misread": lambda text: misread(text, 0.03),
    "wrapped": lambda text: textwrap.fill(text, 40),
    "signed": lambda text: text + "\n\nRegards\nGideon Brandlecote\nSarvelle Dam Authority",
    "changed": lambda text: text.replace("412", "421"),
}


@pytest.mark.parametrize("kind", sorted(COPIES))
def test_a_near_copy_is_led_to_the_first(kind):
    alike = Alike()
    first, copy = paper("a.txt", MINUTES), paper("b.txt", COPIES[kind](MINUTES))
    assert alike.add(first) is None
    found = alike.add(copy)
    assert found is not None
    assert found.leader == first.id
    assert alike.group(copy.id) == alike.group(first.id) == (first.id, copy.id)


def test_made_copies_of_many_texts_are_found_and_unrelated_texts_are_not():
    texts = [t for t in topics.values() if 1500 < len(t) < 30000]
    alike = Alike()
    for number, text in enumerate(texts):
        alike.add(paper(f"{number}", text))
    own = {text: alike.likeness(paper(f"{n}", text).id) for n, text in enumerate(texts)}
    singles = [(n, t) for n, t in enumerate(texts) if own[t] is None]
    made = [
        (n, alike.add(paper(f"{n} {kind}", COPIES[kind](t)))) for n, t in singles for kind in sorted(COPIES)
    ]
    right = sum(found is not None and found.leader == paper(f"{n}", "").id for n, found in made)
    wrong = sum(found is not None and found.leader != paper(f"{n}", "").id for n, found in made)
    assert right >= 0.99 * len(made)
    assert wrong == 0


def test_a_draft_is_grouped_with_the_final_and_shown_as_different():
    words = difference(paper("b", COPIES["changed"](MINUTES)), paper("a", MINUTES))
    assert words == "figures differ: 421 here, 412 there"
    assert difference(paper("b", COPIES["wrapped"](MINUTES)), paper("a", MINUTES)) == "the same words"


def test_short_texts_have_no_signature():
    assert signature("Thanks, see you on Monday.") is None


def test_the_next_copy_leads_when_the_first_is_removed():
    alike = Alike()
    first, second, third = (paper(name, MINUTES) for name in "abc")
    for document in (first, second, third):
        alike.add(document)
    alike.remove(first.id)
    assert alike.group(third.id) == (second.id, third.id)
    assert alike.add(paper("d", MINUTES)).leader == second.id


def evidence(document, words, stance=Stance.SUPPORTS):
    start = document.text.index(words)
    return Evidence(document.id, start, start + len(words), words, stance, 0.9)


def findings(library, *evidences):
    finding = Finding(Verdict.SUPPORTED, 0.9, "", "stance", evidences)
    (claim,) = once([Claim("c1", "s1", ClaimKind.ASSERTION, "", 0, 0, so=finding)], library)
    return claim.so.evidence


def test_forty_copies_are_one_witness_and_the_others_are_named():
    library = Library(NoEmbedder())
    papers = [paper(f"copy {n:02}", COPIES["wrapped"](MINUTES) + "\n" * n) for n in range(40)]
    library.add(papers)
    words = "that it could not"
    shown = findings(library, *(evidence(p, words) for p in papers[:4]))
    assert [e.document for e in shown] == [papers[0].id]
    assert shown[0].also == tuple(p.id for p in papers[1:])
    notes = coverage(papers, library)
    assert notes[0].notes[0].startswith("39 near-copies: copy 01, ")
    assert notes[5].notes == ("near-copy of copy 00 (the same words)",)


def test_a_copy_with_another_figure_in_those_words_stays_a_witness_of_its_own():
    library = Library(NoEmbedder())
    final, draft = paper("final", MINUTES), paper("draft", COPIES["changed"](MINUTES))
    library.add([final, draft])
    shown = findings(
        library, evidence(final, "412 of the 600 anchors"), evidence(draft, "421 of the 600 anchors")
    )
    assert [e.document for e in shown] == [final.id, draft.id]
    assert shown[0].also == ()


def test_copies_do_not_crowd_other_papers_out_of_a_search():
    library = Library(NoEmbedder())
    other = paper("other", "A letter on the anchors of the harbour wall, which were tested in May and held.")
    library.add([*(paper(f"copy {n:02}", MINUTES + "\n" * n) for n in range(40)), other])
    (hits,) = library.search(["the anchors were tested"], 8)
    assert other.id in [hit.passage.document for hit in hits]
    assert len(hits) == 2


def test_a_document_in_another_language_is_found_by_words_and_the_models_are_not_asked():
    class Watching(NoEmbedder):
        def __init__(self):
            self.asked = []

        def embed(self, texts):
            self.asked += texts
            return super().embed(texts)

    spanish = "El ministro dijo a la comisión que la presa era segura."
    acta = paper("acta.txt", spanish, metadata=(("language", "es"),))
    embedder = Watching()
    library = Library(embedder)
    library.add([paper("a.txt", MINUTES), acta])
    (hits,) = library.search(["presa segura"])
    assert hits[0].passage.document == acta.id
    assert spanish not in embedder.asked
    assert coverage([acta], library)[0].notes == (
        "in Spanish: searched by words, not checked by the models",
    )


def test_quoted_words_are_no_second_witness():
    library = Library(NoEmbedder())
    said = "The spillway cannot be used before the repair."

    def mail(name, kind, text, **known):
        return Document(
            id=paper(name, "").id, name=name, sha256=paper(name, "").sha256, media_type="message/rfc822",
            text=text, title="Spillway", segments=(Segment(0, len(text), kind),),
            metadata=tuple(known.items()),
        )  # fmt: skip

    first = mail("first", SegmentKind.PARAGRAPH, said, **{"message-id": "<1@a>"})
    reply = mail(
        "reply", SegmentKind.QUOTED, "> " + said, **{"message-id": "<2@a>", "in-reply-to": "<1@a>"}
    )
    library.add([first, reply])
    shown = findings(library, evidence(reply, said), evidence(first, said))
    assert [(e.document, e.also) for e in shown] == [(first.id, (reply.id,))]


def test_a_kept_library_keeps_likenesses_threads_and_languages(tmp_path):
    spanish = "El ministro dijo a la comisión que la presa era segura."
    acta = paper("acta.txt", spanish, metadata=(("language", "es"),))
    first, copy = paper("a.txt", MINUTES), paper("b.txt", COPIES["changed"](MINUTES))
    asked = []

    class Watching(NoEmbedder):
        def embed(self, texts):
            asked.extend(texts)
            return super().embed(texts)

    library = Library(Watching(), tmp_path)
    library.add([acta, first, copy])
    library.close()
    library = Library(Watching(), tmp_path)
    assert dict(library.foreign) == {acta.id: "es"}
    assert library.alike.group(copy.id) == (first.id, copy.id)
    (hits,) = library.search(["presa segura"])
    assert hits[0].passage.document == acta.id
    assert spanish not in asked
    covering = Covering(library)
    lines = [covering.covered(entry.coverage) for entry in library.store.entries()]
    assert [line.language for line in lines] == ["es", None, None]
    assert lines[0].notes == ("in Spanish: searched by words, not checked by the models",)
    assert lines[2].notes == ("near-copy of a.txt (figures differ: 421 here, 412 there)",)
    shown = findings(library, *(evidence(p, "that it could not") for p in (first, copy)))
    assert [(e.document, e.also) for e in shown] == [(first.id, (copy.id,))]
    library.store.remove([first.id])
    assert library.alike.group(copy.id) == ()
    library.store.remove([acta.id])
    library.index()
    assert not library.foreign
    library.close()
