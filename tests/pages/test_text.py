"""Texts from a sheet are shown, never interpreted."""

from __future__ import annotations

import pytest

from pages.components.text import labelled, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anthracycline-based", "anthracycline-based"),
        ("MTX + VNB", "MTX + VNB"),
        ("*x*", r"\*x\*"),
        ("![a](http://example.org)", r"!\[a\](http\://example.org)"),
        (":red[x]", r"\:red\[x\]"),
        ("$x^2$", r"\$x^2\$"),
        ("<b>x</b>", r"\<b\>x\</b\>"),
        ("# title", r"\# title"),
        ("1. item", r"1\. item"),
        ("- item", r"\- item"),
    ],
)
def test_live_characters_are_escaped_and_harmless_ones_are_not(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_canonical_columns_are_written_as_their_controls_are_called() -> None:
    assert labelled("stage must be known where pfs_months is") == (
        "Stage must be known where PFS (months) is"
    )
    assert labelled("at this stage my_os_months stays") == "at this stage my_os_months stays"
