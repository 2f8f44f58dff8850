"""How well quotations are found and altered ones caught: ``python benchmarks/quotations.py DATA_FOLDER``.

DATA_FOLDER holds PolNeAR as ``polnear.train.jsonl`` (``text`` and ``attributions``). Real direct
quotations of five words or more are planted into papers (a hearing's record, a mail, a letter, a
scan) among sentences of the same article, with typographic noise: other marks, lines wrapped and
words broken at their ends, quoted-mail marks, ligatures, soft hyphens, no-break spaces; in a scan
also letters read wrongly. What the article quotes is then:

*as said*: the quotation as it is, laid to whoever says it in the paper. Flagged is everything that
is not supported.

*altered*: one word, figure or name changed for another, or a negation or modal put in, left out or
changed. Caught is everything that is not supported; *shown* where the difference is shown word by
word; *sense* where it is also said to change the sense.

*another's*, *cut*: laid to someone else who is in the paper too; or with ", but only if …" behind it
in the paper and a full stop in the article.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from sayso.checking.quotations import Outcome
from sayso.checking.utterances import Heard, outcome_in
from sayso.records import Document, Segment, SegmentKind, Verdict

SEED = 20261124
NAMES = (
    "Ada Brannock", "Tobias Hurlow", "Maren Castellan", "Ivo Delacourt", "Nessa Quillfeather",
    "Piers Oakhanger", "Leda Marchbanks", "Ruben Stallworth",
)  # fmt: skip
NUMBERS = "two three four five six seven eight nine ten twelve fifteen twenty thirty fifty hundred".split()
MODALS = "will would can could may might must should".split()
OTHER_NAMES = "Harrowgate Pelham Ostrander Villiers Kestrel Tamworth Drummond Larkspur".split()
AUXILIARIES = "is are was were will would can could should does did has have had".split()
LEAST = 5


def main() -> None:
    """Plant, ask, count and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--each", type=int, default=600, help="as said; and of each alteration a quarter")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    chance = random.Random(SEED)
    quotations = list(direct_quotations(options.data / "polnear.train.jsonl"))
    chance.shuffle(quotations)
    vocabulary = [w for q, _ in quotations[:2000] for w in re.findall(r"\b[a-z]{4,}\b", q)]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    began = time.perf_counter()
    for number, (quotation, others) in enumerate(quotations[: options.each]):
        for name, heard in trials(number, quotation, others, vocabulary, chance, options.each):
            supported = heard.verdict is Verdict.SUPPORTED
            counts[name]["of"] += 1
            counts[name]["supported"] += supported
            counts[name]["contradicted"] += heard.verdict is Verdict.CONTRADICTED
            changes = heard.places[0].changes if heard.places else ()
            counts[name]["shown"] += not supported and bool(changes)
            counts[name]["sense"] += any(c.changes_sense for c in changes)
            counts[name][heard.outcome.value] += 1
            if options.verbose and supported != name.startswith("as said"):
                told = f"{name}: {quotation[:110]!r}\n    {heard.outcome.value}: {heard.reason}"
                print(told, file=sys.stderr)
    spent = (time.perf_counter() - began) / sum(c["of"] for c in counts.values()) * 1000
    if options.json:
        rows = {name: dict(count) for name, count in counts.items()}
        print(json.dumps({"ms a quotation": round(spent, 1), **rows}, indent=1))
        return
    print(f"{'':<22}{'of':>6}{'supported':>11}{'contradicted':>14}{'shown':>7}{'sense':>7}  outcomes")
    for name, count in sorted(counts.items()):
        rest = [f"{o.value} {count[o.value]}" for o in Outcome if count[o.value]]
        print(f"{name:<22}{count['of']:>6}{count['supported']:>11}{count['contradicted']:>14}{count['shown']:>7}"
              f"{count['sense']:>7}  {'; '.join(rest)}")  # fmt: skip
    said = [c for n, c in counts.items() if n.startswith("as said")]
    altered = [c for n, c in counts.items() if n.startswith("altered")]
    flagged = sum(c["of"] - c["supported"] for c in said), sum(c["of"] for c in said)
    caught = sum(c["of"] - c["supported"] for c in altered), sum(c["of"] for c in altered)
    print(f"\nas said, flagged: {flagged[0]} of {flagged[1]} ({flagged[0] / flagged[1]:.1%})")
    print(f"altered, caught: {caught[0]} of {caught[1]} ({caught[0] / caught[1]:.1%})")
    print(f"{spent:.1f} ms a quotation and paper")


