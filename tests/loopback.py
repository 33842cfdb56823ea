"""A little web on this machine, with every kind of trouble that the large one has."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import NamedTuple


class Web(NamedTuple):
    """A server with a path for each behaviour; it remembers what it was asked."""

    port: int
    asked: list[tuple[str, str, str, float]]
    """Method, path, user agent and time."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(one[1] == path for one in self.asked)


@contextmanager
def web(robots: str = "") -> Iterator[Web]:
    """The server, as long as it is needed."""
    asked: list[tuple[str, str, str, float]] = []
    lock = Lock()
    seen: dict[str, int] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def _answer(self) -> None:
            path = self.path
            with lock:
                asked.append((self.command, path, self.headers.get("User-Agent", ""), time.monotonic()))
                seen[path] = seen.get(path, 0) + 1
                times = seen[path]
            if path == "/robots.txt":
                self._say(200 if robots else 404, robots)
            elif path.startswith("/archive?"):
                self._say(200, _archive(path), "application/json")
            elif path.startswith("/moved/"):
                self._say(301, to=path.replace("/moved/", "/"))
            elif path.startswith("/elsewhere/"):
                self._say(302, to=path.replace("/elsewhere/", "/"))
            elif path == "/circle":
                self._say(301, to="/circle")
            elif path == "/only-get":
                self._say(405 if self.command == "HEAD" else 200)
            elif path == "/busy-once":
                self._say(429 if times == 1 else 200, wait="0")
            elif path == "/busy":
                self._say(429, wait="3600")
            elif path == "/slow":
                time.sleep(3)
                self._say(200)
            elif path == "/cut":
                self.connection.close()
            elif path == "/cut-short":
                self.send_response(200)
                self.send_header("Content-Length", "100")
                self.end_headers()
                self.wfile.write(b"The first words")
                self.close_connection = True
            elif path == "/cut-chunk":
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.write(b"64\r\nThe first words")
                self.close_connection = True
            elif path == "/noise":
                self.wfile.write(b"\x00\x01noise\r\n\r\n")
                self.close_connection = True
            else:
                self._say({"/gone": 404, "/removed": 410, "/forbidden": 403, "/broken": 500}.get(path, 200))

        def _say(self, status: int, body: str = "", kind: str = "text/plain", to: str = "", wait: str = "") -> None:
            data = body.encode()
            self.send_response(status)
            for name, value in (("Location", to), ("Retry-After", wait), ("Content-Type", kind)):
                if value:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: what was asked is remembered."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Web(server.server_address[1], asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _archive(path: str) -> str:
    """As the Wayback Machine answers: one copy of what is gone, none of anything else."""
    if "gone" not in path:
        return '{"archived_snapshots": {}}'
    day = path.partition("timestamp=")[2] or "20200101"
    copy = {"available": True, "status": "200", "url": f"http://web.archive.org/web/{day}000000/the-page"}
    return json.dumps({"archived_snapshots": {"closest": copy}})
