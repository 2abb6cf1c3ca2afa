from __future__ import annotations

from typing import Any

import pytest

from pages.serving.settings import SettingsError, read_settings
from pages.serving.start import Circumstances, check_start, is_loopback, providers

SECTION = {
    "client_id": "explorer",
    "client_secret": "s" * 32,
    "server_metadata_url": "https://id.example/.well-known/openid-configuration",
    "redirect_uri": "https://imt.example/oauth2callback",
    "cookie_secret": "c" * 32,
}
PROXY = {
    "PROXY_ADDRESSES": "10.0.0.5",
    "PROXY_USER_HEADER": "X-Forwarded-Email",
    "ALLOWED_DOMAINS": "hospital.example",
}


def start(words: dict[str, str], **around: Any) -> str:
    """How the server will know who is there, or why it does not start."""
    found = {"is_guarded": True, "address": "127.0.0.1", "section": {}, **around}
    held = read_settings({f"IMT_EXPLORER_{name}": value for name, value in words.items()})
    try:
        return check_start(held, Circumstances(**found))
    except SettingsError as error:
        return str(error)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_without_sign_in_the_server_starts_for_this_machine(address: str) -> None:
    assert is_loopback(address)
    assert start({}, address=address) == "local"


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "10.0.0.1", "imt.example", None, ""])
def test_without_sign_in_it_does_not_start_for_others(address: str | None) -> None:
    assert "IMT_EXPLORER_OPEN_TO_NETWORK=yes" in start({}, address=address)
    assert start({"OPEN_TO_NETWORK": "yes"}, address=address) == "local"


def test_with_sign_in_it_starts_for_others() -> None:
    who = {"ALLOWED_DOMAINS": "hospital.example"}
    assert start(who, address="0.0.0.0", section=SECTION) == "sign-in"


def test_sign_in_may_be_set_up_by_the_environment_for_server_py() -> None:
    words = {f"SIGN_IN_{name}".upper(): value for name, value in SECTION.items()}
    words = {name.replace("SERVER_METADATA", "METADATA"): value for name, value in words.items()}
    who = {"ALLOWED_DOMAINS": "hospital.example"}
    assert start(words | who) == "sign-in"
    assert "read by server.py only" in start(words | who, is_guarded=False)
    assert "set up twice" in start(words | who, section=SECTION)


def test_a_list_of_nobody_stops_the_start() -> None:
    assert "Nobody is on the list" in start({}, section=SECTION)
    assert "Nobody is on the list" in start({**PROXY, "ALLOWED_DOMAINS": ""})
    assert start({"ALLOWED_EVERYBODY": "yes"}, section=SECTION) == "sign-in"


def test_a_list_without_anything_that_tells_who_is_there_stops_the_start() -> None:
    assert "nothing tells who is there" in start({"ALLOWED_USERS": "ada@example.org"})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"client_secret": ""}, "Sign-in lacks client_secret."),
        ({"cookie_secret": "short"}, "at least 32 characters"),
        ({"redirect_uri": "http://imt.example/oauth2callback"}, "must begin with https"),
        ({"redirect_uri": "https://imt.example/"}, "must end in /oauth2callback"),
        ({"redirect_uri": "https://imt.example/imt/oauth2callback"}, "must end in /oauth2callback"),
    ],
)
def test_what_sign_in_lacks_is_said(changes: dict[str, str], reason: str) -> None:
    assert reason in start({"ALLOWED_EVERYBODY": "yes"}, section=SECTION | changes)


def test_the_way_back_from_sign_in_goes_under_the_sub_path() -> None:
    section = SECTION | {"redirect_uri": "https://x.example/imt/oauth2callback"}
    everybody = {"ALLOWED_EVERYBODY": "yes"}
    assert start(everybody, section=section, base_path="imt") == "sign-in"
    assert start(everybody, section=section, base_path="/imt/") == "sign-in"
    assert "must end in /imt/oauth2callback" in start(everybody, section=SECTION, base_path="imt")


def test_this_machine_may_sign_in_without_tls() -> None:
    section = SECTION | {"redirect_uri": "http://localhost:8501/oauth2callback"}
    assert start({"ALLOWED_EVERYBODY": "yes"}, section=section) == "sign-in"


def test_providers_have_names_or_there_is_one() -> None:
    shared = {name: SECTION[name] for name in ("redirect_uri", "cookie_secret")}
    named = {**shared, "one": SECTION, "two": {"client_id": "x"}}
    assert providers(SECTION | {"client_kwargs": {"prompt": "login"}}) == ("default",)
    assert providers(named) == ("one", "two")
    assert start({"ALLOWED_EVERYBODY": "yes"}, section=named) == (
        "Sign-in lacks client_secret, server_metadata_url."
    )


def test_a_proxy_is_trusted_by_address_and_header() -> None:
    assert start(PROXY, forwarded_allow_ips="none", address="0.0.0.0") == "proxy"
    for absent in ("PROXY_ADDRESSES", "PROXY_USER_HEADER"):
        assert "one of them is missing" in start(PROXY | {absent: ""}, forwarded_allow_ips="none")


@pytest.mark.parametrize("addresses", ["0.0.0.0/0", "10.0.0.5, ::/0"])
def test_every_address_is_no_proxy(addresses: str) -> None:
    words = PROXY | {"PROXY_ADDRESSES": addresses}
    assert "not every address there is" in start(words, forwarded_allow_ips="none")


@pytest.mark.parametrize("value", [None, "", "127.0.0.1", "*"])
def test_a_proxy_is_not_trusted_while_the_web_server_believes_x_forwarded_for(
    value: str | None,
) -> None:
    assert "FORWARDED_ALLOW_IPS=none" in start(PROXY, forwarded_allow_ips=value)


def test_a_proxy_is_trusted_by_server_py_only() -> None:
    assert "server.py only" in start(PROXY, is_guarded=False)


def test_only_one_can_say_who_is_there() -> None:
    assert "only one of them" in start(PROXY, section=SECTION, forwarded_allow_ips="none")


def test_streamlits_own_trust_in_headers_stops_the_start() -> None:
    assert "believe a header from anybody" in start({}, has_trusted_headers=True)


def test_groups_of_a_proxy_need_their_header() -> None:
    words = PROXY | {"ALLOWED_GROUPS": "sarcoma"}
    assert "PROXY_GROUP_HEADER" in start(words, forwarded_allow_ips="none")
