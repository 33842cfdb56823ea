"""A browser, and the example site served under a sub-path as a reader meets it."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from briefgen.build import build
from briefgen.preparing import BuildOptions

ROOT = Path(__file__).parent.parent.parent
BASE = "/some/path/"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or whichever there is; `make browser` sees to it."""
    path = os.environ.get("BRIEFGEN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "no Chromium found: run `make browser`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser for all tests."""
    with chromium() as browser:
        yield browser


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under `BASE`, with 404.html for what is not there."""

    def translate_path(self, path: str) -> str:
        if not path.startswith(BASE):
            return "/nonexistent"
        return super().translate_path("/" + path.removeprefix(BASE))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        body = page.read_bytes() if code == 404 else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    """Says nothing when the browser hangs up early."""

    def handle_error(self, request: object, client_address: object) -> None:
        """A page that is left is no error."""


def serve(folder: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    """A server on a free port of this machine, and the address of the site."""
    server = _Server(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}{BASE}"


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the example site, built and served under a sub-path."""
    project = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "content", project / "content")
    shutil.copytree(ROOT / "seeds", project / "seeds")
    shutil.copyfile(ROOT / "briefgen.yaml", project / "briefgen.yaml")
    built = build(project, BuildOptions(base_url=f"http://127.0.0.1{BASE}"))
    assert built.written is not None, built.prepared.diagnostics
    server, address = serve(project / "site")
    yield address
    server.shutdown()
    server.server_close()
