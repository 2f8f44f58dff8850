"""An article's paragraphs parsed once: words, sentences and quotations with article offsets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sayso.language import parser
from sayso.records import Span
from sayso.statements.quotations import Quoted, outermost, quotations
from sayso.statements.sentences import split_sentences

#: spaCy's token; it has no types of its own that mypy could check.
Token = Any

#: Characters the small model was not trained on, each for one it was, so that offsets stay.
_PLAIN = str.maketrans("“”„«»‘’‚\u00a0\u2009\u202f\n\t–—", "\"\"\"\"\"'''     --")


@dataclass(frozen=True, eq=False)
class Paragraph:
    """One parsed block. Token offsets count from ``offset``; all spans count from the article."""

    text: str
    offset: int
    doc: Any
    sentences: tuple[Span, ...]
    quotes: tuple[Quoted, ...]

    @property
    def end(self) -> int:
        """Where the paragraph ends."""
        return self.offset + len(self.doc.text)

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
        doc = nlp.make_doc(block.of(text).translate(_PLAIN))
        starts = {sentence.start - block.start for sentence in sentences}
        for token in doc:
            token.is_sent_start = token.idx in starts or token.i == 0
        docs.append(doc)
        cut.append(tuple(sentences))
    return tuple(
        Paragraph(text, block.start, doc, sentences, tuple(outermost(quotations(text, block.start, block.end))))
        for block, doc, sentences in zip(blocks, nlp.pipe(docs, batch_size=16), cut, strict=True)
    )
