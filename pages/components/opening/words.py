"""What the words of the sheet mean, one control for each, with the rows that hold it."""

from __future__ import annotations

import streamlit as st

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.formatting import format_count
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.mapping.suggested_mapping import map_column, unmapped_texts
from imt_core.intake.opening import Opening
from imt_core.intake.recognition.flag_codes import bare_codes, both_codes
from imt_core.intake.recognition.flag_headers import TURNED
from imt_core.intake.recognition.value_matching import (
    count_values,
    describe_events,
    has_value_mapping,
)
from pages.components.opening.pending import (
    change_column,
    change_mapping,
    generation,
    require_pending,
)
from pages.components.results import on_request
from pages.components.text import plain

EMPTY = "leave the cell empty"
KEEP = "keep as it is"
_MOST_TEXTS = 30
_IN_A_ROW = 3
_FLAG_WORDS = {"1": "yes (1)", "0": "no (0)"}
_EVENT_WORDS = {"1": "the event happened", "0": "censored"}


def ask_unknown_words(pending: Opening) -> tuple[str, ...]:
    """Draw the words whose meaning is not known yet; return the canonical columns asked about."""
    asked: list[str] = []
    for column in pending.columns:
        texts = unmapped_texts(pending.arrangement.table, column)
        if texts:
            label = COLUMN_BY_NAME[column.target].label
            st.markdown(f"**{label}**: what do these texts in *{plain(column.source)}* mean?")
            _ask_words(pending, column, texts, place="check")
            asked.append(column.target)
    return tuple(asked)


def ask_regimen_groups(pending: Opening) -> bool:
    """Where regimens are not grouped yet: offer to, and ask for the group of each.

    Returns whether either is drawn.
    """
    mapping = pending.mapping
    regimen, groups = mapping.of("regimen"), mapping.of("regimen_group")
    if regimen is None or regimen not in pending.columns:
        return False
    if groups is None:
        text, act = st.columns([6, 2], vertical_alignment="center")
        text.markdown("**Regimen group**: the sheet has regimens, but does not group them.")
        act.button(
            "Group them",
            icon=":material/category:",
            on_click=_group_regimens,
            key=f"opening_{generation()}_group_regimens",
            width="stretch",
        )
    elif groups.source == regimen.source:
        st.markdown(f"**Regimen group**: to which group belongs each *{plain(regimen.source)}*?")
        _ask_words(pending, groups, count_values(pending.cells(groups)), place="group")
    else:
        return False
    return True


def _group_regimens() -> None:
    pending = require_pending()
    regimen = pending.mapping.of("regimen")
    if regimen is not None:
        column = map_column(pending.arrangement.table, "regimen_group", regimen.source)
        change_mapping(pending.mapping.with_column(column))


def show_events(pending: Opening) -> bool:
    """Say in words which text is an event, and offer to turn it round; return whether any is."""
    columns = [column for column in pending.columns if column.target.endswith("_event")]
    for column in columns:
        counts = count_values(pending.cells(column))
        known = _known_words(pending, column)
        values = {text: known.get(text.strip().casefold()) for text in counts}
        sentence, turn = st.columns([6, 2], vertical_alignment="center")
        label = COLUMN_BY_NAME[column.target].label
        shown = {text: with_code(pending, column, text) for text in counts}
        said = describe_events(
            column.target,
            {shown[text]: count for text, count in counts.items()},
            {shown[text]: word for text, word in values.items()},
        )
        sentence.markdown(f"**{label}**: {plain(said)}")
        turn.button(
            "Turn round",
            icon=":material/swap_vert:",
            on_click=_turn_round,
            args=(column.target,),
            key=f"opening_{generation()}_turn_{column.target}",
            width="stretch",
            help="If the sheet marks censored rows instead.",
        )
    return bool(columns)


def with_code(pending: Opening, column: ColumnMapping, text: str) -> str:
    """A text of the sheet, with the code that a statistical file has it for."""
    code = pending.code_of(column.source, text)
    return f"{code} = {text}" if code else text


