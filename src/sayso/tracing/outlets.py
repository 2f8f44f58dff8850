"""Which outlet says whose word: shares of statements by kind of source, and borrowed claims."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sayso.records import SourceKind
from sayso.tracing.register import Register, Told

#: Claims of own voice that are looked for at once, and those shown for one outlet.
_MOST, _SHOWN = 400, 8


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A claim that an outlet makes in its own voice and ``others`` outlets lay to somebody."""

    content: str
    told: Told
    others: int


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet: how many statements it has laid to each kind of source, and what it borrowed."""

    name: str | None
    kinds: tuple[tuple[SourceKind, int], ...]
    own_voice: tuple[Borrowed, ...] = ()

    @property
    def statements(self) -> int:
        """How many statements it has."""
        return sum(count for _, count in self.kinds)

    def share(self, kind: SourceKind) -> float:
        """The share of its statements laid to ``kind``, 0..1."""
        return dict(self.kinds).get(kind, 0) / self.statements if self.statements else 0.0


def outlets_of(register: Register) -> tuple[Outlet, ...]:
    """All outlets, those with the most statements first."""
    kinds: dict[str | None, list[tuple[SourceKind, int]]] = defaultdict(list)
    for name, kind, count in register.kinds_by_outlet():
        kinds[name].append((kind, count))
    borrowed: dict[str | None, list[Borrowed]] = defaultdict(list)
    for name, claim, others in register.own_voice_of_others(_MOST):
        if len(borrowed[name]) < _SHOWN:
            own = [
                one for one in register.told([claim])[claim]
                if one.article.outlet == name and one.telling.speaker is None
            ]  # fmt: skip
            borrowed[name] += [Borrowed(one.telling.content, one, others) for one in own[:1]]
    found = [
        Outlet(name, tuple(sorted(of, key=lambda pair: -pair[1])), tuple(borrowed[name]))
        for name, of in kinds.items()
    ]
    return tuple(sorted(found, key=lambda outlet: (-outlet.statements, outlet.name or "")))
