"""Headers that repeat with the number of a treatment line: ``regimen_1``, ``2nd line regimen``."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from imt_core.cohort.endpoints import ENDPOINT_OF_COLUMN
from imt_core.intake.layouts.column_names import (
    ENDPOINT_STEMS,
    LINE_ENDPOINT_STEMS,
    canonical_name,
    is_about_treatment,
    plain_header,
    sure_targets,
)

MOST_LINES: Final = 15

_STRONG_WORDS: Final = re.compile(
    r"regimen|therap|treatment|chemo|protocol|schema|behandlung|traitement|" + LINE_ENDPOINT_STEMS
)
_SEVERAL_PER_LINE: Final = frozenset(
    {"adverse_events", "worst_ae_grade", "target_change_pct", "response_months"}
)
_ONE_PER_LINE: Final = frozenset(
    {
        "start_date",
        "cycles",
        "stop_reason",
        *(column for column, end in ENDPOINT_OF_COLUMN.items() if not end.is_death_alone),
    }
)
_COUNTS_OTHER: Final = re.compile(
    r"(?:visit|besuch|cycle|zyklus|day|tag|week|woche|dose|event|assessment|scan|lesion)$"
)
_OWN_ENDPOINT: Final = re.compile(rf"(?:{ENDPOINT_STEMS}|efs|ttp)2(?:_\D*)?")
"""An endpoint with its own number: PFS2 counts to the second progression, not in line 2."""
LINE: Final = r"(?:lines?|l|linie|ligne|linea|línea|lijns?|linia|linii|linię|therapy|treatment)"
ORDINAL_ENDING: Final = r"(?:st|nde?|rd|th|[aoªº]|re|ère|ere|er|e|ème|eme|de)"
_ORDINALS: Final = (
    "first prima première premiere erste ersten erster erst erstlinie erstlinien primera eerste "
    "eerstelijn eerstelijns pierwsza pierwszej i",
    "second seconda deuxième deuxieme seconde zweite zweiten zweiter zweit zweitlinie zweitlinien "
    "segunda tweede tweedelijn tweedelijns druga drugiej ii",
    "third terza troisième troisieme dritte dritten dritter dritt drittlinie drittlinien tercera "
    "derde derdelijn derdelijns trzecia trzeciej iii",
    "fourth quarta quatrième quatrieme vierte vierten vierter viert viertlinie viertlinien cuarta "
    "vierde vierdelijn vierdelijns czwarta czwartej iv",
)
NUMBER_OF_ORDINAL: Final = {
    word: str(number) for number, words in enumerate(_ORDINALS, start=1) for word in words.split()
}
_COMPOUNDS: Final = "|".join(
    sorted((w for w in NUMBER_OF_ORDINAL if re.search("lini|lijn", w)), key=len, reverse=True)
)
_COMPOUND: Final = re.compile(rf"(?<![^_])({_COMPOUNDS})_?")
"""Words that name a line's number and the line in one: ``Zweitlinientherapie``."""
_ORDINAL: Final = re.compile(rf"(?<![^_])({'|'.join(NUMBER_OF_ORDINAL)})_(?={LINE}(?:_|$))")
_ORDINAL_BEHIND: Final = re.compile(
    rf"(?<![^_])(?P<line>{LINE})_(?P<word>{'|'.join(NUMBER_OF_ORDINAL)})(?![^_])"
)
_NAMED_LINE: Final = re.compile(
    rf"(?<![^_])(?:(?P<before>\d{{1,2}})(?:_?{ORDINAL_ENDING})?_?{LINE}|"
    rf"{LINE}_?(?P<behind>\d{{1,2}}))(?![^_])"
)
"""The number of a line, and the word for it: ``1st line``, ``L1``, ``line 1``."""
_ROMAN_BEHIND: Final = re.compile(r"(?<=[^\W\d_]{2})_(i{1,3}|iv)(?=$|_[^\W\d_]+$)")
"""``Chemo II``, ``PFS II (months)``."""
_TO: Final = re.compile(
    r"(?:(?<![^_])(?:of|at|to|on|for|in|the|alla|della|di|nella|in|de|à|a|la|en|zur|bei|unter|der|"
    r"auf|von|van|op|na|w|po|dla)_?)+$"
)
_PATTERNS: Final = (
    re.compile(r"(?P<number>\d{1,2})(?:st|nd|rd|th)?_(?P<stem>\D.*)"),
    re.compile(r"(?P<stem>.*[^\W\d_])_?(?P<number>\d{1,2})"),
    re.compile(r"(?P<stem>.*c1[dj]1)_(?P<number>\d{1,2})"),
)


