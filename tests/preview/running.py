"""A preview in a process of its own, asked over the network as a browser does."""

from __future__ import annotations

import http.client
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

PATIENT = 30.0
"""Seconds for what takes a moment on a quiet machine and longer on a busy one."""
ARTICLE = "---\ntitle: {title}\ndate: {date}\n---\n{text}\n"


def article(title: str = "A small briefing", text: str = "Hello.", date: str = "2022-04-02", more: str = "") -> str:
    return ARTICLE.format(title=title, text=text, date=date).replace("\n---\n", f"\n{more}---\n", 1)


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Running:
    """A server that is running, what it prints, and ways to ask it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self.printed: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._silent: list[list[str]] = []
        for stream, held in ((process.stdout, self.printed), (process.stderr, self.said)):
            threading.Thread(target=self._drain, args=(stream, held), daemon=True).start()
        self.address = ""

    def _drain(self, stream: Any, held: list[str]) -> None:
        with stream:
            for line in stream:
                held.append(line.rstrip("\n"))
                self._lines.put(line)
        self._silent.append(held)
        self._lines.put("")

    @property
    def is_silent(self) -> bool:
        """Whether it will say nothing more, since it has ended."""
        return len(self._silent) == 2

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until something that the server says makes a condition true."""
        while not condition():
            self.wait_for_more()

    def wait_for_more(self) -> None:
        """Wait until the server says something."""
        try:
            self._lines.get(timeout=PATIENT)
        except queue.Empty:
            raise AssertionError(f"waited in vain\n{self.printed}\n{self.said}") from None

    def wait_for_line(self, pattern: str) -> str:
        """Wait for a line on standard error; that line."""
        self.wait_for(lambda: any(re.search(pattern, one) for one in self.said))
        return next(one for one in self.said if re.search(pattern, one))

    @property
    def netloc(self) -> str:
        return urlsplit(self.address).netloc

    def ask(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        """One request; the path is sent as it is."""
        connection = http.client.HTTPConnection(self.netloc, timeout=PATIENT)
        try:
            connection.putrequest(method, path, skip_host="Host" in (headers or {}))
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    @contextmanager
    def listening(self, stamp: str = "") -> Iterator[Iterator[dict[str, Any]]]:
        """The stream of news, as a browser hears it."""
        connection = http.client.HTTPConnection(self.netloc, timeout=PATIENT)
        connection.request("GET", f"/_desk/events?stamp={stamp}")
        answer = connection.getresponse()
        assert answer.status == 200

        def news() -> Iterator[dict[str, Any]]:
            while line := answer.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))

        try:
            yield news()
        finally:
            if connection.sock is not None:
                connection.sock.shutdown(socket.SHUT_RDWR)
            connection.close()

    def stop(self) -> int:
        """Press Ctrl+C; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENT)


@contextmanager
def running(root: Path, *options: str, port: str = "0", ready: bool = True) -> Iterator[Running]:
    """Start the preview of a project, and end it."""
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "briefgen", "-C", str(root), "serve", *options]
    if port:
        command += ["--port", port]
    process = subprocess.Popen(
        command, env=environment, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    server = Running(process)
    try:
        server.wait_for(lambda: bool(server.printed) or server.is_silent)
        server.address = server.printed[0].partition("/ ")[0] if server.printed else ""
        if ready:
            server.wait_for_line(r"\(\d+\.\d\d s\)")
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENT)


def stamp_in(page: str) -> str:
    """The stamp that a page carries."""
    found = re.search(r'data-stamp="([^"]*)"', page)
    assert found is not None
    return found[1]
