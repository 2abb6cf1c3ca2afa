"""The gate: who may see anything at all, asked before a page draws or computes."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.components.reading import dismiss_reader
from pages.components.text import plain
from pages.components.trail import session_id, set_visitor, trail, visitor_name, was_let_in
from pages.components.uploads import forget_all_uploads
from pages.serving.audit import audit_log
from pages.serving.browsers import BROWSERS
from pages.serving.guard import handed_on
from pages.serving.memory import forget_soon
from pages.serving.sessions import SESSIONS, Present, sign_in_of
from pages.serving.settings import Settings, SettingsError, settings
from pages.serving.start import How, check_start, circumstances, established, providers
from pages.serving.visitor import LOCAL, Visitor, is_fresh, reason_to_refuse, visitor_by_claims


def let_in() -> bool:
    """Whether somebody is there who may enter; where not, all that is drawn is why."""
    try:
        held = settings()
        how = established() or _without_server(held)
    except SettingsError as error:
        st.error(f"**Nothing is shown, for the server is not set up.**\n\n{plain(str(error))}")
        return False
    visitor, sign_in = _visitor(how, held)
    reason = reason_to_refuse(visitor, held) if visitor and how != "local" else ""
    if visitor is None or reason:
        if was_let_in():  # rows must not outlast whoever brought them
            forget_session()
        st.title("IMT Explorer", anchor=False)
        if visitor is None:
            _ask_to_sign_in(how)
        else:
            _show_refusal(visitor, reason, can_sign_out=how == "sign-in")
        return False
    SESSIONS.begin(session_id(), Present(who=visitor.name, sign_in=sign_in))
    set_visitor(visitor.name)
    return True


def show_visitor() -> None:
    """Draw who is signed in, and the way out."""
    if visitor_name() == LOCAL:
        return
    st.caption(f"Signed in as {plain(visitor_name())}")
    if st.user.get("is_logged_in"):
        st.button(
            "Sign out",
            icon=":material/logout:",
            on_click=_sign_out,
            width="stretch",
            help="Forgets the cohort, the deck and all choices.",
        )


def forget_session() -> None:
    """Drop everything the session holds: cohort, deck, uploads, choices."""
    dismiss_reader()
    forget_all_uploads()
    st.session_state.clear()
    forget_soon()


def _without_server(held: Settings) -> How:
    """How it is known who is there without ``server.py``; says what is missing then.

    Raises
    ------
    SettingsError
        If nothing may be shown like this.
    """
    how = check_start(held, circumstances(is_guarded=False))
    st.warning(
        "**Started without `server.py`.** Missing: the headers that keep the browser from sending "
        "anything elsewhere, the guard of requests, the clearing of ended sessions and the warm "
        "start. Stop it, and start `streamlit run server.py`.",
        icon=":material/gpp_maybe:",
    )
    return how


def _visitor(how: How, held: Settings) -> tuple[Visitor | None, str]:
    """Whoever is there, if anybody, and what tells their sign-in."""
    if how == "local":
        return Visitor(name=LOCAL), ""
    if how == "proxy":
        return handed_on(st.user), ""
    claims, sign_in = st.user.to_dict(), sign_in_of(st.user)
    is_in = claims.get("is_logged_in") is True and is_fresh(claims, held)
    if not is_in or SESSIONS.is_signed_out(sign_in):
        return None, ""
    return visitor_by_claims(claims, held), sign_in


def _ask_to_sign_in(how: How) -> None:
    if how == "proxy":
        st.error("The proxy does not say who you are: sign in there first.")
        return
    st.markdown("Sign in to open it.")
    for provider in providers(st.secrets["auth"]):
        is_only = provider == "default"
        st.button(
            "Sign in" if is_only else f"Sign in with {provider}",
            type="primary",
            icon=":material/login:",
            on_click=st.login,
            args=() if is_only else (provider,),
            key=f"sign_in_{provider}",
        )


def _show_refusal(visitor: Visitor, reason: str, *, can_sign_out: bool) -> None:
    audit_log().record_seldom("denied", who=visitor.name, why="not on the list")
    st.error(plain(reason), icon=":material/block:")
    if can_sign_out:
        st.button("Sign out", icon=":material/logout:", on_click=_sign_out)


def _sign_out() -> None:
    claims = st.user.to_dict()
    who = visitor_by_claims(claims, settings()).name
    replace(trail(), who=who).note("signed_out")
    forget_session()
    for other in BROWSERS.others_of(session_id()):
        BROWSERS.let_go(other)  # What a closed window held comes back with no sign-in either.
    st.logout()
    SESSIONS.sign_out(sign_in_of(claims), in_session=session_id())
