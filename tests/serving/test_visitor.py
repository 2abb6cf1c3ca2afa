from __future__ import annotations

from time import time
from typing import Any

import pytest

from pages.serving.settings import Settings, read_settings
from pages.serving.visitor import is_fresh, reason_to_refuse, visitor_by_claims, visitor_by_header

LISTED = read_settings(
    {
        "IMT_EXPLORER_ALLOWED_USERS": "ada@example.org",
        "IMT_EXPLORER_ALLOWED_DOMAINS": "hospital.example",
        "IMT_EXPLORER_ALLOWED_GROUPS": "sarcoma",
    }
)


def refused(held: Settings = LISTED, **claims: Any) -> bool:
    return bool(reason_to_refuse(visitor_by_claims(claims, held), held))


@pytest.mark.parametrize(
    ("claims", "is_refused"),
    [
        ({"email": "ada@example.org", "email_verified": True}, False),
        ({"email": "ADA@example.org", "email_verified": "true"}, False),
        ({"email": "bob@example.org", "email_verified": True}, True),
        ({"email": "ada@example.org", "email_verified": False}, True),
        ({"email": "ada@example.org", "email_verified": "false"}, True),
        ({"email": "ada@example.org"}, True),
        ({"email": "bob@hospital.example", "email_verified": True}, False),
        ({"email": "bob@hospital.example.evil.example", "email_verified": True}, True),
        ({"email": "bob@evilhospital.example", "email_verified": True}, True),
        ({"email": "bob@evil.example@hospital.example", "email_verified": True}, True),
        ({"email": "hospital.example", "email_verified": True}, True),
        ({"sub": "1", "groups": ["sarcoma", "other"]}, False),
        ({"sub": "1", "groups": "sarcoma"}, False),
        ({"sub": "1", "groups": ["Sarcoma"]}, True),
        ({"sub": "1", "groups": {"sarcoma": True}}, True),
        ({}, True),
    ],
)
def test_who_is_on_the_list_may_enter(claims: dict[str, Any], is_refused: bool) -> None:
    assert refused(**claims) is is_refused


def test_a_letter_that_only_looks_alike_is_another_letter() -> None:
    held = read_settings({"IMT_EXPLORER_ALLOWED_USERS": "kim@example.org"})
    assert refused(held, email="\N{KELVIN SIGN}im@example.org", email_verified=True)
    assert not refused(held, email="Kim@example.org", email_verified=True)


def test_an_address_nobody_vouches_for_counts_by_an_explicit_word_only() -> None:
    words = {
        "IMT_EXPLORER_ALLOWED_USERS": "ada@example.org",
        "IMT_EXPLORER_SIGN_IN_ACCEPT_UNVERIFIED": "yes",
    }
    assert not refused(read_settings(words), email="ada@example.org")


def test_the_groups_are_read_from_the_claim_that_is_named() -> None:
    words = {"IMT_EXPLORER_ALLOWED_GROUPS": "sarcoma", "IMT_EXPLORER_SIGN_IN_GROUP_CLAIM": "roles"}
    held = read_settings(words)
    assert not refused(held, sub="1", roles=["sarcoma"])
    assert refused(held, sub="1", groups=["sarcoma"])


def test_a_refusal_names_the_person_and_nothing_of_the_list() -> None:
    reason = reason_to_refuse(visitor_by_header("eve"), LISTED)
    assert reason == (
        "You are signed in as eve, who is not on the list of those who may use this server. Ask "
        "whoever runs it."
    )


def test_a_proxy_tells_names_and_groups() -> None:
    held = read_settings(
        {"IMT_EXPLORER_ALLOWED_USERS": "ada", "IMT_EXPLORER_ALLOWED_GROUPS": "b c"}
    )
    assert reason_to_refuse(visitor_by_header("Ada"), held) == ""
    assert reason_to_refuse(visitor_by_header("eve", "a, b c"), held) == ""
    assert reason_to_refuse(visitor_by_header("eve", "a,b"), held) != ""


@pytest.mark.parametrize(
    ("since", "counts"),
    [
        (lambda: time() - 11.9 * 3600, True),
        (lambda: time() - 12.1 * 3600, False),
        (lambda: None, False),
        (lambda: True, False),
        (lambda: "now", False),
    ],
)
def test_a_sign_in_counts_for_twelve_hours(since: Any, counts: bool) -> None:
    assert is_fresh({"iat": since()}, LISTED) is counts
