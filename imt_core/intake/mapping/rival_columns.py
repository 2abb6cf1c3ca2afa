"""Columns of the same outcome by different readers: local and central, by RECIST and by Choi."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import MAIN_ENDPOINTS
from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.checks.ask import Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.suggested_mapping import map_column
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_names import is_of_another_treatment, named_targets
from imt_core.intake.recognition.value_evidence import column_evidence, value_fit

_READER: Final = re.compile(
    r"local\w*|lokal\w*|lokaal|central\w*|zentral\w*|centraal|centralna|investig\w*|inv|"
    r"independ\w*|indipend\w*|unabhang\w*|onafhankel\w*|niezalezn\w*|irc|bicr|irr|irf|icr|"
    r"blind\w*|review\w*|reader|relecture|revision\w*|radiolog\w*|sperimentator\w*|prufarzt\w*|"
    r"prufer|onderzoeker|badacz\w*|assessor|site|choi|m?recist\w*|irecist|who|percist"
)
"""Words, in seven languages, that say who read the images, or by which criteria."""
_CONFIRMED: Final = re.compile(
    r"(?:un|non)?confirm\w*|conferm\w*|(?:un)?bestatigt\w*|(?:on)?bevestigd\w*|"
    r"(?:nie)?potwierdzon\w*"
)
_OTHER_CRITERIA: Final = frozenset(("choi", "mrecist", "irecist", "who", "percist"))
_BEST: Final = re.compile(r"best\w*|bor|miglior\w*|meilleure?|mejor|najlepsz\w*")
_SURE: Final = 0.95
_LEAST_FIT: Final = 0.7
_GROUPS: Final = (
    ("best_response",),
    *(end.columns for end in MAIN_ENDPOINTS.values()),
    ("progression_date",),
)


def with_chosen_readers(table: pd.DataFrame, mapping: Mapping) -> tuple[Mapping, list[Issue]]:
    """Ask which of several columns counts where they hold the same outcome and differ.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    mapping : Mapping

    Returns
    -------
    tuple of Mapping and list of Issue
        With the column that was chosen, and its event by the same reader.

    Examples
    --------
    >>> from imt_core.intake.column_mapping import ColumnMapping
    >>> sheet = pd.DataFrame({"Response (local)": ["PR", "PR"], "Response (central)": ["SD", "PR"]})
    >>> local = ColumnMapping(target="best_response", source="Response (local)")
    >>> with_chosen_readers(sheet, Mapping(columns=(local,)))[1][0].rows
    (0,)
    >>> chosen = Mapping(columns=(local,), answers=(("which:best_response", "Response (central)"),))
    >>> with_chosen_readers(sheet, chosen)[0].of("best_response").source
    'Response (central)'
    """
    issues: list[Issue] = []
    settled = mapping
    for targets in _GROUPS:
        rivals = {target: list(_rivals(table, mapping, target)) for target in targets}
        first = next((target for target, found in rivals.items() if found), None)
        column = None if first is None else mapping.of(first)
        if first is None or column is None:
            continue
        headers = [column.source, *rivals[first]]
        ask = Ask(
            key=f"which:{first}",
            text=f"{', '.join(headers)}: these columns hold the same outcome, "
            f"{COLUMN_BY_NAME[first].label}, and differ. Which one counts? Its figures hang on it.",
            options=tuple((header, f"by {header}") for header in headers),
        )
        chosen = ask.answer(dict(mapping.answers))
        rows = {int(r) for h in rivals[first] for r in _apart(table, column.source, h)}
        issues.append(
            Issue(
                code="same_outcome_twice",
                severity="error" if chosen is None else "information",
                column=", ".join(headers),
                rows=tuple(sorted(rows)),
                message=ask.text if chosen is None else f"{chosen} counts, as answered.",
                remedy="Choose an answer." if chosen is None else "Change it, if that is wrong.",
                ask=ask,
            )
        )
        for target in targets if chosen not in (None, column.source) else ():
            for header in rivals[target]:
                if _readers(header) == _readers(chosen or ""):
                    settled = settled.with_column(map_column(table, target, header))
    return settled, issues


def _rivals(table: pd.DataFrame, mapping: Mapping, target: str) -> Iterator[str]:
    """Columns that might as well have been taken for a canonical one, and say something else."""
    column = mapping.of(target)
    if column is None or column.source not in table:
        return
    for header in map(str, table):
        if (
            header not in mapping.sources
            and header not in mapping.left_out
            and _is_alike(column.source, header, target)
            and value_fit(target, column_evidence(table[header])).factor >= _LEAST_FIT
            and len(_apart(table, column.source, header))
        ):
            yield header


def _is_alike(taken: str, header: str, target: str) -> bool:
    """Whether both name the outcome but for the reader, and neither the best more than the other.

    Examples
    --------
    >>> _is_alike("Best response", "Response", "best_response")
    False
    """
    if is_of_another_treatment(header_words(header)) or not _names(header, target):
        return False
    if "recist" in _readers(taken) and _readers(header) & _OTHER_CRITERIA:
        return False  # a best response is by RECIST
    if any(not _CONFIRMED.fullmatch(word) for word in _readers(taken) ^ _readers(header)):
        return True
    return target == "best_response" and _is_best(taken) == _is_best(header)


def _names(header: str, target: str) -> bool:
    words = [word for word in plain_text(header).split() if not _is_about_reading(word)]
    name = named_targets(header_words(" ".join(words))).get(target)
    return name is not None and name.score >= _SURE


def _readers(header: str) -> frozenset[str]:
    return frozenset(word for word in plain_text(header).split() if _is_about_reading(word))


def _is_about_reading(word: str) -> bool:
    return bool(_READER.fullmatch(word) or _CONFIRMED.fullmatch(word))


def _is_best(header: str) -> bool:
    return any(_BEST.fullmatch(word) for word in plain_text(header).split())


def _apart(table: pd.DataFrame, one: str, other: str) -> pd.Index:
    return table.index[table[one].str.casefold() != table[other].str.casefold()]
