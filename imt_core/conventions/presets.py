"""Ready-made sets of conventions, by the name of who uses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from imt_core.conventions.choices import AS_PUBLISHED, Conventions

PRESETS: Final[Mapping[str, Conventions]] = {
    "as published": AS_PUBLISHED,
    "R survival": Conventions(quantile_rule="r", quartile_type=7),
    "SAS LIFETEST": Conventions(survival_conf_type="log-log"),
    "small samples": Conventions(survival_conf_type="bpcp"),
}
"""The model paper's; the defaults of R's survfit and quantile; those of SAS 9.4 PROC LIFETEST; and
the beta product interval, which keeps its level in the smallest groups."""


def preset_name(conventions: Conventions) -> str | None:
    """Name the preset that these conventions are, if they are one.

    Examples
    --------
    >>> preset_name(Conventions())
    'as published'
    >>> preset_name(Conventions(conf_level=0.9)) is None
    True
    """
    return next((name for name, preset in PRESETS.items() if preset == conventions), None)
