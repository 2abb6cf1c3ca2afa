"""Uploads stay in memory while they arrive; nobody outside is asked for anything."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartParser
from streamlit import net_util
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from pages.serving.kept_inside import keep_inside
from tests.places import ROOT
from tests.running import free_port, running


def is_kept_in_memory(size: int) -> bool:
    """Whether a file of so many bytes is, as the server takes it in."""
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="sheet.csv"\r\n\r\n'

    async def stream() -> AsyncIterator[bytes]:
        yield head + b"1" * size + b"\r\n--x--\r\n"

    headers = Headers({"content-type": "multipart/form-data; boundary=x"})

    async def arrive() -> bool:
        file = (await MultiPartParser(headers, stream()).parse())["f"]
        assert isinstance(file, UploadFile)
        is_kept = file._in_memory
        await file.close()
        return is_kept

    with ThreadPoolExecutor(1) as apart:  # a browser of other tests keeps a loop in this thread
        return apart.submit(lambda: asyncio.run(arrive())).result()


def test_a_long_file_is_not_laid_on_the_disk_while_it_arrives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1 << 20)
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)
    assert not is_kept_in_memory(2 << 20)
    keep_inside()
    assert is_kept_in_memory(50 << 20)


def test_a_page_of_another_origin_opens_no_session_and_nobody_outside_is_asked() -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", 0)) as outside:
        outside.setblocking(False)
        proxy = f"http://127.0.0.1:{outside.getsockname()[1]}"
        with running(
            [sys.executable, "-m", "streamlit", "run", "server.py", f"--server.port={port}"],
            answers_at=f"http://127.0.0.1:{port}/_stcore/health",
            cwd=ROOT,
            env=os.environ | {"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy, "NO_PROXY": ""},
        ):
            with pytest.raises(InvalidStatus, match="403"):
                connect(f"ws://127.0.0.1:{port}/_stcore/stream", origin="https://elsewhere.example")
            with pytest.raises(BlockingIOError):
                outside.accept()
