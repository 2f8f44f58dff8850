"""An article's paragraphs parsed once: words, sentences and quotations with article offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sayso.language import parser
from sayso.records import Span
from sayso.statements.masking import parse_masked
from sayso.statements.quotations import Quoted, outermost, quotations
from sayso.statements.sentences import split_sentences

#: spaCy's token; it has no types of its own that mypy could check.
Token = Any

#: Characters the small model was not trained on, each for one it was, so that offsets stay.
_PLAIN = str.maketrans("“”„«»‘’‚\u00a0\u2009\u202f\n\t–—", '"""""\'\'\'     --')


_MID_SENTENCE_NAME = re.compile(r"(?<=[a-z,;’'] )[A-ZÀ-Þ][\w’'-]*")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def for_parser(text: str, span: Span) -> str:
    """The words of ``span`` as the parser reads them best, each character in its place.

    Marks it was not trained on become plain ones. A Headline In Capitals becomes a sentence: only
    the words keep theirs that the rest of the text writes with a capital in mid-sentence.
    """
    words = span.of(text)
    if _is_in_capitals(words):
        names = {
            re.sub(r"[’']s$", "", match.group())
            for match in _MID_SENTENCE_NAME.finditer(text[: span.start] + text[span.end :])
        }

        def lowered(match: re.Match[str]) -> str:
            word = match.group()
            bare = re.sub(r"[’']s$", "", word)
            small = word.lower()
            keep = bare in names or (bare.isupper() and len(bare) > 1) or match.start() == 0
            return word if keep or len(small) != len(word) else small

        words = _WORD.sub(lowered, words)
    return words.translate(_PLAIN)


def _is_in_capitals(words: str) -> bool:
    found = [match.group() for match in _WORD.finditer(words)]
    if len(found) < 4 or len(words) > 250:
        return False
    long = [word for word in found if len(word) > 3]
    return bool(long) and sum(word[0].isupper() for word in long) > 0.75 * len(long)


@dataclass(frozen=True, eq=False)
class Paragraph:
    """One parsed block. Token offsets count from ``offset``; all spans count from the article."""

    text: str
    offset: int
    end: int
    doc: Any
    sentences: tuple[Span, ...]
    quotes: tuple[Quoted, ...]

    def start_of(self, token: Token) -> int:
        """The article offset of ``token``."""
        return self.offset + int(token.idx)

    def span(self, tokens: Iterable[Token]) -> Span:
        """The stretch from the first of ``tokens`` to the end of the last."""
        ordered = sorted(tokens, key=lambda token: token.i)
        last = ordered[-1]
        return Span(self.start_of(ordered[0]), self.start_of(last) + len(last.text))

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that holds ``offset``, or that begins next after it."""
        for index, sentence in enumerate(self.sentences):
            if offset < sentence.end:
                return index
        return len(self.sentences) - 1

    def tokens_of(self, index: int) -> list[Token]:
        """The tokens of sentence ``index``."""
        sentence = self.sentences[index]
        found = self.doc.char_span(
            sentence.start - self.offset, sentence.end - self.offset, alignment_mode="expand"
        )
        return list(found) if found is not None else []

    def quote_at(self, offset: int) -> Quoted | None:
        """The outermost quotation that holds ``offset``, marks counted in."""
        for quote in self.quotes:
            if quote.outer.start <= offset < quote.outer.end:
                return quote
        return None


def parse_blocks(text: str, blocks: Sequence[Span]) -> tuple[Paragraph, ...]:
    """The blocks of ``text`` parsed, in order. The last article parsed is remembered."""
    return _parse_blocks(text, tuple(blocks))


@lru_cache(maxsize=2)
def _parse_blocks(text: str, blocks: tuple[Span, ...]) -> tuple[Paragraph, ...]:
    nlp = parser()
    docs = []
    cut = []
    for block in blocks:
        sentences = split_sentences(text, block.start, block.end)
        doc = nlp.make_doc(for_parser(text, block))
        starts = {sentence.start - block.start for sentence in sentences}
        for token in doc:
            token.is_sent_start = token.idx in starts or token.i == 0
        docs.append(doc)
        cut.append(tuple(sentences))
    return tuple(
        Paragraph(
            text,
            block.start,
            block.end,
            doc,
            sentences,
            tuple(outermost(quotations(text, block.start, block.end))),
        )
        for block, doc, sentences in zip(blocks, parse_masked(nlp, docs), cut, strict=True)
    )
