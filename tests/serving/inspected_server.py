"""The server with one more address, which counts what still holds a text: for tests alone."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import pandas as pd
import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

import server


def holders_of(mark: str) -> list[str]:
    """What holds a text with a mark in it: types of live objects, tables and arrays looked into."""
    found: list[str] = []
    for holder in gc.get_objects():
        held = gc.get_referents(holder) if type(holder) in _PLAIN else _cells(holder)
        for value in held:  # no generator: its closure would hold the mark itself
            if _is_marked(value, mark):
                found.append(type(holder).__name__)
                break
    return sorted(found)


_PLAIN = (list, tuple, dict, set, frozenset)


def _cells(holder: object) -> list[object]:
    try:
        if isinstance(holder, pd.DataFrame):
            return [c for name in range(holder.shape[1]) for c in _texts(holder.iloc[:, name])]
        if isinstance(holder, pd.Series | pd.Index):
            return _texts(holder)
        if isinstance(holder, np.ndarray) and holder.dtype == object:
            return holder.ravel().tolist()
        return [v for v in gc.get_referents(holder) if isinstance(v, str | bytes)]
    except Exception:
        return []


def _texts(values: pd.Series | pd.Index) -> list[object]:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return list(values.dtype.categories)
    return values.tolist() if values.dtype == object else []


def _is_marked(value: object, mark: str) -> bool:
    if isinstance(value, str):
        return mark in value
    return isinstance(value, bytes | bytearray) and mark.encode() in value


async def inspect(request: Request) -> JSONResponse:
    gc.collect()
    return JSONResponse(holders_of("".join(reversed(request.path_params["mark_reversed"]))))


app = st.App(
    Path(server.__file__).parent / "app.py",
    lifespan=server.preload,
    routes=[*server.ROUTES, Route("/inspect/{mark_reversed}", inspect)],
    middleware=server.MIDDLEWARE,
)
