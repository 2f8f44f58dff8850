"""Mails are put together into threads, in order, by what they name and by what they quote."""

from email.message import EmailMessage
from itertools import permutations

import pytest

from sayso.library.threads import Threads, base_subject
from sayso.reading.files import read_bytes

FIRST = "The spillway gates were tested on Monday and two of them did not close."
SECOND = "Please keep this between us until the minister has been told."


def mail(body, subject, when, **headers):
    message = EmailMessage()
    message["From"], message["To"] = "Ann Hill <ann@dam.example>", "Bo Lind <bo@dam.example>"
    message["Subject"], message["Date"] = subject, f"Tue, 5 Mar 2024 {when}:00 +0000"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    (document,) = read_bytes(message.as_bytes(), f"{subject} {when}.eml")
    return document


def quoting(own, quoted):
    return f"{own}\n\nOn Tue, 5 Mar 2024 at 10:00, Ann Hill <ann@dam.example> wrote:\n> {quoted}\n"


BY_IDS = [
    mail(FIRST, "Gates", "10:00", Message_ID="<1@dam>"),
    mail(SECOND, "Something else", "11:00", Message_ID="<2@dam>", In_Reply_To="<1@dam>"),
    mail("I shall wait.", "Re: Gates", "12:00", Message_ID="<3@dam>", References="<1@dam> <2@dam>"),
]
BY_WORDS = [
    mail(FIRST, "Gates", "10:00"),
    mail(quoting(SECOND, FIRST), "Re: Gates", "11:00"),
    mail(quoting("Understood, I shall wait for you.", SECOND), "RE: re: Gates", "12:00"),
]


@pytest.mark.parametrize("mails", [BY_IDS, BY_WORDS], ids=["by ids", "by words"])
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_thread_is_put_together_whatever_comes_first(mails, order):
    threads = Threads()
    for place in order:
        threads.add(mails[place])
    for one in mails:
        assert threads.members(one.id) == tuple(m.id for m in mails)


def test_replies_to_a_mail_that_is_missing_are_one_thread():
    threads = Threads()
    for one in BY_IDS[1:]:
        threads.add(one)
    assert len(threads.members(BY_IDS[2].id)) == 2


def test_circulars_with_one_subject_and_one_paragraph_are_no_thread():
    threads = Threads()
    circulars = [mail(FIRST, "Weekly report", when) for when in ("10:00", "11:00")]
    for one in circulars:
        threads.add(one)
    assert threads.members(circulars[0].id) == ()


def test_the_rest_of_a_thread_stays_together_when_a_mail_is_removed():
    threads = Threads()
    for one in BY_IDS:
        threads.add(one)
    threads.remove(BY_IDS[0].id)
    assert threads.members(BY_IDS[1].id) == (BY_IDS[1].id, BY_IDS[2].id)


def test_a_subject_is_known_behind_replies_and_forwards():
    assert base_subject("RE: Fwd: AW: Re[2]: The  Gates") == "the gates"


def test_a_thread_whose_mails_are_all_removed_takes_in_no_others():
    threads = Threads()
    threads.add(BY_IDS[0])
    threads.remove(BY_IDS[0].id)
    other = mail("Lunch is at noon today.", "Lunch", "09:00", Message_ID="<9@dam>")
    threads.add(other)
    threads.add(BY_IDS[1])
    assert threads.members(other.id) == ()
