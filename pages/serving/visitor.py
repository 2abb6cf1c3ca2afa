"""Who is there, by the word of a provider or a proxy, and whether they may enter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import time
from typing import Any

from pages.serving.settings import Settings, folded

LOCAL = "local"
"""The name of whoever is there where nobody has to say who they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who is there.

    `name` is for the screen and the audit log; `address` what the list is asked for, empty where
    nobody vouches for it.
    """

    name: str
    address: str = ""
    groups: frozenset[str] = frozenset()


def visitor_by_claims(claims: Mapping[str, Any], settings: Settings) -> Visitor:
    """The person an identity token tells of."""
    address = str(claims.get("email") or "")
    # Some providers write the word instead of the value.
    is_verified = claims.get("email_verified") in (True, "true")
    told = claims.get(settings.sign_in_group_claim)
    groups = told if isinstance(told, list) else [told] if isinstance(told, str) else []
    return Visitor(
        name=(address or str(claims.get("sub") or "somebody without a name"))[:256],
        address=address if is_verified or settings.sign_in_accept_unverified else "",
        groups=frozenset(str(group) for group in groups),
    )


def visitor_by_header(user: str, groups: str = "") -> Visitor:
    """The person a proxy tells of, with groups that are written with commas."""
    return Visitor(
        name=user[:256],
        address=user,
        groups=frozenset(part for raw in groups.split(",") if (part := raw.strip())),
    )


def is_fresh(claims: Mapping[str, Any], settings: Settings) -> bool:
    """Whether somebody signed in so lately that it still counts."""
    since = claims.get("iat")
    if not isinstance(since, int | float) or isinstance(since, bool):
        return False
    return time() - since < settings.sign_in_hours * 3600


def reason_to_refuse(visitor: Visitor, settings: Settings) -> str:
    """Why somebody may not enter, in a sentence; empty for those who may."""
    if settings.allowed_everybody or visitor.groups & settings.allowed_groups:
        return ""
    address = folded(visitor.address)
    if address and address in settings.allowed_users:
        return ""
    _, at, domain = address.partition("@")
    if at and "@" not in domain and domain in settings.allowed_domains:
        return ""
    if not address:
        return (
            f"You are signed in as {visitor.name}, but your provider does not vouch for an e-mail "
            "address of yours, so this server cannot tell whether you may use it. Ask whoever runs "
            "it."
        )
    return (
        f"You are signed in as {visitor.name}, who is not on the list of those who may use this "
        "server. Ask whoever runs it."
    )
