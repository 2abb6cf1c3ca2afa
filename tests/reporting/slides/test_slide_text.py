"""Text on slides is measured by the measures of real typefaces."""

from __future__ import annotations

import pytest

from imt_core.reporting.slides.font_metrics import set_in
from imt_core.reporting.slides.slide_text import (
    count_lines,
    fitted,
    longest_word,
    text_height,
    text_width,
)

ROUNDED = 1.02
"""What is added for the rounding of programs."""


@pytest.mark.parametrize(
    ("text", "bold", "thousandths"),
    [
        # Advance widths of Helvetica, as Adobe published them; Arial's are the same.
        ("A", False, 667),
        ("i", False, 222),
        ("A", True, 722),
        ("Median 6.3 months", False, 3279 + 278 + 1390 + 278 + 3279),
        ("≥ 5 – …", False, 549 + 278 + 556 + 278 + 556 + 278 + 1000),
        # DejaVu Sans has 2048 units to an em.
        ("Ж", False, 1000 * 2206 / 2048),
        ("ש", False, 1000 * 1451 / 2048),
    ],
)
def test_letters_are_as_wide_as_their_typeface_says(text: str, bold: bool, thousandths: float):
    assert text_width(text, 72, bold=bold) == pytest.approx(ROUNDED * thousandths / 1000)


def test_letters_of_east_asia_take_an_em_and_accents_nothing() -> None:
    assert text_width("中日한", 72) == 3.0
    assert text_width("e\u0301", 72) == text_width("e", 72)


def test_a_wide_typeface_needs_more_lines() -> None:
    text = "anthracycline-based regimens of the whole cohort"
    narrow = count_lines(text, 14, 2.6)
    with set_in("Verdana"):
        assert count_lines(text, 14, 2.6) > narrow
    assert count_lines(text, 14, 2.6) == narrow


@pytest.mark.parametrize(
    ("text", "width", "n_lines"),
    [
        ("", 1.0, 1),
        ("one\ntwo", 5.0, 2),
        ("x" * 40, 20 * 0.5 * ROUNDED + 0.01, 2),
        # A line may end at each letter, but none begins with a full stop.
        ("炎性肌纤维母细胞瘤", 3.0, 3),
        ("炎性肌。", 3.0, 2),
        ("anthracycline-based", text_width("anthracycline-", 72) + 0.01, 2),
        ("3-4", text_width("3-4", 72) - 0.01, 2),
    ],
)
def test_lines_end_where_programs_end_them(text: str, width: float, n_lines: int) -> None:
    assert count_lines(text, 72, width) == n_lines


def test_a_cut_text_fits() -> None:
    name = "Αντρακυκλίνες и другие схемы 其他方案"
    cut = fitted(name, 14, 2.0)
    assert cut != name
    assert text_width(cut, 14) <= 2.0


def test_a_line_of_high_letters_is_higher() -> None:
    assert text_height("中", 10, 5.0) > text_height("A", 10, 5.0)
    assert longest_word("two words", 10) == text_width("words", 10)
