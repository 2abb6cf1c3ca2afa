"""What a sheet's columns of events say, and what they leave open: settled before times are made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS, MAIN_ENDPOINTS, MAIN_SHORTS
from imt_core.intake.checks.ask import Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.mapping.applied_mapping import AppliedMapping, apply_mapping
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.misplaced_endpoints import settle_misplaced
from imt_core.intake.mapping.rival_columns import with_chosen_readers
from imt_core.intake.mapping.suggested_mapping import map_column
from imt_core.intake.recognition.flag_headers import names_progression_only
from imt_core.intake.recognition.header_names import may_be_a_death
from imt_core.intake.recognition.status_headers import counts_one_cause, may_be_last_status
from imt_core.intake.recognition.status_words import status_meaning
from imt_core.intake.recognition.value_evidence import column_evidence, value_fit

_YES: Final = frozenset(("1", "1.0"))
_NO: Final = frozenset(("0", "0.0"))
_PROGRESSION: Final = tuple(end.event_column for end in MAIN_ENDPOINTS.values())
_DATED: Final = ("progression_date", *_PROGRESSION)


def apply_settled(table: pd.DataFrame, mapping: Mapping) -> AppliedMapping:
    """Apply a mapping, less the columns of events that do not say what an endpoint needs.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    mapping : Mapping

    Returns
    -------
    AppliedMapping
        Columns that are not used for an endpoint stand in it under their own header.

    Notes
    -----
    Deaths of the disease alone are asked about: overall survival counts any. Where two columns
    differ in who died, which one holds is asked. Where a column of events has yes and nothing else,
    what an empty cell means is asked. A progression that has no date is neither censored at the
    last contact nor an event on that day: if any line has one, PFS and RFS are not worked out from
    dates at all, because the lines that are left would be a selection.

    Examples
    --------
    >>> from imt_core.intake.column_mapping import ColumnMapping
    >>> sheet = pd.DataFrame({"P": ["a", "b"], "Start": ["2020-01-01"] * 2, "PD": ["yes", "no"],
    ...     "FU": ["2021-01-01"] * 2})
    >>> mapping = Mapping(columns=(
    ...     ColumnMapping(target="patient_id", source="P"),
    ...     ColumnMapping(target="start_date", source="Start"),
    ...     ColumnMapping(target="last_followup_date", source="FU"),
    ...     ColumnMapping(target="pfs_event", source="PD", values=(("yes", "1"), ("no", "0")))))
    >>> applied = apply_settled(sheet, mapping)
    >>> [(issue.code, issue.rows) for issue in applied.issues], "pfs_event" in applied.table
    ([('progression_without_date', (0,))], False)
    """
    used, issues = with_chosen_readers(table, mapping)
    used = _by_the_chosen_status(table, used)
    used = _without_other_deaths(table, used, issues)
    applied = apply_mapping(table, used)
    _compare_statuses(table, used, applied.table, issues)
    _ask_who_died(used, applied.table, issues)
    settled = _with_dated_progression(applied.table, used, issues)
    if settled != used:
        no_dates = "progression_date" not in applied.table
        applied = apply_mapping(table, settled)
        if no_dates and all(settled.of(target) is None for target in _DATED):
            applied = _nobody_progressed(applied, issues)
    cells = _with_empty_events(applied.table, settled, issues)
    cells = settle_misplaced(cells, dict(mapping.answers), issues)
    return AppliedMapping(table=cells, issues=(*applied.issues, *issues))


def _by_the_chosen_status(table: pd.DataFrame, mapping: Mapping) -> Mapping:
    """Take deaths from the column that the reader chose where two differ."""
    chosen = dict(mapping.answers).get("who died")
    column = mapping.of("os_event")
    if (
        column is None
        or chosen is None
        or chosen not in table
        or chosen in mapping.sources | {column.source}
    ):
        return mapping
    return mapping.with_column(map_column(table, "os_event", chosen))


def _compare_statuses(
    table: pd.DataFrame, mapping: Mapping, applied: pd.DataFrame, issues: list[Issue]
) -> None:
    """Ask which column holds, where another one of status words says otherwise who died."""
    column = mapping.of("os_event")
    if column is None or "os_event" not in applied:
        return
    died = applied["os_event"].map({**dict.fromkeys(_YES, "1"), **dict.fromkeys(_NO, "0")})
    rivals: dict[str, set[int]] = {}
    for header in map(str, table):
        if header in mapping.sources or header in mapping.left_out:
            continue
        if (
            not may_be_last_status(header)
            or not value_fit("os_event", column_evidence(table[header])).alone
        ):
            continue
        says = {text: status_meaning(text) for text in table[header].unique()}
        other = table[header].map(says)
        rows = table.index[(died.notna() & other.notna() & (died != other))]
        if len(rows):
            rivals[header] = {int(row) for row in rows}
    answered = dict(mapping.answers).get("who died") == column.source
    if rivals or answered:
        ask = Ask(
            key="who died",
            text=f"{', '.join([column.source, *rivals])}: these columns differ in who died. Which "
            "one does overall survival go by?",
            options=tuple((name, f"by {name}") for name in (column.source, *rivals)),
        )
        _ask(
            issues,
            ask,
            mapping,
            code="statuses_differ",
            column=", ".join([column.source, *rivals]),
            rows=sorted(set().union(*rivals.values())),
            message=f"Deaths are taken from {column.source}.",
        )


def _ask_who_died(mapping: Mapping, applied: pd.DataFrame, issues: list[Issue]) -> None:
    """Ask where one column holds deaths and last contacts, and nothing says which is which."""
    column = mapping.of("last_followup_date")
    if column is None or not {"start_date", "last_followup_date"} <= set(applied):
        return
    if not may_be_a_death(column.source) or {"os_event", "os_months", "death_date"} & set(applied):
        return
    ask = Ask(
        key="who died:nothing",
        text=f"{column.source} holds the day of death or of the last contact, and no column was "
        "recognised that says who died. Choose it by hand, or does nothing tell it?",
        options=(("not told", "Nothing tells it: no overall survival"),),
    )
    _ask(
        issues,
        ask,
        mapping,
        code="nobody_said_dead",
        column=column.source,
        message="Overall survival is not shown: nothing says who died.",
    )


def _without_other_deaths(table: pd.DataFrame, mapping: Mapping, issues: list[Issue]) -> Mapping:
    """Ask whether deaths of the disease are all deaths; without the column where they are not."""
    column = mapping.of("os_event")
    if column is None or column.source not in table:
        return mapping
    if not counts_one_cause(column.source, table[column.source].unique()):
        return mapping
    months = mapping.of("os_months")
    if months is None and mapping.of("death_date") is not None:
        issues.append(
            Issue(
                code="deaths_by_date",
                severity="information",
                column=column.source,
                message=f"{column.source} tells of deaths of the disease only: overall survival "
                "counts any death, and takes it from death_date.",
                remedy="Nothing needs to be done.",
            )
        )
        return mapping.without("os_event")
    ask = Ask(
        key="deaths counted",
        text=f"{column.source} seems to count deaths of the disease only, and overall survival "
        "counts death of any cause. Are these all deaths?",
        options=(
            ("all", "Yes: nobody died of anything else, or such deaths are counted here too"),
            ("some", "No, there were other deaths: no overall survival"),
        ),
    )
    answer = _ask(
        issues,
        ask,
        mapping,
        code="cause_specific_deaths",
        column=column.source,
        message={
            "all": f"The deaths of {column.source} are taken as all deaths.",
            "some": f"{column.source} does not count all deaths: overall survival is not shown.",
        },
    )
    if answer == "some":
        return mapping.without("os_event").without("os_months")
    return mapping


def _with_dated_progression(
    applied: pd.DataFrame, mapping: Mapping, issues: list[Issue]
) -> Mapping:
    """Take progressions without times from their dates, if each has one."""
    ends = applied.columns.intersection(["death_date", "last_followup_date"])
    if "start_date" not in applied or ends.empty:
        return mapping
    used = mapping
    undated: set[int] = set()
    unstated: set[int] = set()
    sources: list[str] = []
    for end in MAIN_ENDPOINTS.values():
        column = mapping.of(end.event_column)
        if column is None or end.event_column not in applied or end.months_column in applied:
            continue
        said = applied[end.event_column]
        if not said.isin(_YES | _NO | {""}).all():
            continue  # its words are asked first
        alone = names_progression_only(column.source)
        found = _dated_rows(applied, said, column.source, alone=alone)
        sources.append(column.source)
        undated |= found["undated"]
        unstated |= found["unstated"] if alone else set()
        if alone:
            used = used.without(end.event_column)
            issues += _contradicted(column.source, found["contradicted"])
    if not undated and not unstated:
        return used
    where = ", ".join(dict.fromkeys(sources))
    issues += [
        _not_worked_out(where, rows, what)
        for rows, what in (
            (undated, "says that the disease progressed or came back, but no date says when"),
            (unstated, "does not say whether the disease progressed or came back"),
        )
        if rows
    ]
    for target in _DATED:
        lone = target == "progression_date" or target.replace("_event", "_months") not in applied
        used = used.without(target) if lone else used
    return used


def _dated_rows(
    applied: pd.DataFrame, said: pd.Series, source: str, *, alone: bool
) -> dict[str, set[int]]:
    never = pd.Series("", index=applied.index)
    progressed = applied.get("progression_date", never) != ""
    has_column = "progression_date" in applied
    started = applied["start_date"] != ""
    yes = said.isin(_YES)
    if not alone and has_column:
        # An event of PFS may be the death: then the column of progressions is rightly empty.
        progressed |= applied.get("death_date", never) != ""
    return {
        "undated": _rows(yes & ~progressed & started),
        "unstated": _rows((said == "") & started) if not has_column else set(),
        "contradicted": _rows(said.isin(_NO) & (applied.get("progression_date", never) != "")),
    }


def _rows(marked: pd.Series) -> set[int]:
    return {int(row) for row in marked.index[marked]}


def _contradicted(source: str, rows: set[int]) -> Iterable[Issue]:
    if rows:
        yield Issue(
            code="progression_contradicts_date",
            severity="error",
            column=source,
            rows=tuple(sorted(rows)),
            message=f"{source} says that there was no progression, but progression_date is filled.",
            remedy="Check which of the two is right.",
        )


def _not_worked_out(source: str, rows: set[int], what: str) -> Issue:
    return Issue(
        code="progression_without_date" if "no date" in what else "progression_not_stated",
        severity="warning",
        column=source,
        rows=tuple(sorted(rows)),
        message=f"{source} {what}. {' and '.join(MAIN_SHORTS)} are not worked out for any line: "
        "the last contact is not the day of progression, and the other lines alone would be a "
        "selection.",
        remedy="Write the date of each progression, or the months.",
    )


def _nobody_progressed(applied: AppliedMapping, issues: list[Issue]) -> AppliedMapping:
    """A column that says no of everybody is as good as an empty column of dates."""
    if any(
        issue.code in ("progression_without_date", "progression_not_stated") for issue in issues
    ):
        return applied
    return AppliedMapping(table=applied.table.assign(progression_date=""), issues=applied.issues)


def _with_empty_events(
    applied: pd.DataFrame, mapping: Mapping, issues: list[Issue]
) -> pd.DataFrame:
    """Ask what an empty cell means in a column of events that has yes and nothing else."""
    for end in ENDPOINTS.values():
        column = mapping.of(end.event_column)
        if column is None or end.event_column not in applied:
            continue
        said = applied[end.event_column]
        empty = (said == "") & _has_time(applied, end.months_column)
        others = said[said != ""]
        if not empty.any() or others.empty or not others.isin(_YES).all():
            continue
        if end.months_column not in applied and any(date in applied for date in end.dates):
            continue  # the dates tell
        ask = Ask(
            key=f"empty:{column.source}",
            text=f"{column.source} marks {end.event} and is empty elsewhere. What does an empty "
            f"cell say? {end.short} hangs on it.",
            options=(
                ("no", f"It did not happen: {end.censored}"),
                ("unknown", f"It is not known: these lines stay out of {end.short}"),
            ),
        )
        rows = _rows(empty)
        answer = _ask(
            issues,
            ask,
            mapping,
            code="empty_events",
            column=column.source,
            rows=sorted(rows),
            message={
                "no": f"Empty cells of {column.source} are taken as {end.censored}.",
                "unknown": f"Lines with an empty {column.source} stay out of {end.short}.",
            },
        )
        if answer == "no":
            applied = applied.assign(**{end.event_column: said.mask(empty, "0")})
        elif end.months_column in applied:
            months = applied[end.months_column].mask(empty, "")
            applied = applied.assign(**{end.months_column: months})
    return applied


def _has_time(applied: pd.DataFrame, months: str) -> pd.Series:
    if months in applied:
        return applied[months] != ""
    if {"start_date", "last_followup_date"} <= set(applied):
        return (applied["start_date"] != "") & (applied["last_followup_date"] != "")
    return pd.Series(False, index=applied.index)


def _ask(
    issues: list[Issue],
    ask: Ask,
    mapping: Mapping,
    *,
    code: str,
    column: str,
    message: str | dict[str, str],
    rows: Iterable[int] = (),
) -> str | None:
    """Add the question to the issues, answered or not, and give its answer."""
    answer = ask.answer(dict(mapping.answers))
    said = message if isinstance(message, str) else message.get(answer or "", "")
    issues.append(
        Issue(
            code=code,
            severity="error" if answer is None else "information",
            column=column,
            rows=tuple(rows),
            message=ask.text if answer is None else said,
            remedy="Choose an answer." if answer is None else "Nothing needs to be done.",
            ask=ask,
        )
    )
    return answer
