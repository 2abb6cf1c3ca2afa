"""The one family of errors that tells a caller how to mend a call."""

from __future__ import annotations


class ImtError(ValueError):
    """Misuse of a function: the message names the argument, the rule, and what to do.

    Examples
    --------
    >>> raise ImtError("conf_level must lie between 0 and 1, but 95 was found. Give 0.95.")
    Traceback (most recent call last):
        ...
    imt_core.ImtError: conf_level must lie between 0 and 1, but 95 was found. Give 0.95.
    """

    __module__ = "imt_core"


class UnreadableFileError(ImtError):
    """A file that cannot be read as a table at all (empty, encrypted, not a spreadsheet)."""

    __module__ = "imt_core"
