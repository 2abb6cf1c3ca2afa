"""Columns that tell who died, and when, of which no overall survival was made."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS, Endpoint
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.checks.ask import Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.notation.date_reading import read_dates
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.notation.number_reading import read_numbers
from imt_core.intake.recognition.flag_headers import flag_direction, is_about_death, without_legend
from imt_core.intake.recognition.header_names import named_targets
from imt_core.intake.recognition.status_headers import may_be_last_status
from imt_core.intake.recognition.status_words import status_meaning

_SURE: Final = 0.95
_MOST_WORDS: Final = 60
_YES_NO_AND_UNKNOWN: Final = 3
_BARE_STATUS: Final = re.compile(
    r"(?:status|stato|statut|etat|estado|toestand|stan|event|evento|evenement|ereignis|zdarzenie|"
    r"delta|d)(?: ?\d)?"
)
_CAUSE: Final = re.compile(
    r"cause of death|causa (?:del? |della |di )?(?:decesso|morte|muerte)|"
    r"cause (?:de |du )?(?:la )?(?:deces|mort)|todesursache|doodsoorzaak|"
    r"przyczyna (?:zgonu|smierci)"
)
_BARE_TIME: Final = re.compile(
    r"(?:surv(?:ival)? ?)?(?:time|tempo|temps|zeit|tiempo|tijd|czas|futime)(?: ?\d)?"
)
_OTHER_TIME: Final = re.compile(
    r"respon|rispost|reponse|ansprech|respuest|odpowied|treatment|terapia|trattament|traitement|"
    r"behand|tratamient|leczen|age|eta|alter|edad|leeftijd|wiek|birth|nascita|naissance|geburt|"
    r"nacimiento|geboorte|urodz|chemo"
)
_LAST: Final = re.compile(
    r"last|ultim|dernier|letzt|laatst|ostatni|status|stato|statut|estado|death|deces|tod|"
    r"muert|overlijd|zgon|alive|viv|fu|follow"
)


def survival_left_over(table: pd.DataFrame, mapping: Mapping) -> tuple[Issue, ...]:
    """Ask about columns that seem to tell who died and when, where overall survival has neither.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    mapping : Mapping

    Returns
    -------
    tuple of Issue
        One for all such columns; of severity "information" once it is answered that they stay
        columns of the sheet's own. None where only one of the two is told.

    Examples
    --------
    >>> sheet = pd.DataFrame({"Now": ["dead", "alive"], "Months seen (months)": ["4", "9"]})
    >>> [(issue.severity, issue.column) for issue in survival_left_over(sheet, Mapping())]
    [('error', 'Now, Months seen (months)')]
    >>> survival_left_over(sheet[["Now"]], Mapping())
    ()
    """
    end = next(end for end in ENDPOINTS.values() if end.is_death_alone)
    if _is_made(end, mapping):
        return ()
    left = [h for h in map(str, table) if h not in mapping.sources and h not in mapping.left_out]
    who = [h for h in left if _says_who(end, h, table[h])]
    when = [h for h in left if _says_when(end, h, table[h])]
    timed = mapping.of(end.months_column) or _has_days(mapping)
    told = mapping.of(end.event_column) or mapping.of(end.dates[0])
    if not (who or told) or not (when or timed) or not (who or when):
        return ()
    headers = ", ".join(dict.fromkeys([*who, *when]))
    ask = Ask(
        key=f"not used:{headers}",
        text=f"These columns seem to tell who died or when, and {end.short} is not made of them: "
        f"{headers}. Choose its columns by hand; or do they stay columns of the sheet's own?",
        options=(("own", f"they stay columns of the sheet's own: no {end.short}"),),
    )
    is_answered = ask.answer(dict(mapping.answers)) is not None
    issue = Issue(
        code="survival_not_used",
        severity="information" if is_answered else "error",
        column=headers,
        message=f"These columns seem to tell who died or when; {end.short} is not made of them.",
        remedy="Choose them by hand where they hold that.",
        ask=ask,
    )
    return (issue,)


def _is_made(end: Endpoint, mapping: Mapping) -> bool:
    told = mapping.of(end.event_column) or mapping.of(end.dates[0])
    return bool(told and (mapping.of(end.months_column) or _has_days(mapping)))


def _has_days(mapping: Mapping) -> bool:
    return bool(mapping.of("start_date") and mapping.of("last_followup_date"))


def _says_who(end: Endpoint, header: str, cells: pd.Series) -> bool:
    texts = set(cells) - {""}
    names = named_targets(header_words(header))
    if end.months_column in names and is_about_death(header) and bool((cells == "").any()):
        return True  # the dead alone have a time to death
    if not texts or not may_be_last_status(header):
        return False
    if len(texts) <= _MOST_WORDS and {"0", "1"} <= {status_meaning(text) for text in texts}:
        return True
    if (name := names.get(end.event_column)) is not None and name.score >= _SURE:
        return True
    plain = plain_text(without_legend(header))
    if _CAUSE.search(plain):
        return True
    is_flag = len(texts) <= _YES_NO_AND_UNKNOWN
    return is_flag and bool(flag_direction(header) == "inverted" or _BARE_STATUS.fullmatch(plain))


def _says_when(end: Endpoint, header: str, cells: pd.Series) -> bool:
    filled, plain = cells[cells != ""], plain_text(header)
    if filled.empty or _OTHER_TIME.search(plain):
        return False
    if bool(read_numbers(filled).numbers.notna().any()):
        words = header_words(header)
        is_named = end.months_column in named_targets(words)
        return is_named or words.unit is not None or bool(_BARE_TIME.fullmatch(plain))
    return bool(_LAST.search(plain)) and bool(read_dates(filled).dates.notna().any())
