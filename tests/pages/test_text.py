"""Texts from a sheet are shown, never interpreted."""

from __future__ import annotations

import re

import pytest

from pages.components.text import labelled, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anthracycline-based", "anthracycline-based"),
        ("MTX + VNB", "MTX + VNB"),
        ("*x*", r"\*x\*"),
        ("![a](http://example.org)", "!\\[a\\](http\\:\u2060//example.org)"),
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


# What Streamlit's front end makes links of in a text whose escapes are undone already
# (mdast-util-gfm-autolink-literal).
ADDRESSES = (
    re.compile(r"(https?://|www(?=\.))([-.\w]+)([^ \t\r\n]*)", re.IGNORECASE),
    re.compile(r"([-.\w+]+)@([-\w]+(?:\.[-\w]+)+)"),
)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "HTTP://example.org/a?b=c@d.org",
        "www.x.org",
        "see WWW.X.ORG, or **www.x.org**",
        "a@b.org",
        "a.b+c@sub.b-c.org",
        "mailto:a@b.org",
        "xmpp:a@b.org/r",
        "(https://user@example.org)",
        "1@b.org 2@b.org",
    ],
)
def test_a_bare_address_is_no_link(text: str) -> None:
    assert any(address.search(text) for address in ADDRESSES)
    unescaped = re.sub(r"\\(?=[^\w\s])", "", plain(text))
    assert not any(address.search(unescaped) for address in ADDRESSES)
    assert unescaped.replace("\u2060", "") == text


def test_canonical_columns_are_written_as_their_controls_are_called() -> None:
    assert labelled("stage must be known where pfs_months is") == (
        "Stage must be known where PFS (months) is"
    )
    assert labelled("at this stage my_os_months stays") == "at this stage my_os_months stays"
