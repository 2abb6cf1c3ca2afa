"""The choices that change a number, as one value that is stamped on every output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from imt_core.conventions.formatting import format_number

SurvivalConfType = Literal["log", "log-log", "plain", "bpcp", "bpcp-midp"]
QuantileRule = Literal["midpoint", "r", "first"]
ProportionConfType = Literal["clopper-pearson", "wilson", "jeffreys", "mid-p"]
QuartileType = Literal[2, 7]
NextLineRule = Literal["recorded", "censored"]

CONF_LEVELS: Final = (0.95, 0.90, 0.99)
"""Those that the app offers."""
SURVIVAL_CONF_TYPES: Final[dict[SurvivalConfType, str]] = {
    "log": "log scale",
    "log-log": "log(-log) scale",
    "plain": "linear scale",
    "bpcp": "beta product (small samples)",
    "bpcp-midp": "beta product, mid-p",
}
QUANTILE_RULES: Final[dict[QuantileRule, str]] = {
    "midpoint": "middle of a level stretch, not reached unless the curve falls below it (SAS)",
    "r": "middle of a level stretch, also at the end of the curve (R)",
    "first": "first time the curve is at or below",
}
PROPORTION_CONF_TYPES: Final[dict[ProportionConfType, str]] = {
    "clopper-pearson": "exact (Clopper-Pearson)",
    "wilson": "Wilson score",
    "jeffreys": "Jeffreys",
    "mid-p": "mid-P exact",
}
QUARTILE_TYPES: Final[dict[QuartileType, str]] = {
    2: "a data value or the mean of two (SAS, type 2)",
    7: "interpolated between two data values (R default, type 7)",
}


NEXT_LINE_RULES: Final[dict[NextLineRule, str]] = {
    "recorded": "as the sheet has it",
    "censored": "censored when the next line starts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """Statistical conventions; the defaults are those of the model paper.

    Parameters
    ----------
    conf_level : float
        Confidence level of every interval, between 0 and 1.
    survival_conf_type : {"log", "log-log", "plain", "bpcp", "bpcp-midp"}
        Scale on which limits of a survival curve are computed, or the beta product procedure.
    quantile_rule : {"midpoint", "r", "first"}
        How a quantile is read off a curve that is flat at exactly that height.
    proportion_conf_type : {"clopper-pearson", "wilson", "jeffreys", "mid-p"}
        Interval of a proportion.
    quartile_type : {2, 7}
        Quartiles of a measured number, by the numbering of Hyndman and Fan (1996).
    next_line : {"recorded", "censored"}
        What becomes of a time to progression when the patient's next line starts.

    Examples
    --------
    >>> Conventions().survival_method
    'Kaplan-Meier, 95% CI on the log scale (Greenwood)'
    >>> Conventions(survival_conf_type="bpcp").survival_method
    'Kaplan-Meier, 95% CI by the beta product confidence procedure'
    >>> Conventions(proportion_conf_type="wilson", conf_level=0.9).proportion_method
    '90% CI: Wilson score'
    """

    conf_level: float = 0.95
    survival_conf_type: SurvivalConfType = "log"
    quantile_rule: QuantileRule = "midpoint"
    proportion_conf_type: ProportionConfType = "clopper-pearson"
    quartile_type: QuartileType = 2
    next_line: NextLineRule = "recorded"

    @property
    def conf_label(self) -> str:
        """The interval's heading, such as ``95% CI``."""
        return f"{format_number(100 * self.conf_level, decimals=0)}% CI"

    @property
    def survival_method(self) -> str:
        """How survival estimates and limits are made."""
        if self.survival_conf_type == "bpcp":
            how = "by the beta product confidence procedure"
        elif self.survival_conf_type == "bpcp-midp":
            how = "by the mid-p beta product confidence procedure"
        else:
            how = f"on the {SURVIVAL_CONF_TYPES[self.survival_conf_type]} (Greenwood)"
        return f"Kaplan-Meier, {self.conf_label} {how}"

    @property
    def quantile_method(self) -> str:
        """How medians and quartiles of survival are read."""
        return f"median and quartiles: {QUANTILE_RULES[self.quantile_rule]}"

    @property
    def proportion_method(self) -> str:
        """How intervals of proportions are made."""
        return f"{self.conf_label}: {PROPORTION_CONF_TYPES[self.proportion_conf_type]}"

    @property
    def next_line_method(self) -> str:
        """What becomes of a time to progression when the next line starts."""
        return f"progression at the patient's next line: {NEXT_LINE_RULES[self.next_line]}"

    @property
    def quartile_method(self) -> str:
        """How quartiles of measured numbers are made."""
        return f"quartiles: {QUARTILE_TYPES[self.quartile_type]}"


AS_PUBLISHED: Final = Conventions()
"""The conventions under which the model paper's figures are reproduced."""

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
