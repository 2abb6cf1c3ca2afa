"""How lines and ends of follow-up came to be where a sheet does not say it outright."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from imt_core.cohort.endpoints import ENDPOINTS, Endpoint
from imt_core.conventions.choices import Conventions

FirstLine = Literal["recorded", "assumed", "not known"]

FIRST_LINE_MEANING: Final[dict[FirstLine, str]] = {
    "recorded": "lines are numbered as the sheet has them",
    "assumed": "one row per patient, taken as the patient's first line",
    "not known": "one row per patient; which line it is, is not known",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules under which a cohort's lines and times stand.

    Parameters
    ----------
    first_line : {"recorded", "assumed", "not known"}
        Where the number of a line comes from.
    from_dates : tuple of str
        Endpoints of which times were worked out from dates, by name.
    runs_on : bool
        Whether those without a progression date run on through the patient's next line.
    censored_at_next_line : bool
        Whether every time to progression was censored when the next line starts.
    """

    first_line: FirstLine = "recorded"
    from_dates: tuple[str, ...] = ()
    runs_on: bool = False
    censored_at_next_line: bool = False

    def under(self, conventions: Conventions) -> Rules:
        """The rules in force where a convention censors progression at the next line."""
        return replace(self, censored_at_next_line=conventions.next_line == "censored")

    def of(self, endpoint: Endpoint) -> str:
        """Say by which rules an endpoint ends; empty where death alone ends it.

        Examples
        --------
        >>> from imt_core.cohort.endpoints import ENDPOINTS
        >>> Rules().of(ENDPOINTS["pfs"])
        'PFS ends as the sheet has it; its rule at a next line, at loss to follow-up and after \
missed visits is not known'
        >>> Rules(censored_at_next_line=True).of(ENDPOINTS["pfs"])
        'PFS is censored when the next line starts; its rule after missed visits is not known'
        >>> Rules().of(ENDPOINTS["os"])
        ''
        """
        if endpoint.is_death_alone:
            return ""
        missed = "its rule after missed visits is not known"
        if self.censored_at_next_line:
            return f"{endpoint.short} is censored when the next line starts; {missed}"
        # A duration of response ends where one of the sheet's endpoints does.
        ends_otherwise = endpoint.name in ENDPOINTS and endpoint.name not in self.from_dates
        if ends_otherwise or not self.from_dates:
            return (
                f"{endpoint.short} ends as the sheet has it; its rule at a next line, at loss to "
                "follow-up and after missed visits is not known"
            )
        at_next = "runs on through a next line" if self.runs_on else "is censored at a next line"
        return (
            f"{endpoint.short} from dates: without a date of progression it {at_next}, and at loss "
            f"it is censored at the last follow-up; {missed}"
        )


AS_RECORDED: Final = Rules()
"""Those of a sheet that numbers its lines and holds its times."""