_UNIT: Final = (
    r"days?|d|weeks?|wks?|w|months?|mos?|m|years?|yrs?|y|giorni|settimane|mesi|anni|jours?|j|"
    r"semaines?|mois|ans|années|tage?n?|wochen|monate?n?|jahre?n?|días|dias|semanas|meses|años|"
    r"dagen|weken|maanden|mnd|jaren|jaar|dni|tygodnie|miesiące|miesiąc|mies|lata"
)
_LEGEND_BEHIND: Final = re.compile(r"(?P<name>[^()]*\d)\s*(?P<legend>\([^()]*[=/][^()]*\))\s*:?")
"""What codes mean, behind the number: ``Died 1 (1=yes, 2=no)``."""
_UNIT_BEHIND: Final = re.compile(rf"(?P<stem>.*[^\W\d_])_?(?P<number>\d{{1,2}})_(?P<unit>{_UNIT})")
"""The unit behind the number: ``PFS 1 (mo)``."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way of taking a header apart; `names_line` where it says that the number is a line's."""

    header: str
    stem: str
    number: int
    names_line: bool


def line_groups(headers: Sequence[str]) -> dict[int, dict[str, str]]:
    """Find the columns that repeat for each treatment line.

    Parameters
    ----------
    headers : sequence of str

    Returns
    -------
    dict
        For each line number the headers by what they hold, canonical names where they are; empty
        where no columns repeat so. A header without a number belongs to line 1 where the same
        header has numbers from 2 on.

    Notes
    -----
    Numbers must run from 1 (or from 2 beside a header without a number) without a gap. At least
    one repeated column must be a canonical one, hold a word such as regimen, or name the line
    (``L1_``, ``line 2``); or two must hold weaker words (drug, response), since several drugs or
    assessments belong to one line too. Others come along where their numbers are the same.
    ``PFS2`` is an endpoint of its own, unless a column of treatment or response has the number 2 as
    well. ``CD34`` or a questionnaire's ``item_1`` to ``item_9`` are therefore left as they are.

    Examples
    --------
    >>> line_groups(["id", "regimen_1", "regimen_2", "CD34"])
    {1: {'regimen': 'regimen_1'}, 2: {'regimen': 'regimen_2'}}
    >>> line_groups(["score_1", "score_2", "grade_1", "grade_2"])
    {}
    """
    repeated = _repeated(headers)
    known = {
        stem: readings
        for stem, readings in repeated.items()
        if any(r.names_line for r in readings.values()) or is_about_treatment(stem)
    }
    if not any(_is_sure(stem, readings) for stem, readings in known.items()):
        known = _with_same_numbers(known)
    number_sets = {frozenset(readings) for readings in known.values()}
    accepted = {
        stem: readings
        for stem, readings in repeated.items()
        if stem in known or frozenset(readings) in number_sets
    }
    groups: dict[int, dict[str, str]] = defaultdict(dict)
    for stem, readings in accepted.items():
        for number, reading in readings.items():
            groups[number][stem] = reading.header
    if groups:
        _add_lone_canonical(groups, headers)
    return {number: groups[number] for number in sorted(groups)}


def _is_sure(stem: str, readings: Mapping[int, _Reading]) -> bool:
    """Whether this column alone shows that the numbers are those of lines."""
    if any(reading.names_line for reading in readings.values()):
        return True
    if canonical_name(stem) is not None:
        return stem not in _SEVERAL_PER_LINE
    return bool(_STRONG_WORDS.search(stem) or sure_targets(stem) & _ONE_PER_LINE)


def _with_same_numbers(known: Mapping[str, dict[int, _Reading]]) -> dict[str, dict[int, _Reading]]:
    """The columns that share their numbers with another one."""
    uses = Counter(frozenset(readings) for readings in known.values())
    return {stem: readings for stem, readings in known.items() if uses[frozenset(readings)] > 1}


def _repeated(headers: Sequence[str]) -> dict[str, dict[int, _Reading]]:
    """Readings by stem and number, of stems whose numbers run from 1 to 2 or more."""
    by_stem: dict[str, dict[int, _Reading]] = defaultdict(dict)
    for header in headers:
        if (reading := _read(header)) is not None:
            by_stem[reading.stem].setdefault(reading.number, reading)
    unnumbered = {canonical_name(header) or plain_header(header): header for header in headers}
    repeated = {}
    for stem, readings in by_stem.items():
        if 2 in readings and 1 not in readings and stem in unnumbered:
            readings[1] = _Reading(unnumbered[stem], stem, 1, names_line=False)
        if len(readings) >= 2 and sorted(readings) == list(range(1, len(readings) + 1)):
            repeated[stem] = readings
    return _without_own_endpoints(repeated)


