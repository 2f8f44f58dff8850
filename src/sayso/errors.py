"""What can go wrong, as a tree.

    SaysoError                 exit code 1
    ├── UsageError             exit code 2   the command's words are off
    ├── ArticleError           exit code 3   the article cannot be read, holds no text, or is not in English
    ├── NothingReadableError   exit code 4   none of the papers could be read
    ├── DocumentError          (listed in the ledger; the rest of the job goes on)
    ├── ModelError             exit code 5   a model file is missing or was changed
    ├── LedgerError            exit code 6   the ledger cannot be written or re-read
    ├── CaseError              exit code 7   there is no case, or it cannot be opened or written
    │   └── DamageError        exit code 8   a case has lost something that cannot be mended
    ├── StoryError             exit code 9   a story or its receipts cannot be made, or are not sound
    └── DeskError              exit code 10  the desk cannot be opened, or not as it was asked to

Every message names the file and the next step. ``code`` is stable; programs may rely on it.
"""

from __future__ import annotations


class SaysoError(Exception):
    """Anything sayso raises on purpose. ``str(error)`` is one sentence for a person."""

    code = "error"
    exit_code = 1


class UsageError(SaysoError):
    """The command was given something it cannot use."""

    code = "usage"
    exit_code = 2


class ArticleError(SaysoError):
    """The article is missing, unreadable, empty, or in another language than English."""

    code = "article"
    exit_code = 3


class NothingReadableError(SaysoError):
    """Not one of the papers could be read."""

    code = "nothing-readable"
    exit_code = 4


class DocumentError(SaysoError):
    """One paper cannot be read, or only in part."""

    code = "document"


class ModelError(SaysoError):
    """A model file is missing or its bytes are not the pinned ones."""

    code = "model"
    exit_code = 5


class LedgerError(SaysoError):
    """A ledger cannot be written, or one that was written cannot be re-read."""

    code = "ledger"
    exit_code = 6


class CaseError(SaysoError):
    """There is no case where one was looked for, or it cannot be opened or written."""

    code = "case"
    exit_code = 7


class DamageError(CaseError):
    """A case has lost something that sayso cannot mend; the message says what to do."""

    code = "damage"
    exit_code = 8


class StoryError(SaysoError):
    """A picture, a story or a bundle of receipts that cannot be used, or receipts that are not sound."""

    code = "story"
    exit_code = 9


class DeskError(SaysoError):
    """The desk cannot be opened: its folder, its settings, its port, or an account without a password."""

    code = "desk"
    exit_code = 10