def direct_quotations(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Quotations that are one content in marks, with other sentences of the same article."""
    for line in path.read_text("utf-8").splitlines():
        article = json.loads(line)
        text = article["text"]
        sentences = [s for s in re.split(r"(?<=[.!?])\s+", text) if 40 < len(s) < 300 and '"' not in s]
        for one in article["attributions"]:
            if len(one["content"]) != 1:
                continue
            words = text[slice(*one["content"][0])].strip().rstrip(",")
            inner = re.fullmatch(r"[“\"]([^“”\"\[\]…]+)[”\"]", words, re.DOTALL)
            if inner is None or "..." in words:
                continue
            quotation = " ".join(inner[1].split()).rstrip(",.")
            sentences_apart = [s for s in sentences if quotation[:40] not in s]
            if len(quotation.split()) >= LEAST and len(sentences_apart) >= 6:
                yield quotation, sentences_apart


def trials(
    number: int, quotation: str, others: list[str], vocabulary: list[str], chance: random.Random, each: int
) -> Iterator[tuple[str, Heard]]:
    """The questions asked of one quotation and the answers, each with the name of its row."""
    speaker, other = chance.sample(NAMES, 2)
    around = chance.sample(others, 6)
    form = ("hearing", "mail", "letter", "scan")[number % 4]
    paper = planted(quotation, speaker, other, around, form, chance)
    yield f"as said, {form}", outcome_in(quotation, speaker, paper)
    for name, mutate in (("word", other_word), ("figure", other_figure), ("name", other_name),
                         ("negation", other_negation), ("modal", other_modal)):  # fmt: skip
        changed = mutate(quotation, vocabulary, chance)
        if changed is not None:
            yield f"altered, {name}", outcome_in(changed, speaker, paper)
    if number % 2:
        yield "another’s", outcome_in(quotation, other, paper)
    else:
        ending = f"{quotation}, but only if {chance.choice(('the board', 'the court', 'Congress'))} agrees"
        paper = planted(ending, speaker, other, around, form, chance)
        yield "cut at a condition", outcome_in(quotation, speaker, paper)


def planted(
    quotation: str, speaker: str, other: str, around: list[str], form: str, chance: random.Random
) -> Document:
    """A paper in which ``speaker`` says ``quotation``, with typographic noise."""
    said = f"{around[0]} {quotation}. {around[1]}"
    if form == "hearing":
        turns = [(other, around[2]), (speaker, said), (other, around[3]), (speaker, around[5])]
        short = chance.random() < 0.5
        paragraphs = [f"{who.split()[-1].upper() if short else who}: {words}" for who, words in turns]
        speakers: list[str | None] = [who for who, _ in turns]
    elif form == "mail":
        paragraphs, speakers = [around[2], said, around[3], f"> {around[4]}"], [speaker] * 3 + [other]
    else:
        paragraphs = [f"Dear {other.split()[0]},", around[2], said, around[3], "Yours sincerely,", speaker]
        speakers = [None] * 6
    text, segments = "", []
    for paragraph, who in zip(paragraphs, speakers, strict=True):
        words = noisy(paragraph, form, chance) if len(paragraph) > 60 else paragraph
        kind = SegmentKind.SPEECH if form == "hearing" else SegmentKind.PARAGRAPH
        segments.append(Segment(len(text), len(text) + len(words), kind, speaker=who))
        text += words + "\n\n"
    metadata = (("source", "ocr"),) if form == "scan" else ()
    return Document(
        "d" * 12, "paper.txt", "d" * 64, "text/plain", text, segments=tuple(segments), metadata=metadata
    )


def noisy(words: str, form: str, chance: random.Random) -> str:
    """The words with other typography, and in a scan with letters read wrongly."""
    words = chance.choice((lambda w: w, curly, lambda w: w.replace("—", " -- ")))(words)
    if chance.random() < 0.3:
        words = words.replace("fi", "ﬁ").replace("fl", "ﬂ")
    if form == "scan":
        words = re.sub(r"(?<=[a-z])rn(?=[a-z])", "m", words)
        words = re.sub(r"(?<=[a-z])l(?=[a-z])", lambda m: chance.choice("lllll1"), words)
    wide = chance.randint(48, 80)
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + len(word) + 1 > wide:
            room = wide - len(line) - 2
            if word.isalpha() and 2 < room < len(word) - 2:
                lines.append(f"{line} {word[:room]}-")
                line = word[room:]
                continue
            lines.append(line)
            line = word
        else:
            line = f"{line}{chance.choice((' ',) * 12 + (chr(160), '  '))}{word}" if line else word
    lines.append(line)
    text = ("\n> " if form == "mail" and chance.random() < 0.3 else "\n").join(lines)
    return re.sub(r"(?<=[a-z]{4})(?=[a-z]{4})", lambda _: chr(173) if chance.random() < 0.02 else "", text)


def curly(words: str) -> str:
    """Straight marks as curly ones."""
    return re.sub(r'(?<!\S)"', "“", words).replace('"', "”").replace("'", "’")


def other_word(quotation: str, vocabulary: list[str], chance: random.Random) -> str | None:
    """One content word for another that is not a form of it."""
    spots = list(re.finditer(r"\b[a-z]{5,}\b", quotation))
    if not spots:
        return None
    spot = chance.choice(spots)
    fits = [w for w in chance.sample(vocabulary, 50) if w[:3] != spot.group()[:3] and w not in quotation]
    return replaced(quotation, spot, fits[0]) if fits else None


def other_figure(quotation: str, _: list[str], chance: random.Random) -> str | None:
    """One figure for another, in digits or in words."""
    spots = list(re.finditer(rf"\b(?:\d+(?:[.,]\d+)*|{'|'.join(NUMBERS)})\b", quotation))
    if not spots:
        return None
    spot = chance.choice(spots)
    old = spot.group()
    if old in NUMBERS:
        return replaced(quotation, spot, chance.choice([n for n in NUMBERS if n != old]))
    place = chance.choice([i for i, c in enumerate(old) if c.isdigit()])
    digit = str((int(old[place]) + chance.randint(1, 8)) % 9 + 1)
    return None if digit == old[place] else replaced(quotation, spot, old[:place] + digit + old[place + 1 :])


def other_name(quotation: str, _: list[str], chance: random.Random) -> str | None:
    """One capitalised word in mid-sentence for another name."""
    spots = list(re.finditer(r"(?<=[a-z,] )(?!I\b)[A-Z][a-z]{3,}\b", quotation))
    return replaced(quotation, chance.choice(spots), chance.choice(OTHER_NAMES)) if spots else None


def other_negation(quotation: str, _: list[str], chance: random.Random) -> str | None:
    """A "not" left out, or put in behind an auxiliary."""
    there = list(re.finditer(r"(?<=\w)n['’]t\b| not\b", quotation))
    if there:
        return replaced(quotation, chance.choice(there), "")
    spots = list(re.finditer(rf"\b(?:{'|'.join(AUXILIARIES)})\b", quotation))
    return replaced(quotation, spot := chance.choice(spots), f"{spot.group()} not") if spots else None


def other_modal(quotation: str, _: list[str], chance: random.Random) -> str | None:
    """One modal for another."""
    spots = list(re.finditer(rf"\b(?:{'|'.join(MODALS)})\b", quotation))
    if not spots:
        return None
    spot = chance.choice(spots)
    return replaced(quotation, spot, chance.choice([m for m in MODALS if m != spot.group()]))


def replaced(text: str, spot: re.Match[str], words: str) -> str:
    """``text`` with ``words`` in the place of the match."""
    return text[: spot.start()] + words + text[spot.end() :]


if __name__ == "__main__":
    main()
