"""An article becomes statements: sentences, attribution, hedges, quotations."""

from __future__ import annotations

from sayso.statements.assembly import statements_of
from sayso.statements.attribution import Attribution, Attributor, RuleAttributor

__all__ = ["Attribution", "Attributor", "RuleAttributor", "statements_of"]
