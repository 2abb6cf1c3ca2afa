"""Colours, patterns and type of every figure: the only module that names them.

The colours of groups are those of Okabe and Ito; those of responses keep away from them, so that a
colour means one thing. Both are readable with the common colour vision deficiencies, and no figure
tells things apart by colour alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

FONT_FAMILY: Final = "Source Sans, Source Sans Pro, Segoe UI, Helvetica, Arial, sans-serif"

ThemeName = Literal["light", "dark"]

Mark = Literal["plus", "x", "circle", "triangle", "square", "diamond", "star", "dot"]
"""Marks that every medium has; all are open but the dot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One appearance.

    Parameters
    ----------
    name : {"light", "dark"}
    paper, text, muted, grid : str
        Background, text, secondary text and grid lines.
    series : tuple of str
        Colours of groups, in order; they are reused after the last.
    response : mapping of str to str
        Fill of each best response, and of an empty one.
    on_response : mapping of str to str
        Text on that fill.
    grade, on_grade : tuple of str
        Fill of each worst grade, 0 to 5, and text on it: one hue, the stronger the graver.
    end, on_end : tuple of str
        Fill of what is no group, as no further line, and text on it.
    """

    name: ThemeName
    paper: str
    text: str
    muted: str
    grid: str
    series: tuple[str, ...]
    response: Mapping[str, str]
    on_response: Mapping[str, str]
    grade: tuple[str, ...]
    on_grade: tuple[str, ...]
    end: tuple[str, ...]
    on_end: tuple[str, ...]

    def colour(self, index: int) -> str:
        """Colour of the group at this position."""
        return self.series[index % len(self.series)]

    def line_of(self, level: str) -> str:
        """Colour of a line of this best response: its fill, stronger where paper drowns it.

        Examples
        --------
        >>> LIGHT.line_of("PD") == LIGHT.response["PD"], LIGHT.line_of("SD")
        (True, '#9A9059')
        """
        fill = self.response[level]
        shades = (mixed(self.text, fill, step / 20) for step in range(21))
        return next(one for one in shades if _contrast(one, self.paper) >= _LEAST_CONTRAST)


LIGHT: Final = Theme(
    name="light",
    paper="#FFFFFF",
    text="#1B1F24",
    muted="#57606A",
    grid="#E4E7EB",
    series=("#0060A8", "#C04A00", "#007A5A", "#A8487F", "#8A6A00", "#4B4F9E", "#5C5C5C"),
    response={
        "CR": "#12332D",
        "PR": "#4FC3CB",
        "SD": "#EFDC7D",
        "PD": "#8D3C3E",
        "NE": "#848B94",
        "not recorded": "#E8EAED",
    },
    on_response={
        "CR": "#FFFFFF",
        "PR": "#0B1B2B",
        "SD": "#2B2300",
        "PD": "#FFFFFF",
        "NE": "#12161B",
        "not recorded": "#1B1F24",
    },
    grade=("#F8D3F9", "#EDA0EF", "#D069D6", "#A12BA6", "#6A1477", "#33063B"),
    on_grade=("#12161B", "#12161B", "#12161B", "#FFFFFF", "#FFFFFF", "#FFFFFF"),
    end=("#C6CCD3", "#949BA5", "#E9ECEF"),
    on_end=("#12161B", "#12161B", "#12161B"),
)

DARK: Final = Theme(
    name="dark",
    paper="#0F141A",
    text="#F2F4F7",
    muted="#A9B4C0",
    grid="#2B3440",
    series=("#5DB7F0", "#F59B4B", "#3CC99B", "#EF9CCB", "#E8CF4A", "#A9ADF5", "#C9CDD2"),
    response={
        "CR": "#2B7D83",
        "PR": "#8CF5DD",
        "SD": "#AEA64B",
        "PD": "#D62A1B",
        "NE": "#979CA3",
        "not recorded": "#454E59",
    },
    on_response={
        "CR": "#FFFFFF",
        "PR": "#0B1B2B",
        "SD": "#1B1400",
        "PD": "#FFFFFF",
        "NE": "#12161B",
        "not recorded": "#F2F4F7",
    },
    grade=("#40194A", "#6B2F74", "#97459F", "#C162D2", "#E88CF7", "#F4E3F7"),
    on_grade=("#FFFFFF", "#FFFFFF", "#FFFFFF", "#12161B", "#12161B", "#12161B"),
    end=("#5B6570", "#868E98", "#3A424C"),
    on_end=("#FFFFFF", "#12161B", "#FFFFFF"),
)

N_COLOURS: Final = len(LIGHT.series)

THEMES: Final[Mapping[ThemeName, Theme]] = {"light": LIGHT, "dark": DARK}

RESPONSE_PATTERNS: Final[Mapping[str, str]] = {
    "CR": "",
    "PR": "/",
    "SD": ".",
    "PD": "x",
    "NE": "-",
    "not recorded": "|",
}

GRADE_PATTERNS: Final = ("", ".", "/", "x", "\\", "+")
"""Patterns of worst grades, 0 to 5."""

END_PATTERNS: Final = ("-", "|", "")
"""Patterns of what is no group."""

GROUP_PATTERNS: Final = ("/", "+", "", "x", "-", "\\", ".")
"""Patterns of groups in order: diagonals, grid, plain, as in the model paper's Figure 4."""

