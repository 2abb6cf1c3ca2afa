"""Rows of a sheet that are no patient's: totals, footnotes, headings, headers written again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Final

from imt_core.conventions.plain_text import plain_text
from imt_core.intake.files.total_words import (
    begins_or_ends_as_total,
    is_total,
    may_be_total,
    names_spread,
)
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_names import named_targets

_NUMBER_LIKE: Final = re.compile(
    r"[\s(\[<>≤≥~±+=/:A-Za-z-]{0,8}\d.*|[-–—.%]*|"
    r"n\.?/?[aerd]\.?|not reached|non raggiunt[aoi]|nicht erreicht|non attein\w*|"
    r"no alcanzad[ao]|niet bereikt|nie osi[aą]gni[eę]t[aoy]",
    re.IGNORECASE,
)
_MARK: Final = re.compile(r"\s*[*†‡§¶‖#¹²³⁴ᵃᵇᶜᵈ]+\s*[^\W\d_]?.*[^\W\d_]{3}.*", re.DOTALL)
_ONLY_MARKS: Final = re.compile(r"[*†‡§¶‖#¹²³⁴ᵃᵇᶜᵈ]{1,4}")
_NOTE_WORDS: Final = (
    r"(?:legend\w*|légende|leyenda|notes?|nota|note|not[ae]s|n\.?\s?b\.?|footnotes?|key|abbrev\w*|"
    r"abbrevia\w*|abr[eé]v\w*|sources?|fonte|fuente|quelle|bron|remarks?|remarques?|hinweise?|"
    r"anmerkung\w*|abkürzung\w*|opmerking\w*|afkorting\w*|toelichting\w*|uwag[ai]|skróty|źródło|"
    r"objaśnieni\w*|legenda|comments?|commenti|kommentare?|data cut-?off\w*|stand)"
)
_NOTE: Final = re.compile(rf"{_NOTE_WORDS}\s*[.:].*", re.IGNORECASE | re.DOTALL)
_NOTE_ALONE: Final = re.compile(rf"{_NOTE_WORDS}\s*[.:]?", re.IGNORECASE)
_DEFINITION: Final = re.compile(r"\s*[^\W_][^=]{0,20}=\s*[^\W\d_].*[^\W\d_].*", re.DOTALL)
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
_GROUP: Final = re.compile(
    r"(?:cent(?:re|er|ro|rum)|zentrum|osrodek|ospedale|hospital|hopital|klinik|clinic|szpital|"
    r"ziekenhuis|arm|braccio|bras|brazo|ramie|group[eo]?|gruppe|gruppo|grupo|groep|grupa|cohorte?|"
    r"coorte|kohorte|kohorta|section|sezione|part|parte|teil|deel|czesc|site|sede|standort)\b.*"
)
_SENTENCE: Final = 4
_FEW_CELLS: Final = 2


_CODE_LEGEND: Final = re.compile(r"(?<![\w.,])[0-9]\s*[=:]\s*[^\W\d]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsAside:
    """Numbers of the rows that are no patient's, by what they are."""

    totals: tuple[int, ...] = ()
    remarks: tuple[int, ...] = ()
    headers: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    legends: tuple[int, ...] = ()
    """Those of the remarks that say what codes mean, such as "0 = dead"."""


def is_remark(label: str) -> bool:
    """Whether a row's label is a footnote or a legend, whatever stands beside it.

    Examples
    --------
    >>> is_remark("Note: x"), is_remark("* Unconfirmed"), is_remark("P1"), is_remark("*12")
    (True, True, False, False)
    """
    return bool(_NOTE.fullmatch(label) or _MARK.fullmatch(label))


