"""What whoever runs the server may set, read once from the environment and checked as a whole.

Every name begins with ``IMT_EXPLORER_``; docs/sign_in.md and docs/audit_log.md tell what each
does. Whatever is wrong is said in plain sentences, all of it at once, before anything is served.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

PREFIX: Final = "IMT_EXPLORER_"


class SettingsError(Exception):
    """Settings with which nothing is served; its text is one sentence a line."""


def _split(value: object) -> object:
    """The parts of a list that is written with commas."""
    if not isinstance(value, str):
        return value
    return [part for raw in value.split(",") if (part := raw.strip())]


def folded(text: str) -> str:
    """A name or address as it is compared: letters beyond ASCII are never taken for each other."""
    return text.lower() if text.isascii() else text


def _split_folded(value: object) -> object:
    parts = _split(value)
    return [folded(part) for part in parts] if isinstance(parts, list) else parts


def _networks(value: object) -> object:
    parts = _split(value)
    return [ip_network(part) for part in parts] if isinstance(parts, list) else parts


def _said_yes(value: object) -> object:
    """Whether a thing that must not happen by accident was asked for: only by the word yes."""
    if isinstance(value, str) and value.strip().casefold() not in ("yes", "no"):
        raise ValueError("must be yes or no")
    return value


Names = Annotated[frozenset[str], BeforeValidator(_split)]
FoldedNames = Annotated[frozenset[str], BeforeValidator(_split_folded)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_networks)]
Word = Annotated[bool, BeforeValidator(_said_yes)]
Secret = Annotated[str, Field(repr=False)]
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]*$")]


class Settings(BaseModel):
    """The settings; each field is the environment variable of its name, in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    open_to_network: Word = False

    sign_in_metadata_url: str = ""
    sign_in_client_id: str = ""
    sign_in_client_secret: Secret = ""
    sign_in_redirect_uri: str = ""
    sign_in_cookie_secret: Secret = ""
    sign_in_scope: str = "openid email profile"
    sign_in_prompt: Literal["login", "select_account", "consent"] = "login"
    sign_in_hours: Annotated[float, Field(gt=0, le=720)] = 12
    sign_in_group_claim: str = "groups"
    sign_in_accept_unverified: Word = False

    proxy_addresses: Networks = ()
    proxy_user_header: HeaderName = ""
    proxy_group_header: HeaderName = ""

    allowed_users: FoldedNames = frozenset()
    allowed_domains: FoldedNames = frozenset()
    allowed_groups: Names = frozenset()
    allowed_everybody: Word = False

    audit_log: Path | None = None
    audit_megabytes: Annotated[float, Field(gt=0, le=10_000)] = 10

    @property
    def trusts_a_proxy(self) -> bool:
        """Whether who is there is told by a proxy."""
        return bool(self.proxy_addresses or self.proxy_user_header)

    @property
    def names_somebody(self) -> bool:
        """Whether anybody is allowed in."""
        return bool(
            self.allowed_users
            or self.allowed_domains
            or self.allowed_groups
            or self.allowed_everybody
        )

    def sign_in_section(self) -> dict[str, Any]:
        """The provider as the section ``auth`` of Streamlit's secrets; empty where not set."""
        section = {
            "server_metadata_url": self.sign_in_metadata_url,
            "client_id": self.sign_in_client_id,
            "client_secret": self.sign_in_client_secret,
            "redirect_uri": self.sign_in_redirect_uri,
            "cookie_secret": self.sign_in_cookie_secret,
        }
        kwargs = {"scope": self.sign_in_scope, "prompt": self.sign_in_prompt}
        given = {name: value for name, value in section.items() if value}
        return {**given, "client_kwargs": kwargs} if given else {}


_WRONG: Final[dict[str, str]] = {
    "proxy_addresses": "must be addresses or networks such as 10.0.0.5 or 10.1.0.0/24",
    "sign_in_prompt": "must be login, select_account or consent",
    "sign_in_hours": "must be a number of hours from above 0 to 720",
    "audit_megabytes": "must be a number of megabytes from above 0 to 10,000",
    "proxy_user_header": "must be the name of one header, such as X-Forwarded-Email",
    "proxy_group_header": "must be the name of one header, such as X-Forwarded-Groups",
}


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings.

    Raises
    ------
    SettingsError
        If a name is unknown or a value is not possible; a value is never repeated, for it may
        be a secret.
    """
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and value.strip()
    }
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError(
            "\n".join(_sentence(str(found["loc"][0]), found) for found in error.errors())
        ) from None


def _sentence(field: str, found: Mapping[str, Any]) -> str:
    name = f"{PREFIX}{field.upper()}"
    if found["type"] == "extra_forbidden":
        return f"{name} is not a setting; see docs/sign_in.md and docs/audit_log.md."
    return f"{name} {_WRONG.get(field, 'must be yes or no')}."


@cache
def settings() -> Settings:
    """The settings of this process.

    Raises
    ------
    SettingsError
        If they are not possible.
    """
    return read_settings(os.environ)