def ask_words(pending: Opening) -> bool:
    """Draw every word of every column that has a vocabulary, one column at a time.

    Returns whether there is any.
    """
    columns = [column for column in pending.columns if has_value_mapping(column.target)]
    for column in columns:
        texts = count_values(pending.cells(column))
        title = f"{COLUMN_BY_NAME[column.target].label}: {format_count(len(texts), 'word')}"
        with on_request(title, icon="translate", key=f"opening_words_{column.target}") as is_open:
            if is_open:
                _ask_words(pending, column, texts, place="all")
    return bool(columns)


def _known_words(pending: Opening, column: ColumnMapping) -> dict[str, str]:
    """What texts stand for, by the mapping or as they stand."""
    texts = count_values(pending.cells(column))
    bare = bare_codes(column.target, column.source, texts, column.values)
    return bare | {text.strip().casefold(): word for text, word in column.values}


def _ask_words(
    pending: Opening, column: ColumnMapping, texts: dict[str, int], *, place: str
) -> None:
    """Ask for each word; the same word may be asked in several places of the page at once."""
    known = _known_words(pending, column)
    key = f"opening_{generation()}_{place}_word_{column.target}"
    shown = list(texts.items())[:_MOST_TEXTS]
    for start in range(0, len(shown), _IN_A_ROW):
        cells = st.columns(_IN_A_ROW)
        for cell, (text, count) in zip(cells, shown[start : start + _IN_A_ROW], strict=False):
            with cell:
                word = known.get(text.strip().casefold())
                shown = f"{plain(with_code(pending, column, text))} ({format_count(count, 'row')})"
                _ask_word(column, text, shown, word, key=f"{key}_{text}")
    if len(texts) > _MOST_TEXTS:
        st.caption(
            f"{len(texts) - _MOST_TEXTS} rarer texts are not shown here; they stay as they are. "
            "Group them in the sheet if they mean the same."
        )


def _ask_word(column: ColumnMapping, text: str, shown: str, word: str | None, *, key: str) -> None:
    canonical = COLUMN_BY_NAME[column.target]
    words = ["1", "0"] if canonical.kind == "flag" else list(canonical.values)
    if word and word not in words:
        words.append(word)
    options = [*words, EMPTY, *([KEEP] if canonical.open_vocabulary else [])]
    written = canonical.values  # of 1 and 0, `word` says whether they may be taken as they stand
    same = next((w for w in written if w.casefold() == text.strip().casefold()), None)
    chosen = EMPTY if word == "" else word or same or (KEEP if KEEP in options else None)
    st.session_state[key] = chosen  # an answer given in another place shows here too
    st.selectbox(
        shown,
        options,
        index=None,
        placeholder="Choose its meaning",
        format_func=lambda option: _say(column.target, option),
        key=key,
        on_change=_choose_word,
        args=(column.target, text, key),
    )


def _say(target: str, option: str) -> str:
    if COLUMN_BY_NAME[target].kind != "flag":
        return option
    words = _EVENT_WORDS if target.endswith("_event") else _FLAG_WORDS
    return words.get(option, option)


def _choose_word(target: str, text: str, key: str) -> None:
    column, option = require_pending().mapping.of(target), st.session_state[key]
    if column is None:
        return
    values = {raw: word for raw, word in column.values if raw.casefold() != text.casefold()}
    if option == EMPTY:
        values[text] = ""
    elif option not in (KEEP, None):
        values[text] = option
    change_column(target, values=tuple(values.items()))


def _turn_round(target: str) -> None:
    column = require_pending().mapping.of(target)
    if column is None:
        return
    values = dict(column.values)
    texts = count_values(require_pending().cells(column))
    if bare_codes(target, column.source, texts, column.values):
        values = {"1": "1", "0": "0"} | values
    elif both := both_codes(target, column.source, texts):
        said = {TURNED[code]: TURNED.get(values.get(code, ""), "") for code in both}
        values = both | {code: word for code, word in said.items() if word} | values
    turned = tuple((text, TURNED.get(word, word)) for text, word in values.items())
    change_column(target, values=turned, redraw=True)
