"""A file that was made for a session is answered to its browser alone, and kept by none."""

from __future__ import annotations

from time import monotonic
from typing import Any, Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.serving.base_path import base_path
from pages.serving.browsers import BROWSER, BROWSERS, cookie_of

UNFETCHED_SECONDS: Final = 20.0
"""How long a file that was made on a click waits for its browser."""


class OwnFiles(MediaFileManager):
    """Knows for which sessions each file was made, also where it was made on a click.

    No session shows a file that was made on a click, and with each run of any session Streamlit
    drops what none shows: beside busy sessions it would be gone before its browser came for it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._made_for: dict[str, set[str]] = {}
        self._n_being_made = 0
        self._waits_until: dict[str, float] = {}

    def add(self, *args: Any, **kwargs: Any) -> str:
        """Keep a file, and note for whom."""
        url = super().add(*args, **kwargs)
        context = get_script_run_ctx()
        if context is not None:
            self._note(url, context.session_id)
        return url

    def execute_deferred(self, file_id: str) -> str:
        """Make a file on a click, and note for whom."""
        entry = self._deferred_callables.get(file_id)
        with self._lock:
            self._n_being_made += 1
        try:
            url = super().execute_deferred(file_id)
            if entry is not None:
                self._note(url, entry["session_id"])
            with self._lock:
                self._waits_until[file_of(url)] = monotonic() + UNFETCHED_SECONDS
        finally:
            with self._lock:
                self._n_being_made -= 1
        return url

    def fetched(self, file_id: str) -> None:
        """Note that a browser has a file that was made for it."""
        with self._lock:
            self._waits_until.pop(file_id, None)

    def _get_inactive_file_ids(self) -> set[str]:
        if self._n_being_made:
            return set()
        now = monotonic()
        self._waits_until = {f: end for f, end in self._waits_until.items() if end > now}
        return super()._get_inactive_file_ids() - set(self._waits_until)

    def _note(self, url: str, session: str) -> None:
        with self._lock:
            self._made_for.setdefault(file_of(url), set()).add(session)

    def sessions_of(self, file_id: str) -> set[str]:
        """The sessions that a file was made for: as long as it is kept, in runs under way too."""
        with self._lock:
            return set(self._made_for.get(file_id, ()))

    def remove_orphaned_files(self) -> None:
        """Forget files that no session shows, and for whom they were made."""
        super().remove_orphaned_files()
        with self._lock:
            for file_id in set(self._made_for) - set(self._file_metadata):
                del self._made_for[file_id]


def file_of(path: str) -> str:
    """The id of a file, by its address."""
    return path.rsplit("/", 1)[-1].partition(".")[0]


def own_files(runtime: Runtime) -> OwnFiles:
    """Have a runtime keep files so; before its first session."""
    manager = runtime.media_file_mgr
    if not isinstance(manager, OwnFiles):
        manager = runtime._media_file_mgr = OwnFiles(storage=manager._storage)
    return manager


class OwnDownloads:
    """Answer for a file only to the browser that it was made for; none on the way keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        path = str(scope.get("path", ""))
        if scope["type"] != "http" or not path.startswith(_media()):
            await self._app(scope, receive, send)
            return
        file_id = file_of(path)
        cookie = cookie_of(scope, BROWSER)
        sessions = own_files(Runtime.instance()).sessions_of(file_id)
        if not any(BROWSERS.is_own(session, cookie) for session in sessions):
            refused = PlainTextResponse("There is no such file here.", status_code=404)
            await refused(scope, receive, _unkept(send))
            return
        await self._app(scope, receive, _unkept(send))
        own_files(Runtime.instance()).fetched(file_id)


def _media() -> str:
    """Where files that were made for sessions are answered for, below the path of the app."""
    base = base_path()
    return f"/{base}/media/" if base else "/media/"


def _unkept(send: Send) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            others = [h for h in message.get("headers", ()) if h[0].lower() != b"cache-control"]
            message["headers"] = [*others, (b"cache-control", b"no-store")]
        await send(message)

    return answer
