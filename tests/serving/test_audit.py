from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pages.serving import audit
from pages.serving.audit import AuditLog
from pages.serving.sessions import Present, Sessions, session_mark
from pages.serving.settings import SettingsError
from tests.places import ROOT


def lines_of(*files: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def test_a_line_says_who_did_what_when(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    AuditLog(path).record("opened", who="ada@example.org", file="ab", rows=3)
    (line,) = lines_of(path)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("at"))
    assert line == {"who": "ada@example.org", "what": "opened", "file": "ab", "rows": 3}


def test_a_name_cannot_write_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    AuditLog(path).record("denied", who='eve"}\n{"at": "now"}\u2028')
    assert path.read_bytes().count(b"\n") == 1
    assert lines_of(path)[0]["who"] == 'eve"}\n{"at": "now"}\u2028'


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    AuditLog(path).record("server_started", who="server")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    path.write_bytes(b'{"at": "before"}\n')
    AuditLog(path).record("server_started", who="server")
    assert path.read_bytes().startswith(b'{"at": "before"}\n{"at": "2')


def test_a_full_log_is_put_aside_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path, most_bytes=1000)
    for number in range(50):
        log.record("exported", who="ada", number=number)
    files = [file for file in tmp_path.iterdir() if file.suffix != ".lock"]
    assert len(files) > 3
    assert all(file.stat().st_size <= 1000 for file in files)
    assert sorted(line["number"] for line in lines_of(*files)) == list(range(50))


def test_a_line_longer_than_the_log_may_be_is_written_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path, most_bytes=50)
    log.record("exported", who="a" * 100)
    log.record("exported", who="b" * 100)
    files = [file for file in tmp_path.iterdir() if file.suffix != ".lock"]
    assert {line["who"][0] for line in lines_of(*files)} == {"a", "b"}


def test_threads_and_processes_write_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    code = (
        "import sys; from pathlib import Path; from pages.serving.audit import AuditLog\n"
        "log = AuditLog(Path(sys.argv[1]), most_bytes=5000)\n"
        "for n in range(200): log.record('exported', who='other', number=n)\n"
    )
    others = [subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT) for _ in range(2)]
    log = AuditLog(path, most_bytes=5000)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: log.record("exported", who="here", number=n), range(200)))
    assert [other.wait(timeout=120) for other in others] == [0, 0]
    files = [file for file in tmp_path.iterdir() if file.suffix != ".lock"]
    written = [(line["who"], line["number"]) for line in lines_of(*files)]
    assert sorted(written) == sorted(
        [("here", n) for n in range(200)] + 2 * [("other", n) for n in range(200)]
    )
    assert all(file.stat().st_size <= 5000 for file in files)


def test_a_log_that_cannot_be_written_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="IMT_EXPLORER_AUDIT_LOG cannot be written"):
        AuditLog(tmp_path / "nowhere" / "audit.jsonl").check()
    with pytest.raises(SettingsError, match="cannot be written"):
        AuditLog(tmp_path).check()


def test_a_failure_stops_nobody_and_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path)
    said: list[str] = []
    monkeypatch.setattr(audit._LOGGER, "handle", lambda record: said.append(record.getMessage()))

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(audit.os, "write", full)
        log.record("opened", who="ada@example.org")
        log.record("exported", who="ada@example.org")
    assert said == [
        "The audit log lost a line (opened): No space left on device",
        "The audit log lost a line (exported): No space left on device",
    ]
    log.record("signed_out", who="ada@example.org")
    assert [(line["what"], line.get("lines")) for line in lines_of(path)] == [
        ("lines_lost", 2),
        ("signed_out", None),
    ]


def test_without_a_path_nothing_is_written(tmp_path: Path) -> None:
    log = AuditLog(None)
    log.check()
    log.record("opened", who="ada")
    log.record_seldom("denied", who="eve")
    assert list(tmp_path.iterdir()) == []


def test_what_a_stranger_repeats_is_written_once_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(audit, "monotonic", lambda: now[0])
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path)
    for now[0] in (1000.0, 1030.0, 1059.0, 1061.0):
        log.record_seldom("denied", who="eve", why="not on the list")
    log.record_seldom("denied", who="mallory", why="not on the list")
    assert [line["who"] for line in lines_of(path)] == ["eve", "eve", "mallory"]


def test_a_session_begins_once_and_ends_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path)
    monkeypatch.setattr("pages.serving.sessions.audit_log", lambda: log)
    sessions = Sessions()
    for _ in range(3):
        sessions.begin("the id", Present(who="ada"))
    sessions.end_those_gone(lambda _: True, log)
    sessions.end_those_gone(lambda _: False, log)
    sessions.end_those_gone(lambda _: False, log)
    assert [(line["what"], line["who"], line["session"]) for line in lines_of(path)] == [
        ("session_begun", "ada", session_mark("the id")),
        ("session_ended", "ada", session_mark("the id")),
    ]
    assert "the id" not in path.read_text("utf-8")
