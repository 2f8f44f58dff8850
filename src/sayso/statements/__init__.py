"""An article becomes statements: sentences, attribution, hedges, quotations."""

from __future__ import annotations

from sayso.statements.assembly import statements_of
from sayso.statements.attribution import Attribution, Attributor, RuleAttributor, TaggingAttributor

__all__ = ["Attribution", "Attributor", "RuleAttributor", "TaggingAttributor", "statements_of"]
