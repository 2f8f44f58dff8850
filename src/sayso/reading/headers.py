"""The headers of mails, each parsed once: the standard library does it anew each time one is asked for."""

from __future__ import annotations

from email.policy import EmailPolicy, default
from functools import lru_cache
from typing import Any

#: Longer headers than this, in characters, are not kept; those that many parts share are short.
_LONGEST = 1_000


class HeaderPolicy(EmailPolicy):
    """The standard library's ``default`` policy, with a memory for what headers parse to.

    Asking for a part's type, name and disposition parses its headers some 20 times, which was more
    than half of the time that a mail took.
    """

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The parsed header ``name``, from its source ``value``."""
        if hasattr(value, "name") or len(value) > _LONGEST:
            return super().header_fetch_parse(name, value)
        return _parsed(name, value)


@lru_cache(maxsize=512)
def _parsed(name: str, value: str) -> Any:
    return default.header_fetch_parse(name, value)


POLICY = HeaderPolicy()
