"""The whole main job on the sample case: an article and its papers in, a ledger out."""

import json
import os
import subprocess
import sys

import sayso
from sayso.ledger import check_spans, to_json
from sayso.records import ClaimKind, SourceKind, Verdict

# A child that forbids every socket, then runs the command line as a user would.
NO_NETWORK = """
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("the job opened a socket")
socket.socket.__init__ = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
from sayso.cli import main
sys.argv = ["sayso", *sys.argv[1:]]
main()
"""


def role_of(ledger, words):
    return next(c for c in ledger.claims if c.kind is ClaimKind.ROLE and words in c.text)


def test_every_span_of_the_ledger_re_slices(sample_ledger, sample_documents):
    data = json.loads(to_json(sample_ledger))
    texts = {d.id: d.text for d in sample_documents}
    assert check_spans(data, texts) == []
    assert sum(len(f["evidence"]) for c in data["claims"] for f in (c["say"], c["so"]) if f) > 20


def test_the_same_input_gives_the_same_ledger_byte_for_byte(sample, sample_ledger):
    article = sayso.read_article(sample / "article.html")
    again = sayso.check(article, sayso.read_paths([sample / "documents"]))
    assert to_json(again) == to_json(sample_ledger)


def test_the_whole_job_runs_with_sockets_forbidden(tmp_path):
    run = subprocess.run(
        [sys.executable, "-c", NO_NETWORK, "demo", "--out", str(tmp_path / "out")],
        capture_output=True, text=True, timeout=120,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80"}, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {"index.html", "ledger.json"}


def test_a_role_that_is_out_of_date_is_contradicted_by_the_paper(sample_ledger):
    claim = role_of(sample_ledger, "Halloran is a former")
    assert claim.so.verdict is Verdict.CONTRADICTED
    assert "Halloran" in claim.so.evidence[0].text


def test_an_altered_quotation_is_mixed_and_says_which_word(sample_ledger):
    claim = next(c for c in sample_ledger.claims if "begged us" in c.text)
    assert claim.kind is ClaimKind.QUOTATION
    assert claim.say.verdict is Verdict.MIXED
    assert "“asked” became “begged”" in claim.say.reason


def test_a_quotation_broken_over_lines_in_a_mail_is_found_verbatim(sample_ledger):
    claim = next(
        c for c in sample_ledger.claims
        if c.kind is ClaimKind.QUOTATION and "whatever weight" in c.text
    )  # fmt: skip
    assert claim.say.verdict is Verdict.SUPPORTED
    assert claim.say.evidence[0].speaker == "Oriane Tesquier"


def test_a_wrong_day_is_contradicted_by_the_row_that_has_the_right_one(sample_ledger):
    claim = next(
        c for c in sample_ledger.claims if c.kind is ClaimKind.DATE and "aide-mémoire" in c.text
    )
    assert claim.so.verdict is Verdict.CONTRADICTED
    assert "5 March 2024" in claim.so.reason


def test_what_the_papers_do_not_speak_of_is_not_found_and_says_what_was_searched(sample_ledger):
    claim = role_of(sample_ledger, "Torvigny")
    assert claim.so.verdict is Verdict.NOT_FOUND
    assert "8 documents read" in claim.so.reason


def test_unnamed_sources_are_counted_by_kind(sample_ledger):
    counts = dict(sample_ledger.audit.sources)
    assert counts[SourceKind.EXPERTS_UNNAMED] >= 1
    assert counts[SourceKind.OBSERVERS_UNNAMED] >= 1
    assert counts[SourceKind.OWN_VOICE] >= 5


def test_a_saying_answers_the_say_and_the_so_apart(sample_ledger):
    sayings = [c for c in sample_ledger.claims if c.kind is ClaimKind.SAYING]
    assert sayings
    assert all(c.say is not None and c.so is not None for c in sayings)


def test_exchanging_the_parties_names_exchanges_nothing_else(tmp_path):
    def ledger_of(one, other):
        folder = tmp_path / one
        (folder / "papers").mkdir(parents=True)
        (folder / "article.txt").write_text(
            f"World\n\n{one} asked for the talks, papers show\n\nPublished On Fri, 11 Oct 2024\n\n"
            f"Officials in {one} asked the council for talks on 6 March, the papers show, while "
            f"{other} said nothing. “We will not come to the table,” a {other} minister said.\n\n"
            f"Analysts say {one} had few cards left once {other} had shut the strait.\n", "utf-8",
        )
        (folder / "papers" / "minutes.txt").write_text(
            f"Minutes of the council, 7 March 2024\n\nA note came from {one} on 5 March asking the "
            f"council for talks. Nothing was heard from {other}.\n", "utf-8",
        )
        article = sayso.read_article(folder / "article.txt")
        return to_json(sayso.check(article, sayso.read_paths([folder / "papers"])))

    def bare(words):
        data = json.loads(words)
        return [
            [(c["kind"], c[side]["verdict"], c[side]["check"]) for side in ("say", "so") if c[side]]
            for c in data["claims"]
        ], [(s["start"], s["end"], s["source"] and s["source"]["kind"]) for s in data["statements"]]

    assert bare(ledger_of("Orlund", "Tarven")) == bare(ledger_of("Tarven", "Orlund"))
