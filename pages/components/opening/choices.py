"""The questions that are answered by a choice, whatever asks them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

import streamlit as st

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.checks.ask import Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.opening import OpeningOutcome
from pages.components.opening.pending import answer, generation, redraw_questions
from pages.components.results import named_rows
from pages.components.text import labelled, plain

Hangs = Literal["rows", "outcomes", "readings"]
"""What hangs on an answer: which rows and patients there are, who had what, how cells are read."""

_HANGS: Final[dict[str, Hangs]] = {
    "hidden rows": "rows",
    "hidden columns": "rows",
    "merged": "rows",
    "patients": "rows",
    "same rows": "rows",
    "labels alike": "rows",
    "excluded rows": "rows",
    "no drugs": "rows",
    "rows are": "rows",
    "tables": "rows",
    "unit": "readings",
    "exchanged dates": "readings",
}
"""By the part of a question's key that stands before the colon; every other asks for outcomes."""


def ask_choices(outcome: OpeningOutcome, hangs: Hangs) -> bool:
    """Draw the open questions that decide one thing; return whether there is any."""
    asked = [
        (issue, ask)
        for issue, ask in _asking(outcome)
        if _chosen(ask, outcome) is None
        and _HANGS.get(ask.key.partition(":")[0], "outcomes") == hangs
    ]
    for issue, ask in asked:
        _draw(issue, ask, outcome)
    return bool(asked)


def show_answered(outcome: OpeningOutcome) -> bool:
    """Draw what was answered, or is assumed, to be changed; return whether there is any."""
    answered = [pair for pair in _asking(outcome) if _chosen(pair[1], outcome) is not None]
    for issue, ask in answered:
        _draw(issue, ask, outcome)
    return bool(answered)


def _asking(outcome: OpeningOutcome) -> Iterator[tuple[Issue, Ask]]:
    for issue in outcome.report.issues:
        if issue.ask is not None:
            yield issue, issue.ask


def _chosen(ask: Ask, outcome: OpeningOutcome) -> str | None:
    return ask.answer(dict(outcome.opening.mapping.answers)) or ask.default or None


def _draw(issue: Issue, ask: Ask, outcome: OpeningOutcome) -> None:
    words, chosen = dict(ask.options), _chosen(ask, outcome)
    key = f"opening_{generation()}_ask_{ask.key}"
    st.radio(
        plain(labelled(ask.text)),
        list(words),
        index=None if chosen is None else list(words).index(chosen),
        format_func=lambda option: plain(labelled(words[option])),
        key=key,
        on_change=_choose,
        args=(ask, key),
    )
    rows = f" ({named_rows(issue)})" if issue.rows else ""
    st.caption(plain(labelled(f"{issue.message} {issue.remedy}") + rows))


def _choose(ask: Ask, key: str) -> None:
    option = st.session_state[key]
    if option is not None:
        try:
            with st.spinner("Arranging the sheet by this answer"):
                answer(ask.key, option)
        except UnreadableFileError as error:
            st.toast(plain(str(error)), icon=":material/error:")
            redraw_questions()
