"""The server: ``streamlit run server.py`` serves app.py guarded, with headers, ready at once."""

from __future__ import annotations

import asyncio
import gc
import importlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime import Runtime
from streamlit.runtime.pages_manager import PagesManager

from imt_core.intake.isolation.pool import READERS
from pages.serving.audit import audit_log
from pages.serving.browsers import ROUTES, BrowserCookie
from pages.serving.cookies import ForgottenFile, SecureCookies
from pages.serving.guard import HANDED_ON, Guard
from pages.serving.headers import SecurityHeaders
from pages.serving.kept_inside import keep_inside
from pages.serving.memory import keep_clean
from pages.serving.own_downloads import OwnDownloads, own_files
from pages.serving.sessions import SESSIONS, SessionWatch
from pages.serving.settings import SettingsError, settings
from pages.serving.start import check_start, circumstances, establish, sends_cookies_over_tls

PRELOADED = (
    "imt_core.reporting.figures.kaplan_meier",
    "imt_core.reporting.figures.stacked",
    "imt_core.reporting.figures.swimmer",
    "imt_core.published.figures",
    "pages.components.frame",
    "pages.components.take_away",
)
LATER = ("scipy.optimize", "scipy.stats", "greenwood")
"""What takes long to import and is not needed for the first curve; SciPy's parts are asked for by
their names in `scipy`, which imports them only then."""

# A fresh process takes the folder pages/ for the older page discovery, and greets a deep link with
# "page not found", until app.py has run once. This says beforehand what st.navigation says then.
PagesManager.uses_pages_directory = False
keep_inside()

try:
    around = circumstances(is_guarded=True)
    how = check_start(settings(), around)
    audit_log().check()
except SettingsError as error:
    sys.exit(f"The server does not start.\n{error}")
if how == "proxy":
    config.set_option("server.trustedUserHeaders", HANDED_ON)
establish(how)

MIDDLEWARE = (
    Middleware(SecurityHeaders),
    Middleware(SessionWatch, audit=audit_log()),
    Middleware(Guard, how=how, settings=settings(), audit=audit_log()),
    Middleware(SecureCookies, always=sends_cookies_over_tls(settings(), around)),
    Middleware(ForgottenFile),
    Middleware(BrowserCookie),
    Middleware(OwnDownloads),
)


async def _get_ready() -> None:
    """Start what reads files, and import the rest, when no first curve is waited for any more."""
    await asyncio.sleep(15)
    READERS.prepare()
    for module in LATER:
        await asyncio.to_thread(importlib.import_module, module)


@asynccontextmanager
async def preload(_: object) -> AsyncIterator[None]:
    """Import what the pages need before a visitor waits for it."""
    # Nothing of what is imported is let go again: looking for it took a fifth of the time.
    gc.disable()
    for module in PRELOADED:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    gc.enable()
    # Each run of a page ends with a collection; many within it took a third of a long swimmer plot.
    gc.set_threshold(50_000)
    own_files(Runtime.instance())
    cleaning = asyncio.create_task(keep_clean())
    getting_ready = asyncio.create_task(_get_ready())
    SESSIONS.watch(asyncio.get_running_loop())
    audit_log().record("server_started", who="server", how=how)
    yield
    cleaning.cancel()
    getting_ready.cancel()
    SESSIONS.end_those_gone(lambda _: False, audit_log())
    audit_log().record("server_stopped", who="server")
    READERS.close()


app = st.App(
    Path(__file__).parent / "app.py",
    lifespan=preload,
    secrets={"auth": section} if (section := settings().sign_in_section()) else None,
    routes=ROUTES,
    middleware=MIDDLEWARE,
)
