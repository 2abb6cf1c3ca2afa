"""The server: ``streamlit run server.py`` serves app.py with security headers, ready at once."""

from __future__ import annotations

import asyncio
import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime import Runtime
from streamlit.runtime.pages_manager import PagesManager

from imt_core.intake.isolation.pool import READERS
from pages.serving.browsers import ROUTES, BrowserCookie
from pages.serving.headers import SecurityHeaders
from pages.serving.kept_inside import keep_inside
from pages.serving.memory import keep_clean
from pages.serving.own_downloads import OwnDownloads, own_files

PRELOADED = (
    "imt_core.reporting.figures.kaplan_meier",
    "imt_core.reporting.figures.response",
    "imt_core.reporting.figures.swimmer",
    "imt_core.published.figures",
    "pages.components.frame",
    "pages.components.take_away",
)

MIDDLEWARE = (SecurityHeaders, BrowserCookie, OwnDownloads)

# A fresh process takes the folder pages/ for the older page discovery, and greets a deep link with
# "page not found", until app.py has run once. This says beforehand what st.navigation says then.
PagesManager.uses_pages_directory = False
keep_inside()


@asynccontextmanager
async def preload(_: object) -> AsyncIterator[None]:
    """Import what the pages need, and start what reads files, before a visitor waits for it."""
    for module in PRELOADED:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    READERS.prepare()
    own_files(Runtime.instance())
    cleaning = asyncio.create_task(keep_clean())
    yield
    cleaning.cancel()
    READERS.close()


app = st.App(
    Path(__file__).parent / "app.py",
    lifespan=preload,
    routes=ROUTES,
    middleware=[Middleware(made) for made in MIDDLEWARE],
)
