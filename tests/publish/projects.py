"""Small projects that are built and published by the command itself, and servers on loopback that show what readers get."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from commands import Commands, Ran  # type: ignore[import-not-found]

PATIENT = 30.0
SBIN = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


COMMANDS = Commands()


class Project(NamedTuple):
    """A project on the disk."""

    root: Path

    def run(self, *words: str, hurry: bool = False, **more: str) -> Ran:
        """Run a command in a process of its own, as a user does."""
        ran: Ran = COMMANDS.run(list(words), self.root, environment(more), hurry)
        assert ran.code != 3, ran.err
        return ran

    def is_killed(self, *words: str, after: float, **more: str) -> bool:
        """Begin a command and kill it after so many seconds; whether it was at work still."""
        return bool(COMMANDS.run(list(words), self.root, environment(more), killed_after=after).code == -9)

    def words(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "briefgen", *words]

    def good(self, *words: str, **more: str) -> str:
        """Run a command that must succeed; what it prints."""
        ran = self.run(*words, **more)
        assert ran.code == 0, ran
        return ran.out

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(text, encoding="utf-8")

    def article(self, name: str, text: str = "It rained.") -> None:
        self.write(
            {
                f"content/articles/{name}.md": f"---\ntitle: About {name}\nsummary: [Rain.]\ndate: 2022-04-02\n---\n{text}\n"
            }
        )

    def site(self) -> dict[str, bytes]:
        """The built files by path."""
        return files_in(self.root / "site")


def environment(more: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "BRIEFGEN_", "SOURCE_DATE"))
    }
    return {**kept, "NO_COLOR": "1", "PATH": SBIN, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **more}


def new_project(root: Path, publish: str, articles: int = 3, text: str = "It rained.") -> Project:
    """A built project; `publish` is what stands under `publish:`."""
    project = Project(root)
    project.write(
        {"briefgen.yaml": f"title: T\nurl: https://example.org/\nimages: {{cards: none}}\npublish:\n{publish}\n"}
    )
    for number in range(articles):
        project.article(f"a{number}", text)
    project.good("build", "-q")
    return project


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, without what briefgen keeps for itself."""
    found = {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    return {path: data for path, data in found.items() if not path.startswith(".briefgen-publish/")}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def await_port(port: int) -> None:
    end = time.monotonic() + PATIENT
    while time.monotonic() < end:
        with socket.socket() as one:
            one.settimeout(1)
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"nothing listens on {port}")


@contextmanager
def nginx(folder: Path, served: Path, server: str = "", prefix: str = "") -> Iterator[int]:
    """nginx serving a folder; its port."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    block = server or f"location / {{ root {served}; index index.html; }}"
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
        "events { worker_connections 64; }\n"
        f"http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;"
        f" uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; default_type text/plain;"
        " types { text/html html; text/css css; text/javascript js; }\n"
        f"server {{ listen 127.0.0.1:{port}; root {served}; {prefix}\n{block}\n}} }}\n"
    )
    found = shutil.which("nginx", path=SBIN)
    assert found, "nginx is missing: run tests/publish/find_servers.sh"
    process = subprocess.Popen([found, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE)
    try:
        await_port(port)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=PATIENT)


class Got(NamedTuple):
    status: int
    headers: Mapping[str, str]
    data: bytes


def get(port: int, path: str, **headers: str) -> Got:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENT)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return Got(answer.status, dict(answer.getheaders()), answer.read())
    finally:
        connection.close()
