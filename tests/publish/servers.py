"""Servers on loopback that publishing is tested against, and what can go wrong on the way to them."""

from __future__ import annotations

import base64
import getpass
import hashlib
import hmac
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from projects import PATIENT, SBIN, await_port, free_port  # type: ignore[import-not-found]

AZURE_ACCOUNT = "devstoreaccount1"
AZURE_KEY = base64.b64encode(b"a key that the tests have made up, as long as Azure's are wont to be").decode()


@contextmanager
def running(words: list[str], port: int, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:  # fmt: skip
    """A server in a process of its own, until the end of the block."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, cwd=cwd)
    try:
        await_port(port)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def s3_server() -> Iterator[int]:
    """moto's S3; its port."""
    port = free_port()
    with running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port):
        yield port


def make_bucket(port: int, name: str) -> None:
    """A bucket that everybody may read."""
    signed = {
        "Authorization": "AWS4-HMAC-SHA256 Credential=a/20220408/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=b"
    }
    done = ask(port, "PUT", f"/{name}", b"", signed)
    assert done.status == 200, done
    policy = f'{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{name}/*"}}]}}'
    done = ask(port, "PUT", f"/{name}?policy", policy.encode(), signed)
    assert done.status in {200, 204}, done


@contextmanager
def azure_server(folder: Path) -> Iterator[int]:
    """Azurite, with a container `$web` that everybody may read; its port."""
    found = shutil.which("azurite-blob", path=f"{Path(sys.prefix) / 'azurite/node_modules/.bin'}:{SBIN}")
    assert found, "azurite is missing: run tests/publish/find_servers.sh"
    port = free_port()
    words = [found, "--silent", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--blobHost", "127.0.0.1", "--blobPort", str(port)]  # fmt: skip
    env = {**os.environ, "AZURITE_ACCOUNTS": f"{AZURE_ACCOUNT}:{AZURE_KEY}"}
    folder.mkdir(parents=True, exist_ok=True)
    with running(words, port, env, folder):
        path = f"/{AZURE_ACCOUNT}/$web"
        headers = {
            "x-ms-blob-public-access": "blob",
            "x-ms-date": formatdate(usegmt=True),
            "x-ms-version": "2021-08-06",
        }
        signed = "PUT" + "\n" * 12 + "".join(f"{key}:{value}\n" for key, value in sorted(headers.items()))
        signed += f"/{AZURE_ACCOUNT}{path}\nrestype:container"
        key = base64.b64encode(hmac.new(base64.b64decode(AZURE_KEY), signed.encode(), hashlib.sha256).digest())
        headers["Authorization"] = f"SharedKey {AZURE_ACCOUNT}:{key.decode()}"
        done = ask(port, "PUT", f"{path}?restype=container", b"", headers)
        assert done.status == 201, done
        yield port


class Heard(NamedTuple):
    status: int
    headers: Mapping[str, str]
    data: bytes


def ask(port: int, method: str, path: str, data: bytes = b"", headers: Mapping[str, str] = {}) -> Heard:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENT)
    try:
        connection.request(method, path, data, dict(headers))
        answer = connection.getresponse()
        return Heard(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


class Canned(NamedTuple):
    """An answer that somebody on the way gives instead of the server."""

    status: int
    data: bytes = b""
    headers: Mapping[str, str] = {}


Script = Callable[[str, str], Canned | None]
"""From method and path to what is answered instead; None lets a request pass."""


class Quiet(ThreadingHTTPServer):
    """Takes it calmly when somebody hangs up."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A torn line is what many tests are about."""


class Between:
    """Stands between publisher and server, and may answer itself. Remembers what was asked."""

    def __init__(self, port: int, script: Script = lambda method, path: None) -> None:
        self.script = script
        self.asked: list[str] = []
        between = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                data = self.rfile.read(length)
                if len(data) < length:
                    self.close_connection = True
                    return
                between.asked.append(f"{self.command} {self.path}")
                canned = between.script(self.command, self.path)
                heard = canned or ask(port, self.command, self.path, data, dict(self.headers.items()))
                self.send_response_only(heard.status)
                for name, value in heard.headers.items():
                    if name not in {"connection", "transfer-encoding", "content-length", "server"}:
                        self.send_header(name, value)
                bare = self.command == "HEAD"
                self.send_header("Content-Length", heard.headers.get("content-length", "0") if bare else str(len(heard.data)))  # fmt: skip
                self.end_headers()
                if not bare:
                    self.wfile.write(heard.data)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do_PATCH = handle_any  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Silent."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]

    def __enter__(self) -> Between:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Wire:
    """A line to a server that can be cut: after so many bytes from the publisher, every connection on it is torn."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.left = -1
        """Bytes until the cut; −1 for never."""
        self.mends = True
        """Whether new connections pass after a cut."""
        self.cuts = 0
        self.connections = 0
        """How many there have been."""
        self._open: list[socket.socket] = []
        self._guard = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])

    def __enter__(self) -> Wire:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()
        self._tear()

    def cut_after(self, count: int, mends: bool = True) -> None:
        with self._guard:
            self.left, self.mends, self.cuts = count, mends, 0

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listening.accept()
                if self.cuts and not self.mends:
                    here.close()
                    continue
                try:
                    there = socket.create_connection(("127.0.0.1", self._to), PATIENT)
                except OSError:
                    here.close()
                    continue
                with self._guard:
                    self.connections += 1
                    self._open += [here, there]
                threading.Thread(target=self._pump, args=(here, there, True), daemon=True).start()
                threading.Thread(target=self._pump, args=(there, here, False), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(16384):
                passing = self._count(len(data)) if counted else len(data)
                sink.sendall(data[:passing])
                if passing < len(data):
                    self._tear()
                    return
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _count(self, size: int) -> int:
        """How many of so many bytes still pass."""
        with self._guard:
            if self.left < 0:
                return size
            if self.left >= size:
                self.left -= size
                return size
            passing, self.left, self.cuts = self.left, -1, self.cuts + 1
            return passing

    def _tear(self) -> None:
        with self._guard:
            every, self._open = self._open, []
        for one in every:
            with suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


class SshServer(NamedTuple):
    """An sshd, and the files that let the tests in."""

    port: int
    folder: Path

    def settings(self, path: Path | str, port: int = 0, **more: object) -> str:
        """A target as it stands in `briefgen.yaml`."""
        words = {
            "kind": "ssh", "host": "127.0.0.1", "port": port or self.port, "path": str(path), "user": getpass.getuser(),
            "key_file": str(self.folder / "client"), "known_hosts": str(self.folder / "known"), **more,
        }  # fmt: skip
        return json.dumps(words)


@contextmanager
def ssh_server(folder: Path, more: str = "") -> Iterator[SshServer]:
    """A real sshd with its own keys, which lets in whoever has the test's key."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    for name in ("host", "client", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    (folder / "authorized").write_text((folder / "client.pub").read_text())
    (folder / "authorized").chmod(0o600)
    # So deep a shell reads no settings of the user, whatever they are.
    more = f"SetEnv SHLVL=9\n{more or 'Subsystem sftp internal-sftp'}"
    # The host is known under any port, so that a line on the way to it may have another.
    (folder / "known").write_text(f"127.0.0.1,[127.0.0.1]:* {(folder / 'host.pub').read_text()}")
    (folder / "config").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\nPidFile {folder}/pid\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n"
        f"MaxStartups 100\n{more}\n"
    )
    found = shutil.which("sshd", path=SBIN)
    assert found, "sshd is missing: run tests/publish/find_servers.sh"
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with running([found, "-D", "-e", "-f", str(folder / "config")], port):
        yield SshServer(port, folder)
