"""thin"""
from __future__ import annotations
from sayso.reading.draft import Draft, Scribe
from sayso.reading.limits import Limits
def read_pdf(data: bytes, name: str, limits: Limits) -> Draft:
    import pypdfium2
    d=pypdfium2.PdfDocument(data); s=Scribe()
    for p in d:
        for para in p.get_textpage().get_text_range().replace("\r\n","\n").split("\n"): s.line(para)
    return Draft("application/pdf", s.text, s.segments)