def _without_own_endpoints(
    repeated: dict[str, dict[int, _Reading]],
) -> dict[str, dict[int, _Reading]]:
    """Leave out endpoints such as ``PFS`` and ``PFS2`` where nothing else tells of a line 2."""
    own = {
        stem
        for stem, readings in repeated.items()
        if len(readings) == 2
        and _OWN_ENDPOINT.fullmatch(plain_header(readings[2].header))
        and not re.search(r"\D_1(?:_|$)", plain_header(readings[1].header))
    }
    if any(stem not in own and is_about_treatment(stem) for stem in repeated):
        return repeated
    return {stem: readings for stem, readings in repeated.items() if stem not in own}


def _read(header: str) -> _Reading | None:
    if canonical_name(header) is not None:
        return None
    legend = _LEGEND_BEHIND.fullmatch(header.strip())
    reading = None if legend is None else _read(legend["name"])
    if legend is not None and reading is not None:
        return replace(reading, header=header, stem=f"{reading.stem} {legend['legend']}")
    plain = _with_digits(plain_header(header))
    return _read_named_line(header, plain) or _read_number(header, plain)


def _read_number(header: str, plain: str) -> _Reading | None:
    """A header with a number of which nothing is said."""
    match = _UNIT_BEHIND.fullmatch(plain)
    if match and 1 <= int(match["number"]) <= MOST_LINES:
        timed = _timed(match["stem"], match["unit"])
        return _Reading(header, timed, int(match["number"]), names_line=False)
    for pattern in _PATTERNS:
        match = pattern.fullmatch(plain)
        if match and 1 <= int(match["number"]) <= MOST_LINES:
            stem = match["stem"].strip("_")
            name = canonical_name(stem)
            counts_other = _COUNTS_OTHER.search(stem) and not sure_targets(stem) & _ONE_PER_LINE
            if name is None and counts_other:
                return None
            return _Reading(header, name or stem, int(match["number"]), names_line=False)
    match = re.fullmatch(r"(?P<a>\D+?)_?(?P<number>\d{1,2})_(?P<b>\D+)", plain)
    if match and 1 <= int(match["number"]) <= MOST_LINES and not _COUNTS_OTHER.search(match["a"]):
        stem = f"{match['a']}_{match['b']}"
        return _Reading(
            header, canonical_name(stem) or stem, int(match["number"]), names_line=False
        )
    return None


def _with_digits(plain: str) -> str:
    """Write the words that number a line in digits: ``zweitlinie`` as ``2_linie``."""
    plain = _COMPOUND.sub(lambda word: f"{NUMBER_OF_ORDINAL[word[1]]}_linie_", plain).strip("_")
    plain = _ORDINAL_BEHIND.sub(
        lambda found: f"{found['line']}_{NUMBER_OF_ORDINAL[found['word']]}", plain
    )
    plain = _ORDINAL.sub(lambda word: f"{NUMBER_OF_ORDINAL[word[1]]}_", plain)
    return _ROMAN_BEHIND.sub(lambda word: f"_{NUMBER_OF_ORDINAL[word[1]]}", plain)


def _read_named_line(header: str, plain: str) -> _Reading | None:
    """A header that says that its number is a line's, in front, behind or in the middle."""
    found = list(_NAMED_LINE.finditer(plain))
    if not found or (len(found) > 1 and found[0].start() > 0):
        return None
    number = int(found[0]["before"] or found[0]["behind"])
    before = _TO.sub("", plain[: found[0].start()]).strip("_")
    after = plain[found[0].end() :].strip("_")
    if not (before or after) or not 1 <= number <= MOST_LINES:
        return None
    if before and re.fullmatch(_UNIT, after):
        return _Reading(header, _timed(before, after), number, names_line=True)
    stem = "_".join(part for part in (before, after) if part)
    return _Reading(header, canonical_name(stem) or stem, number, names_line=True)


def _timed(stem: str, unit: str) -> str:
    return canonical_name(f"{stem}_{unit}") or f"{stem} ({unit})"


def _add_lone_canonical(groups: Mapping[int, dict[str, str]], headers: Sequence[str]) -> None:
    """Add canonical columns that only some of the groups have, such as ``stop_reason_2``."""
    taken = {header for group in groups.values() for header in group.values()}
    for header in headers:
        reading = None if header in taken else _read(header)
        if (
            reading is not None
            and reading.number in groups
            and canonical_name(reading.stem) is not None
        ):
            groups[reading.number].setdefault(reading.stem, header)