def rows_aside(headers: Sequence[str], rows: Mapping[int, Sequence[str]]) -> RowsAside:
    """Find the rows that are no patient's.

    Parameters
    ----------
    headers : sequence of str
    rows : mapping of int to sequence of str
        The cells of each filled row below the header, by row number.

    Returns
    -------
    RowsAside
        Remarks only at the end of the table. A row that may be a patient's is in none.

    Notes
    -----
    A lone text is a remark where it begins with a mark or a word such as "Note:", defines a short
    form, is a sentence, or looks like no other label: "Unconfirmed" below 1, 2, 3.

    Examples
    --------
    >>> rows = {2: ["1", "PR"], 3: ["2", "SD"], 4: ["Total", "2"], 5: ["† Unconfirmed", ""]}
    >>> rows_aside(["Pt", "Response"], rows)
    RowsAside(totals=(4,), remarks=(5,), headers=(), sections=(), legends=())
    >>> rows_aside(["Pt", "Response"], {2: ["A", "PR"], 3: ["B", ""]})
    RowsAside(totals=(), remarks=(), headers=(), sections=(), legends=())
    """
    if len(headers) <= 1:
        return RowsAside()
    again = tuple(n for n, cells in rows.items() if _is_header(cells, headers))
    patient = _patient_place(headers)
    totals = {n for n, cells in rows.items() if _is_total_row(cells, patient)}
    totals |= _told_by_shape({n: c for n, c in rows.items() if n not in again}, _may_be_total)
    totals |= _told_by_shape({n: c for n, c in rows.items() if n not in again}, _is_called_total)
    left = [n for n in rows if n not in totals and n not in again]
    shape = _Shape.of(rows[n] for n in left)
    remarks: list[int] = []
    below_legend = _below_legend(left, rows, len(headers))
    for n in reversed(list(rows)):
        if n in totals or n in again:
            continue
        if n in below_legend or _is_remark(rows[n], shape):
            remarks.append(n)
        elif _is_total_at_end(rows[n], beside_totals=bool(totals), shape=shape):
            totals.add(n)
        else:
            break
    sections = _sections({n: rows[n] for n in left if n not in totals and n not in remarks}, shape)
    if len(totals) + len(remarks) + len(again) + len(sections) == len(rows):
        return RowsAside()
    return RowsAside(
        totals=tuple(sorted(totals)),
        remarks=tuple(sorted(remarks)),
        headers=again,
        sections=sections,
        legends=tuple(
            n for n in sorted(remarks) if _CODE_LEGEND.search(" ".join(map(str, rows[n])))
        ),
    )


def _is_header(cells: Sequence[str], headers: Sequence[str]) -> bool:
    return list(cells[: len(headers)]) == list(headers) and not any(cells[len(headers) :])


def _patient_place(headers: Sequence[str]) -> int:
    """Position of the column that surely names patients; else of the first."""
    names = (named_targets(header_words(header)) for header in headers)
    return next((place for place, found in enumerate(names) if "patient_id" in found), 0)


def _is_total_row(cells: Sequence[str], patient: int) -> bool:
    """A total beside nothing but numbers; what stands beside words is asked about later."""
    first = next((i for i, cell in enumerate(cells) if cell), 0)
    return any(
        _is_total_at(cells, place, is_label=place in {0, patient})
        for place in (first, *([patient] if first < patient < len(cells) else []))
    )


def _is_total_at(cells: Sequence[str], place: int, *, is_label: bool) -> bool:
    label = cells[place] if cells else ""
    if not label or label[0].isdigit():
        return False
    beside = cells[place + 1 :]
    return _are_numbers(beside) and (is_label or any(beside)) and is_total(label)


def _are_numbers(cells: Sequence[str]) -> bool:
    """Whether none of them is a word: quick to tell of most rows, before their labels are read."""
    return all(_NUMBER_LIKE.fullmatch(cell) for cell in cells)


def _told_by_shape(
    rows: Mapping[int, Sequence[str]], is_like_total: Callable[[Sequence[str]], bool]
) -> set[int]:
    """Rows of numbers alone beside words of a total, which are unlike the labels of all others."""
    called = {n for n, cells in rows.items() if cells and is_like_total(cells)}
    shape = _Shape.of(cells for n, cells in rows.items() if n not in called)
    return {n for n in called if shape.is_unlike(rows[n][0])}


def _may_be_total(cells: Sequence[str]) -> bool:
    return _are_numbers(cells[1:]) and any(cells[1:]) and may_be_total(cells[0])


def _is_called_total(cells: Sequence[str]) -> bool:
    return _are_numbers(cells[1:]) and any(cells[1:]) and begins_or_ends_as_total(cells[0])


def _sections(rows: Mapping[int, Sequence[str]], shape: _Shape) -> tuple[int, ...]:
    """Headings above groups of patients: a lone label, and a patient's row below it."""
    found: list[int] = []
    heads, below = False, ""
    for n, cells in reversed(list(rows.items())):
        if not _is_alone(cells):
            heads, below = True, cells[0]
        elif heads and below and cells[0] and shape.is_unlike(cells[0]):
            found.append(n)
    return tuple(reversed(found))


