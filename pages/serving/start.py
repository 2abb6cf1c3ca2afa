"""Whether the server may start as it is set up, and how it will know who is there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config

from pages.serving.settings import PREFIX, Settings, SettingsError

How = Literal["local", "sign-in", "proxy"]
"""How it is known who is there: not at all, by a provider, or by a proxy."""

SHORTEST_SECRET: Final = 32
_PROVIDER: Final = ("client_id", "client_secret", "server_metadata_url")
_established: list[How] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a start depends on beside our own settings.

    `section` is ``[auth]`` of Streamlit's secrets file; `is_guarded` whether ``server.py`` serves,
    with what it puts around the pages.
    """

    is_guarded: bool
    address: str | None
    base_path: str = ""
    section: Mapping[str, Any]
    has_trusted_headers: bool = False
    forwarded_allow_ips: str | None = None


def circumstances(*, is_guarded: bool) -> Circumstances:
    """Those of this process."""
    section = st.secrets.get("auth", {}) if st.secrets.load_if_toml_exists() else {}
    return Circumstances(
        is_guarded=is_guarded,
        address=config.get_option("server.address"),
        base_path=config.get_option("server.baseUrlPath") or "",
        section=section,
        has_trusted_headers=bool(config.get_option("server.trustedUserHeaders")),
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS"),
    )


def check_start(settings: Settings, around: Circumstances) -> How:
    """How the server will know who is there.

    Raises
    ------
    SettingsError
        If it must not start like this.
    """
    section = around.section or settings.sign_in_section()
    how: How = "proxy" if settings.trusts_a_proxy else "sign-in" if section else "local"
    problems = [*_problems_of_all(settings, around, how)]
    if section:
        problems += _problems_of_sign_in(settings, around, section)
    if how == "proxy":
        problems += _problems_of_proxy(settings, around)
    if problems:
        raise SettingsError("\n".join(problems))
    return how


def establish(how: How) -> None:
    """Remember that ``server.py`` serves, and how it knows who is there."""
    _established[:] = [how]


def established() -> How | None:
    """How ``server.py`` knows who is there; None where the pages are served without it."""
    return _established[0] if _established else None


def as_address(text: str) -> IPv4Address | IPv6Address | None:
    """The network address that a text is; None where it is a name or a path."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # A socket for both families tells an IPv4 caller in IPv6 clothes.
    return getattr(address, "ipv4_mapped", None) or address


def is_loopback(host: str | None) -> bool:
    """Whether only this machine reaches a host."""
    address = as_address(host or "")
    return host == "localhost" if address is None else address.is_loopback


def sends_cookies_over_tls(settings: Settings, around: Circumstances) -> bool:
    """Whether the browser comes back from signing in over TLS."""
    section = around.section or settings.sign_in_section()
    return str(section.get("redirect_uri", "")).startswith("https:")


def providers(section: Mapping[str, Any]) -> tuple[str, ...]:
    """The providers of ``[auth]``, as ``st.login`` names them."""
    named = tuple(name for name, value in section.items() if isinstance(value, Mapping))
    named = tuple(name for name in named if name != "client_kwargs")
    return named or ("default",)


def _problems_of_all(settings: Settings, around: Circumstances, how: How) -> Iterator[str]:
    if around.has_trusted_headers:
        yield (
            "server.trustedUserHeaders is set: Streamlit would believe a header from anybody. "
            f"Remove it; {PREFIX}PROXY_ADDRESSES and {PREFIX}PROXY_USER_HEADER name one proxy."
        )
    if how == "local":
        if settings.names_somebody:
            yield (
                f"A list of who may enter is set ({PREFIX}ALLOWED_…), but nothing tells who is "
                "there: set up sign-in or a proxy, or remove the list."
            )
        if not is_loopback(around.address) and not settings.open_to_network:
            yield (
                f"The server would listen on {around.address or 'every address'}, for everybody "
                "who reaches this machine and without sign-in. Set server.address to 127.0.0.1, "
                f"set up sign-in or a proxy, or say {PREFIX}OPEN_TO_NETWORK=yes."
            )
    elif not settings.names_somebody:
        yield (
            f"Nobody is on the list of those who may enter. Set {PREFIX}ALLOWED_USERS, "
            f"{PREFIX}ALLOWED_DOMAINS or {PREFIX}ALLOWED_GROUPS, or {PREFIX}ALLOWED_EVERYBODY=yes "
            "for all who can sign in."
        )


def _problems_of_sign_in(
    settings: Settings, around: Circumstances, section: Mapping[str, Any]
) -> Iterator[str]:
    if settings.trusts_a_proxy:
        yield "Both sign-in and a proxy are set up: only one of them can say who is there."
    if around.section and settings.sign_in_section():
        yield f"Sign-in is set up twice, in secrets.toml and by {PREFIX}SIGN_IN_…: remove one."
    if not around.section and not around.is_guarded:
        yield f"{PREFIX}SIGN_IN_… is read by server.py only: start with streamlit run server.py."
    if find_spec("authlib") is None:
        yield "Sign-in needs the package Authlib: pip install -r requirements.txt."
    missing = [name for name in ("redirect_uri", "cookie_secret") if not section.get(name)]
    for provider in providers(section):
        part = section if provider == "default" else section[provider]
        missing += [name for name in _PROVIDER if not part.get(name)]
    if missing:
        yield f"Sign-in lacks {', '.join(missing)}."
        return
    if len(section["cookie_secret"]) < SHORTEST_SECRET:
        yield f"The cookie secret of sign-in must have at least {SHORTEST_SECRET} characters."
    back = urlsplit(section["redirect_uri"])
    if back.scheme != "https" and not is_loopback(back.hostname):
        yield (
            "The redirect address of sign-in must begin with https, for else a sign-in can be read "
            "on its way."
        )
    base = around.base_path.strip("/")
    wanted = f"/{base}/oauth2callback" if base else "/oauth2callback"
    if back.path != wanted:
        yield f"The redirect address of sign-in must end in {wanted}, as server.baseUrlPath says."


def _problems_of_proxy(settings: Settings, around: Circumstances) -> Iterator[str]:
    if not settings.proxy_addresses or not settings.proxy_user_header:
        yield (
            f"A proxy is trusted by both {PREFIX}PROXY_ADDRESSES and {PREFIX}PROXY_USER_HEADER: "
            "one of them is missing."
        )
    if any(network.prefixlen == 0 for network in settings.proxy_addresses):
        yield f"{PREFIX}PROXY_ADDRESSES must name a proxy, not every address there is."
    if settings.allowed_groups and not settings.proxy_group_header:
        yield (
            f"{PREFIX}ALLOWED_GROUPS needs {PREFIX}PROXY_GROUP_HEADER, the header in which the "
            "proxy tells groups."
        )
    if not around.is_guarded:
        yield "A proxy is trusted by server.py only: start with streamlit run server.py."
    elif around.forwarded_allow_ips != "none":
        yield (
            "Where a proxy is trusted, the environment must say FORWARDED_ALLOW_IPS=none: else the "
            "web server takes a caller's address from the header X-Forwarded-For, which a caller "
            "can write."
        )
