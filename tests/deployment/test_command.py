"""The wheel, in an empty environment, gives a command that serves the dashboard safely."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import sysconfig
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from pages.serving.command import streamlit_arguments
from tests.places import ROOT
from tests.running import free_port, opened_session, running

WEAK = """
[server]
address = "0.0.0.0"
allowedHosts = []
corsAllowedOrigins = ["http://elsewhere.example"]
enableAgentApi = true
enableCORS = false
enableXsrfProtection = false
maxUploadSize = 5000
[browser]
gatherUsageStats = true
[client]
showErrorDetails = "full"
"""


def pip(*arguments: str | Path, python: str | Path = sys.executable) -> None:
    command = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    subprocess.run([*command, *arguments], check=True, capture_output=True, text=True)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made without a network by the builder that the tests require."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="session")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that holds the wheel; what it requires is borrowed."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = programs / f"python{'.exe' if os.name == 'nt' else ''}"
    pip("install", "--no-deps", "--no-index", wheel, python=python)
    say = "import sysconfig; print(sysconfig.get_path('purelib'))"
    said = subprocess.run([python, "-c", say], capture_output=True, text=True, check=True)
    borrowed = "\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (Path(said.stdout.strip()) / "borrowed.pth").write_text(borrowed, encoding="utf-8")
    return programs / f"imt-explorer{'.exe' if os.name == 'nt' else ''}"


@pytest.fixture(scope="session")
def served(command: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The command, started where the folder and the user's home ask for less safety."""
    here, home = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("home")
    for folder in (here, home):
        (folder / ".streamlit").mkdir()
        (folder / ".streamlit" / "config.toml").write_text(WEAK, encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STREAMLIT_", "PYTHON"))}
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running(
        [command, "--port", str(port), "--no-browser"],
        answers_at=f"{address}/_stcore/health",
        cwd=here,
        env=kept | {"HOME": str(home), "USERPROFILE": str(home)},
    ):
        yield address


def test_nothing_named_pages_or_app_is_installed(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        roots = {name.split("/")[0] for name in archive.namelist()}
    assert {root for root in roots if not root.endswith(".dist-info")} == {
        "imt_core",
        "imt_explorer_app",
    }


def test_the_wheel_holds_every_file_of_the_dashboard_and_the_core(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    app = [ROOT / "app.py", ROOT / "server.py", *(ROOT / "pages").rglob("*.*")]
    core = [path for path in (ROOT / "imt_core").rglob("*.*") if path.is_file()]
    expected = {f"imt_explorer_app/{path.relative_to(ROOT).as_posix()}" for path in app}
    expected |= {path.relative_to(ROOT).as_posix() for path in core}
    assert {name for name in expected - held if "__pycache__" not in name} == set()


def test_the_wheel_requires_what_requirements_txt_says(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = archive.read(name).decode()
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    asked = {line for line in lines if line and not line.startswith("#")}
    assert metadata.count("\nRequires-Dist:") == len(asked)


def test_the_command_serves_the_sample_cohort_from_the_wheel(served: str) -> None:
    with opened_session(served) as session:
        assert b"48 lines in 38 patients" in session.said


def test_the_page_has_the_headers_that_keep_it_at_home(served: str) -> None:
    with urllib.request.urlopen(f"{served}/") as page:
        assert "connect-src 'self'" in page.headers["Content-Security-Policy"]
        assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_a_foreign_configuration_lets_no_other_origin_in(served: str) -> None:
    url, headers = f"{served}/_stcore/host-config", {"Origin": "http://elsewhere.example"}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as page:
        assert page.headers["Access-Control-Allow-Origin"] is None


def test_a_foreign_configuration_lets_no_other_host_name_in(served: str) -> None:
    port = int(served.rpartition(":")[2])
    with (
        socket.create_connection(("127.0.0.1", port)) as reached,
        pytest.raises(InvalidStatus, match="403"),
    ):
        connect("ws://elsewhere.example/_stcore/stream", sock=reached)


@pytest.mark.skipif(sys.platform == "darwin", reason="this system has one loopback address")
def test_a_foreign_configuration_does_not_open_another_address(served: str) -> None:
    with pytest.raises(urllib.error.URLError, match="refused"):
        urllib.request.urlopen(served.replace("127.0.0.1", "127.0.0.2") + "/")


@pytest.mark.parametrize(
    ("asked", "passed_on"),
    [
        ([], []),
        (["--port", "9000", "--no-browser"], ["--server.port=9000", "--server.headless=true"]),
        (["--address", "10.0.0.5"], ["--server.address=10.0.0.5"]),
    ],
)
def test_options_are_passed_on_only_where_they_are_given(
    asked: list[str], passed_on: list[str]
) -> None:
    assert streamlit_arguments(asked) == ["run", str(ROOT / "server.py"), *passed_on]
