"""The examples for nginx and Caddy, started as they stand: TLS, sub-path, sessions that stick."""

from __future__ import annotations

import os
import shutil
import ssl
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass, field
from http.client import HTTPSConnection
from pathlib import Path
from uuid import uuid4

import pytest
import requests
import trustme

from tests.places import ROOT
from tests.running import Session, free_port, opened_session, running

MEGABYTE = 1 << 20
COMMAND = [sys.executable, "-c", "from pages.serving.command import main; main()"]
NGINX_MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    types {{ text/html html; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/imt-explorer.conf;
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy that runs, and the two processes behind it."""

    host: str
    authority: Path
    processes: tuple[str, ...]
    folder: Path

    @property
    def address(self) -> str:
        return f"https://{self.host}/imt"

    @property
    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority))

    def visitor(self) -> Visitor:
        """Somebody whose browser keeps what the first page gave it."""
        visitor = Visitor(proxy=self)
        visitor.browser.trust_env = False
        visitor.browser.verify = str(self.authority)
        visitor.browser.get(f"{self.address}/").raise_for_status()
        visitor.browser.get(f"{self.address}/_stcore/health").raise_for_status()
        return visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A browser: it has cookies, opens sessions and uploads files."""

    proxy: Proxy
    browser: requests.Session = field(default_factory=requests.Session)

    @property
    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.browser.cookies)

    @property
    def token(self) -> str:
        return str(self.browser.cookies["_streamlit_xsrf"])

    def open(self) -> AbstractContextManager[Session]:
        return opened_session(
            self.proxy.address,
            origin=f"https://{self.proxy.host}",
            context=self.proxy.context,
            headers={"Cookie": self.cookies},
        )

    def upload(self, session: Session, size: int, *, address: str | None = None) -> int:
        """The answer to a file for a session, through the proxy unless told otherwise."""
        answer = requests.put(
            f"{address or self.proxy.address}/_stcore/upload_file/{session.id}/{uuid4()}",
            files={"file": ("sheet.csv", b"x" * size)},
            headers={"X-Xsrftoken": self.token, "Cookie": self.cookies},
            verify=str(self.proxy.authority),
        )
        return answer.status_code

    def upload_too_much(self, session: Session, size: int) -> int:
        """The answer to a file that is refused while it is sent."""
        connection = HTTPSConnection(self.proxy.host, context=self.proxy.context, timeout=20)
        connection.putrequest("PUT", f"/imt/_stcore/upload_file/{session.id}/{uuid4()}")
        connection.putheader("Cookie", self.cookies)
        connection.putheader("X-Xsrftoken", self.token)
        connection.putheader("Content-Type", "multipart/form-data; boundary=x")
        connection.putheader("Content-Length", str(size))
        connection.endheaders()
        with suppress(OSError):  # whoever refuses does not read on
            connection.send(b"x" * size)
        status = connection.getresponse().status
        connection.close()
        return status


def replaced(text: str, places: Mapping[str, str]) -> str:
    """An example with its placeholders replaced, each of which must stand there."""
    for old, new in places.items():
        assert old in text, f"the example no longer has {old}"
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def processes() -> Iterator[tuple[str, ...]]:
    """Two processes, set up as the example says."""
    example = (ROOT / "deploy" / "imt-explorer.env").read_text(encoding="utf-8")
    lines = replaced(example, {"imt.hospital.example": "localhost"}).splitlines()
    env = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    with ExitStack() as started:
        addresses = []
        for port in (free_port(), free_port()):
            address = f"http://127.0.0.1:{port}/imt"
            started.enter_context(
                running(
                    [*COMMAND, "--port", str(port), "--no-browser"],
                    answers_at=f"{address}/_stcore/health",
                    cwd=ROOT,
                    env=os.environ | env,
                )
            )
            addresses.append(address)
        yield tuple(addresses)


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """One of the proxies with its example; skipped where it is not installed."""
    kind = request.param
    program = shutil.which(kind)
    if program is None:
        pytest.skip(f"no {kind}: install Debian's package of that name")
    processes = request.getfixturevalue("processes")
    folder = tmp_path_factory.mktemp(kind)
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    authority.cert_pem.write_to_path(folder / "authority.pem")
    certificate.cert_chain_pems[0].write_to_path(folder / "certificate.pem")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    plain, secure = free_port(), free_port()
    example = ROOT / "deploy" / ("nginx.conf" if kind == "nginx" else "Caddyfile")
    ports = [address.removesuffix("/imt").rpartition(":")[2] for address in processes]
    text = replaced(
        example.read_text(encoding="utf-8"),
        {
            "imt.hospital.example": "localhost",
            "/etc/ssl/imt-explorer": str(folder),
            "127.0.0.1:8501": f"127.0.0.1:{ports[0]}",
            "127.0.0.1:8502": f"127.0.0.1:{ports[1]}",
        },
    )
    if kind == "nginx":
        ours = {"listen 80;": f"listen 127.0.0.1:{plain};", "/var/log/nginx": str(folder)}
        ours["listen 443 ssl;"] = f"listen 127.0.0.1:{secure} ssl;"
        (folder / "imt-explorer.conf").write_text(replaced(text, ours), encoding="utf-8")
        main = folder / "nginx.conf"
        main.write_text(NGINX_MAIN.format(folder=folder), encoding="utf-8")
        command = [program, "-p", folder, "-c", main]
    else:
        ours = {"admin off": f"admin off\n\thttp_port {plain}\n\thttps_port {secure}"}
        main = folder / "Caddyfile"
        main.write_text(replaced(text, ours), encoding="utf-8")
        command = [program, "run", "--adapter", "caddyfile", "--config", main]
    found = Proxy(
        host=f"localhost:{secure}",
        authority=folder / "authority.pem",
        processes=processes,
        folder=folder,
    )
    with running(
        command,
        answers_at=f"{found.address}/_stcore/health",
        cwd=folder,
        env=os.environ | {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
        context=found.context,
    ):
        yield found


def test_the_page_is_under_the_sub_path_over_tls_with_its_headers(proxy: Proxy) -> None:
    page = requests.get(f"{proxy.address}/", verify=str(proxy.authority))
    assert page.status_code == 200
    assert "IMT" in page.text or "static/js/" in page.text
    assert "connect-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_sub_path_without_its_slash_leads_to_the_page(proxy: Proxy) -> None:
    page = requests.get(proxy.address, verify=str(proxy.authority))
    assert [answer.status_code for answer in page.history] == [301]
    assert (page.status_code, page.url) == (200, f"{proxy.address}/")


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/imt/_stcore/metrics", "/imt/opened/x"])
def test_nothing_else_is_reached(proxy: Proxy, path: str) -> None:
    answer = requests.get(f"https://{proxy.host}{path}", verify=str(proxy.authority))
    assert answer.status_code == 404


def test_a_session_over_the_websocket_shows_the_sample(proxy: Proxy) -> None:
    with proxy.visitor().open() as session:
        assert b"48 lines in 38 patients" in session.said


def test_each_visitor_stays_with_the_process_that_has_the_session(proxy: Proxy) -> None:
    homes = set()
    for _ in range(40):
        visitor = proxy.visitor()
        with visitor.open() as session:
            assert [visitor.upload(session, 10) for _ in range(3)] == [204, 204, 204]
            answers = [visitor.upload(session, 10, address=a) for a in proxy.processes]
        assert sorted(answers) == [204, 400]
        homes.add(answers.index(204))
        if len(homes) == 2:
            break
    assert homes == {0, 1}


def test_cookies_travel_over_tls_only(proxy: Proxy) -> None:
    cookies = {cookie.name: cookie.secure for cookie in proxy.visitor().browser.cookies}
    assert cookies.keys() == {"imt_visitor", "imt_browser", "_streamlit_xsrf"}
    assert cookies["imt_browser"]
    assert cookies["_streamlit_xsrf"]


def test_a_file_of_49_megabytes_arrives_and_one_of_60_is_refused(proxy: Proxy) -> None:
    visitor = proxy.visitor()
    with visitor.open() as session:
        assert visitor.upload(session, 49 * MEGABYTE) == 204
        assert visitor.upload_too_much(session, 60 * MEGABYTE) == 413


def test_scripts_are_compressed(proxy: Proxy) -> None:
    page = requests.get(f"{proxy.address}/", verify=str(proxy.authority)).text
    script = page.partition('src="./')[2].partition('"')[0]
    answer = requests.get(
        f"{proxy.address}/{script}",
        headers={"Accept-Encoding": "gzip"},
        verify=str(proxy.authority),
        stream=True,
    )
    assert answer.headers["Content-Encoding"] == "gzip"
    sent = answer.raw.read(decode_content=False)
    whole = requests.get(f"{proxy.processes[0]}/{script}").content
    assert len(sent) < len(whole) / 2
