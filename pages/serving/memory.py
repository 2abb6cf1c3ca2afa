"""What a session held is gone soon after it: closed sessions, their files and their rows."""

from __future__ import annotations

import asyncio
import gc
import threading
from typing import Any, Final

from streamlit.runtime import Runtime

from pages.serving.browsers import BROWSERS
from pages.serving.waiting import give_up_waiting

EVERY_SECONDS: Final = 5.0
_TO_FORGET: Final = threading.Event()


def forget_soon() -> None:
    """Have what a session just dropped leave the memory with the next round."""
    _TO_FORGET.set()


async def keep_clean() -> None:
    """Go round until the server stops."""
    known: set[str] = set()
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        known = sweep(Runtime.instance(), known)


def sweep(runtime: Runtime, known: set[str]) -> set[str]:
    """Close sessions that nobody came back to, and collect what they held.

    Parameters
    ----------
    runtime : Runtime
    known : set of str
        Ids of the sessions that there were at the last round.

    Returns
    -------
    set of str
        Ids of those that there are now, disconnected ones too.

    Notes
    -----
    Streamlit forgets a disconnected session after ``server.disconnectedSessionTTL`` seconds, but
    only when another one comes or goes; and the callables of download buttons outlive both. Tried
    with 1.67, whose private names stand here alone.
    """
    manager: Any = runtime._session_mgr
    stored = manager._session_storage._cache
    for _, info in stored.expire():
        # The server's loop holds the last session that it served until it serves another.
        info.session.shutdown()
        info.session.session_state.clear()
    infos = [*manager.list_active_sessions(), *stored.values()]
    sessions = {info.session.id for info in infos}
    if give_up_waiting([info.session.session_state for info in infos]):
        forget_soon()
    if known - sessions or _TO_FORGET.is_set():
        _TO_FORGET.clear()
        BROWSERS.forget_all_but(sessions)
        gc.collect()
        for _ in range(2):  # A file that was made on a click is marked first, and dropped next.
            runtime.media_file_mgr.remove_orphaned_files()
        gc.collect()
    return sessions


def connected_sessions() -> set[str]:
    """Ids of the sessions that have a window."""
    if not Runtime.exists():
        return set()
    manager: Any = Runtime.instance()._session_mgr
    return {info.session.id for info in manager.list_active_sessions()}


def state_left_by(session: str) -> dict[str, Any]:
    """What a session holds whose window is gone, by its keys, for as long as it outlives it."""
    if not Runtime.exists():
        return {}
    manager: Any = Runtime.instance()._session_mgr
    info = manager._session_storage._cache.get(session)
    return {} if info is None else dict(info.session.session_state.filtered_state)
