"""The same claim across articles, people and time.

Articles become *tellings* (``tellings``, ``readers``), kept in a *register*. Their claims' wordings are
held against near ones (``neighbours``, ``relation``) and those that say the same become one claim
(``grouping``). A *trace* follows one claim, a *record* one party (``trace``, ``parties``); ``drift``,
``outlets`` and ``timeline`` show figures, outlets and pictures.
"""

from sayso.tracing.parties import Parties
from sayso.tracing.register import Register
from sayso.tracing.relation import Relation, relate
from sayso.tracing.trace import Record, Trace, record_of, trace_of

__all__ = ["Parties", "Record", "Register", "Relation", "Trace", "record_of", "relate", "trace_of"]