def _is_total_at_end(cells: Sequence[str], *, beside_totals: bool, shape: _Shape) -> bool:
    """A count or a spread, told by its words, where no patient can be called so."""
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 or not _are_numbers(filled[1:]):
        return False
    named = may_be_total(filled[0])
    named &= shape.all_have_digits or (beside_totals and names_spread(filled[0]))
    return named or filled[0] in {"%", "±"}


def _below_legend(
    numbers: Sequence[int], rows: Mapping[int, Sequence[str]], n_headers: int
) -> set[int]:
    """A heading such as "Abbreviations", and the pairs of short form and meaning below it."""
    if n_headers <= _FEW_CELLS:
        return set()
    tail = list(takewhile(lambda n: sum(map(bool, rows[n])) <= _FEW_CELLS, reversed(numbers)))
    headings = [n for n in tail if _is_alone(rows[n]) and _NOTE_ALONE.fullmatch(_lone(rows[n]))]
    return {n for n in tail if headings and n >= min(headings)}


def _names_group(label: str) -> bool:
    return bool(_GROUP.fullmatch(plain_text(label)))


def _is_alone(cells: Sequence[str]) -> bool:
    return sum(map(bool, cells)) == 1


def _lone(cells: Sequence[str]) -> str:
    return next(cell for cell in cells if cell)


@dataclass(frozen=True)
class _Shape:
    """What the labels of the first column have in common; without slots: worked out when asked."""

    labels: frozenset[str]

    @classmethod
    def of(cls, rows: Iterator[Sequence[str]]) -> _Shape:
        return cls(
            frozenset(cells[0] for cells in rows if cells and cells[0] and not _is_alone(cells))
        )

    @cached_property
    def all_have_digits(self) -> bool:
        return bool(self.labels) and all(re.search(r"\d", text) for text in self.labels)

    @cached_property
    def none_has_blank(self) -> bool:
        return bool(self.labels) and not any(re.search(r"\s", text) for text in self.labels)

    @cached_property
    def all_are_numbers(self) -> bool:
        return bool(self.labels) and all(re.fullmatch(r"[\d.]+", text) for text in self.labels)

    @cached_property
    def none_names_group(self) -> bool:
        return bool(self.labels) and not any(map(_names_group, self.labels))

    def is_unlike(self, label: str) -> bool:
        """Whether a label cannot be meant as one of these."""
        return (
            (self.all_have_digits and not re.search(r"\d", label))
            or (self.none_has_blank and bool(re.search(r"\S\s+\S", label)))
            or (self.all_are_numbers and bool(re.search(r"[^\W\d_]", label)))
            or (self.none_names_group and (_names_group(label) or label.endswith(":")))
        )


def _is_remark(cells: Sequence[str], shape: _Shape) -> bool:
    filled = [cell for cell in cells if cell]
    first = filled[0]
    if len(filled) == 1:
        return _is_lone_remark(first, shape, is_label=bool(cells[0]))
    if _ONLY_MARKS.fullmatch(first):
        return len(filled) == _FEW_CELLS and bool(_WORDS.search(filled[1]))
    # A sentence that holds the separator falls into several cells.
    prose = all(len(_WORDS.findall(cell)) > 1 or "=" in cell for cell in filled[1:])
    begins = _MARK.fullmatch(first) or _NOTE.fullmatch(first) or _DEFINITION.fullmatch(first)
    return bool(begins) and prose


def _is_lone_remark(text: str, shape: _Shape, *, is_label: bool) -> bool:
    if any(p.fullmatch(text) for p in (_MARK, _NOTE, _NOTE_ALONE, _DEFINITION)):
        return True
    words = _WORDS.findall(text)
    if len(words) >= _SENTENCE and (shape.none_has_blank or re.search(r"[.;:,]", text)):
        return True
    letters = sum(map(len, words))
    unlike = shape.all_have_digits and not re.search(r"\d", text) and letters >= _SENTENCE
    several = shape.none_has_blank and len(text.split()) > 1 and letters > _SENTENCE
    return is_label and (unlike or several)
