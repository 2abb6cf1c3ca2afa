"""Programs that the tests start, and a session as a browser has one, without a browser."""

from __future__ import annotations

import socket
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

SECONDS_TO_START = 60


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    answers_at: str,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    context: ssl.SSLContext | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program that serves, from when it answers with 200 at an address."""
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until_it_answers(process, answers_at, context)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_it_answers(
    process: subprocess.Popen[bytes], address: str, context: ssl.SSLContext | None
) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2, context=context) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"nothing answered at {address}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session that is open, and what it was sent when it opened the page."""

    id: str
    said: bytes


@contextmanager
def opened_session(
    address: str,
    *,
    origin: str | None = None,
    context: ssl.SSLContext | None = None,
    headers: Mapping[str, str] | None = None,
) -> Iterator[Session]:
    """Open the page at an address."""
    said, name = b"", ""
    with connect(
        f"ws{address.removeprefix('http')}/_stcore/stream",
        subprotocols=["streamlit"],
        origin=origin,
        ssl=context,
        additional_headers=headers,
        max_size=None,
        open_timeout=SECONDS_TO_START,
    ) as stream:
        stream.send(BackMsg(rerun_script=ClientState()).SerializeToString())
        kind = ""
        while kind != "script_finished":
            received = stream.recv(timeout=60)
            assert isinstance(received, bytes)
            said += received
            message = ForwardMsg.FromString(received)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                name = message.new_session.initialize.session_id
        yield Session(id=name, said=said)