CENSOR_MARKS: Final[tuple[Mark, ...]] = (
    "plus",
    "x",
    "circle",
    "triangle",
    "square",
    "diamond",
    "star",
    "dot",
)
"""Censor marks of groups in order: a second cue beside colour, the same in every medium.

There are 8, coprime with the 7 colours: colour and mark repeat together only after 56 groups.
"""

EventMark = Literal["tick", "triangle", "plus", "diamond", "x", "arrow", "circle"]
"""Marks of events, alike in every medium; plus and x are bold, the arrow points to the right."""

EVENT_MARKS: Final[Mapping[str, EventMark]] = {
    "end of treatment": "tick",
    "first response": "triangle",
    "ALK inhibitor": "plus",
    "progression": "diamond",
    "death": "x",
    "ongoing": "arrow",
    "alive": "circle",
}
"""Marks of the events of a swimmer plot: each its own shape."""

_LEAST_CONTRAST: Final = 3.0
"""Of a line with its paper."""

PART_INK: Final = 0.35
"""Strength of the pattern of a response, whose count is read upon it."""

BAR_INK: Final = 0.6
"""Strength of the pattern of a regimen group upon a response's colour."""


def event_colour(theme: Theme, event: str) -> str:
    """Fill of an event's mark; open marks are filled with the background."""
    series = {"progression": 3, "ongoing": 2, "ALK inhibitor": 5}
    if event in series:
        return theme.colour(series[event])
    return theme.paper if event in ("first response", "alive") else theme.text


INDEX: Final = "index patient"
"""What the patient is called whom every view marks, in documents too."""

INDEX_SIGN: Final = "►"
"""Before the name of the index patient, in every medium."""


def index_band(theme: Theme) -> str:
    """Fill of the band behind the index patient's lane or row."""
    return mixed(theme.text, theme.paper, 0.12)


def index_stretch(theme: Theme, index: int) -> str:
    """Colour of the broad stretch under the index patient's part of a curve: the group's, paler."""
    return mixed(theme.colour(index), theme.paper, 0.45)


def pattern(index: int) -> str:
    """Pattern of the group at this position."""
    return GROUP_PATTERNS[index % len(GROUP_PATTERNS)]


def mixed(ink: str, ground: str, opacity: float) -> str:
    """The colour seen where a translucent ``#RRGGBB`` lies on an opaque one.

    Examples
    --------
    >>> mixed("#000000", "#FFFFFF", 0.2), mixed("#123456", "#FFFFFF", 1)
    ('#CCCCCC', '#123456')
    """
    pairs = [(int(ink[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(opacity * a + (1 - opacity) * b):02X}" for a, b in pairs)


def _contrast(one: str, other: str) -> float:
    """Of two colours, as WCAG counts it: 1 for none, 21 for black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def shortened(text: str, longest: int) -> str:
    """Cut a text in its middle: names that differ at one end only stay apart.

    Examples
    --------
    >>> shortened("doxorubicin and ifosfamide, first", 15)
    'doxorub…, first'
    >>> shortened("MTX-V", 15), shortened("异环磷酰胺联合多柔比星方案", 15)
    ('MTX-V', '异环磷…星方案')
    """
    if n_letters(text) <= longest:
        return text
    n_end = (longest - 1) // 2
    return f"{_start(text, longest - 1 - n_end)}…{_start(text[::-1], n_end)[::-1]}"


def n_letters(text: str) -> int:
    """How many letters wide a text is: each of Chinese, Japanese and Korean is as wide as two.

    Examples
    --------
    >>> n_letters("AI"), n_letters("中文 AI")
    (2, 7)
    """
    return len(text) + sum(unicodedata.east_asian_width(letter) in ("W", "F") for letter in text)


def _start(text: str, longest: int) -> str:
    """As much of its start as is that wide."""
    widths = accumulate(map(n_letters, text))
    return text[: sum(width <= longest for width in widths)]
