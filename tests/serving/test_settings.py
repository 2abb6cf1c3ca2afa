from __future__ import annotations

from ipaddress import ip_network

import pytest

from pages.serving.settings import SettingsError, read_settings


def test_nothing_is_set_by_default() -> None:
    held = read_settings({"HOME": "/root"})
    assert not held.open_to_network
    assert not held.trusts_a_proxy
    assert not held.names_somebody
    assert held.sign_in_section() == {}
    assert held.audit_log is None


def test_lists_are_written_with_commas_and_addresses_compared_in_small_letters() -> None:
    held = read_settings(
        {
            "IMT_EXPLORER_ALLOWED_USERS": "Ada@Example.org, b@example.org,",
            "IMT_EXPLORER_ALLOWED_GROUPS": "Sarcoma, Statistics",
            "IMT_EXPLORER_PROXY_ADDRESSES": "10.0.0.5, 10.1.0.0/24, ::1",
        }
    )
    assert held.allowed_users == {"ada@example.org", "b@example.org"}
    assert held.allowed_groups == {"Sarcoma", "Statistics"}
    assert held.proxy_addresses == tuple(map(ip_network, ("10.0.0.5/32", "10.1.0.0/24", "::1/128")))


def test_everything_that_is_wrong_is_said_at_once_and_no_value_is_repeated() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(
            {
                "IMT_EXPLORER_OPEN_TO_NETWORK": "sure",
                "IMT_EXPLORER_PROXY_ADDRESSES": "nowhere",
                "IMT_EXPLORER_PROXY_USER_HEADER": "X-User: me",
                "IMT_EXPLORER_SIGN_IN_HOURS": "long",
                "IMT_EXPLORER_SIGN_IN_SECRET": "s3cret",
            }
        )
    assert str(caught.value).splitlines() == [
        "IMT_EXPLORER_OPEN_TO_NETWORK must be yes or no.",
        "IMT_EXPLORER_SIGN_IN_HOURS must be a number of hours from above 0 to 720.",
        "IMT_EXPLORER_PROXY_ADDRESSES must be addresses or networks such as 10.0.0.5 or "
        "10.1.0.0/24.",
        "IMT_EXPLORER_PROXY_USER_HEADER must be the name of one header, such as X-Forwarded-Email.",
        "IMT_EXPLORER_SIGN_IN_SECRET is not a setting; see docs/sign_in.md and docs/audit_log.md.",
    ]


def test_a_provider_is_asked_to_have_people_sign_in_anew() -> None:
    section = read_settings({"IMT_EXPLORER_SIGN_IN_CLIENT_ID": "explorer"}).sign_in_section()
    assert section == {
        "client_id": "explorer",
        "client_kwargs": {"scope": "openid email profile", "prompt": "login"},
    }


def test_settings_that_are_printed_show_no_secret() -> None:
    held = read_settings(
        {
            "IMT_EXPLORER_SIGN_IN_CLIENT_SECRET": "s3cret",
            "IMT_EXPLORER_SIGN_IN_COOKIE_SECRET": "s3cret",
        }
    )
    assert "s3cret" not in f"{held!r} {held}"


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert read_settings({"IMT_EXPLORER_AUDIT_LOG": " "}) == read_settings({})


@pytest.mark.parametrize("word", ["yes", "Yes"])
def test_only_a_yes_is_a_yes(word: str) -> None:
    assert read_settings({"IMT_EXPLORER_OPEN_TO_NETWORK": word}).open_to_network


@pytest.mark.parametrize("word", ["1", "true", "on", "y"])
def test_a_word_that_might_be_an_accident_is_refused(word: str) -> None:
    with pytest.raises(SettingsError, match="must be yes or no"):
        read_settings({"IMT_EXPLORER_OPEN_TO_NETWORK": word})
