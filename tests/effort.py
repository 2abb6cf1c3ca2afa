"""How often the tests try what has no end: a little at each change, more if `IMT_LONG` is set."""

from __future__ import annotations

import os
from typing import Final

from hypothesis import settings

IS_LONG: Final = bool(os.environ.get("IMT_LONG"))


def tries(at_each_change: int) -> settings:
    """So many examples of a property, and ten times as many in a long run; the same each time."""
    return settings(max_examples=at_each_change * (10 if IS_LONG else 1))
