"""SFTP over the computer's own ssh: version 3 of the protocol, with OpenSSH's extensions where the server has them.

The user's ssh does keys, hosts and encryption; what remains is a dozen messages over two pipes (draft-ietf-secsh-filexfer-02,
and PROTOCOL in OpenSSH's sources). Several threads may ask at once; one thread reads the answers. Many small requests are sent
without waiting for each answer, so that a distant server is not asked ten thousand times in a row.
"""

from __future__ import annotations

import stat
import struct
import subprocess
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import IO

from msgspec import Struct

from briefgen.publish.fault import PublishFaultError, TransientFaultError
from briefgen.publish.ssh import Ssh, english, fault_of

INIT, VERSION = 1, 2
OPEN, CLOSE, READ, WRITE, LSTAT, OPENDIR, READDIR, REMOVE, MKDIR, RMDIR, STAT, RENAME, READLINK, SYMLINK = (
    3, 4, 5, 6, 7, 11, 12, 13, 14, 15, 17, 18, 19, 20,
)  # fmt: skip
STATUS, HANDLE, DATA, NAME, ATTRS, EXTENDED, EXTENDED_REPLY = 101, 102, 103, 104, 105, 200, 201
OK, EOF, NO_FILE, DENIED, FAILURE, UNSUPPORTED = 0, 1, 2, 3, 4, 8
FOR_READING, FOR_WRITING, CREATED, EMPTIED, ONLY_NEW = 0x01, 0x02, 0x08, 0x10, 0x20
HAS_SIZE, HAS_OWNER, HAS_MODE, HAS_TIMES = 0x1, 0x2, 0x4, 0x8

POSIX_RENAME, HARDLINK, FSYNC, STATVFS = (
    b"posix-rename@openssh.com", b"hardlink@openssh.com", b"fsync@openssh.com", b"statvfs@openssh.com",
)  # fmt: skip
PIECE = 32768
"""Bytes of one read or write: what every server takes."""
WINDOW = 64
"""Requests under way at once in one stream of them."""
ANSWER = 60.0
"""Seconds for an answer. ssh itself notices sooner that a server is gone; this is for servers that live and are stuck."""
LARGEST = 64 * 1024 * 1024
"""Bytes of a file of ours that is read."""


class SftpError(Exception):
    """The server refused; `code` is the protocol's."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Attributes(Struct, frozen=True):
    """What is known of a file."""

    size: int = 0
    mode: int = 0

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return stat.S_ISDIR(self.mode)

    @property
    def is_link(self) -> bool:
        """Whether it is a link."""
        return stat.S_ISLNK(self.mode)

    @property
    def is_file(self) -> bool:
        """Whether it is an ordinary file."""
        return stat.S_ISREG(self.mode)


class _Answer:
    """The fields of an answer, in their order."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def number(self) -> int:
        value: int = struct.unpack_from(">I", self._data, self._at)[0]
        self._at += 4
        return value

    def long(self) -> int:
        value: int = struct.unpack_from(">Q", self._data, self._at)[0]
        self._at += 8
        return value

    def text(self) -> bytes:
        size = self.number()
        self._at += size
        return self._data[self._at - size : self._at]

    def more(self) -> bool:
        return self._at < len(self._data)

    def attributes(self) -> Attributes:
        flags = self.number()
        size = self.long() if flags & HAS_SIZE else 0
        if flags & HAS_OWNER:
            self.long()
        mode = self.number() if flags & HAS_MODE else 0
        if flags & HAS_TIMES:
            self.long()
        if flags & 0x80000000:
            for _ in range(self.number()):
                self.text()
                self.text()
        return Attributes(size, mode)


class Request(Struct, frozen=True):
    """A request whose answer is only whether it was done."""

    kind: int
    fields: tuple[bytes | str | int, ...]
    allowed: frozenset[int] = frozenset()
    """Refusals that count as done."""


def _packed(field: bytes | str | int) -> bytes:
    if isinstance(field, int):
        return struct.pack(">I", field)
    data = field.encode("utf-8", "surrogateescape") if isinstance(field, str) else field
    return struct.pack(">I", len(data)) + data


def _mode(mode: int) -> bytes:
    return struct.pack(">II", HAS_MODE, mode)


class _Raw(bytes):
    """Bytes that go into a request as they are."""

    __slots__ = ()


class Sftp:
    """A connection. Every call may raise `SftpError` when the server refuses, and a `PublishFaultError` when it is gone."""

    def __init__(self, ssh: Ssh) -> None:
        self._ssh = ssh
        ssh.begin_anew()
        self._process = subprocess.Popen(  # noqa: S603 - the words are ours, the host stands behind `--`
            ssh.first("sftp"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=english()
        )  # fmt: skip
        self._guard = threading.Lock()
        self._sending = threading.Lock()
        """Another than the guard, so that answers are read while a request waits for room in the pipe."""
        self._waiting: dict[int, Future[tuple[int, _Answer]]] = {}
        self._count = 0
        self._dead = False
        self._complaints: deque[str] = deque(maxlen=40)
        self._listener = threading.Thread(target=self._listen, name="ssh complaints", daemon=True)
        self._listener.start()
        try:
            self.extensions = self._greet()
        except BaseException:
            self.close()
            raise
        self._reader = threading.Thread(target=self._read_on, name="sftp answers", daemon=True)
        self._reader.start()

    # --- the line ----------------------------------------------------------------------------------------------

    @property
    def _out(self) -> IO[bytes]:
        assert self._process.stdin is not None  # noqa: S101 - it was opened above
        return self._process.stdin

    @property
    def _in(self) -> IO[bytes]:
        assert self._process.stdout is not None  # noqa: S101
        return self._process.stdout

    @property
    def alive(self) -> bool:
        """Whether the connection stands, as far as is known."""
        return not self._dead

    def _listen(self) -> None:
        assert self._process.stderr is not None  # noqa: S101
        for line in self._process.stderr:
            self._complaints.append(line.decode(errors="replace"))

    def _greet(self) -> frozenset[bytes]:
        try:
            self._out.write(struct.pack(">IBI", 5, INIT, 3))
            self._out.flush()
            kind, answer = self._packet()
            if kind != VERSION:
                raise ValueError
        except (OSError, EOFError, ValueError, struct.error):
            raise self._gone() from None
        answer.number()
        found = set()
        while answer.more():
            found.add(answer.text())
            answer.text()
        return frozenset(found)

    def _packet(self) -> tuple[int, _Answer]:
        size = struct.unpack(">I", self._exactly(4))[0]
        if not 0 < size <= LARGEST:
            raise ValueError("this is not SFTP")
        data = self._exactly(size)
        return data[0], _Answer(data[1:])

    def _exactly(self, size: int) -> bytes:
        data = self._in.read(size)
        if len(data) < size:
            raise EOFError
        return data

    def _read_on(self) -> None:
        try:
            while True:
                kind, answer = self._packet()
                number = answer.number()
                with self._guard:
                    future = self._waiting.pop(number, None)
                if future is not None:
                    future.set_result((kind, answer))
        except (OSError, EOFError, ValueError, struct.error):
            self._dead = True
            fault = self._gone()
            with self._guard:
                every, self._waiting = list(self._waiting.values()), {}
            for future in every:
                future.set_exception(fault)

    def _gone(self) -> PublishFaultError:
        """The connection ended; why, as far as ssh said so."""
        self._dead = True
        with suppress(OSError):
            self._process.kill()
        self._listener.join(5)
        self._process.wait()
        return fault_of("".join(self._complaints), self._ssh.where, self._ssh.host)

    def close(self) -> None:
        """End the connection."""
        self._dead = True
        with suppress(OSError):
            self._out.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(5)
        if hasattr(self, "_reader"):
            self._reader.join(5)
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _send(self, kind: int, *fields: bytes | str | int) -> Future[tuple[int, _Answer]]:
        body = b"".join(one if isinstance(one, _Raw) else _packed(one) for one in fields)
        future: Future[tuple[int, _Answer]] = Future()
        with self._sending:
            with self._guard:
                if self._dead:
                    raise TransientFaultError(f"the connection to {self._ssh.where} was cut", "publish again")
                self._count = (self._count + 1) % 2**32
                self._waiting[self._count] = future
            try:
                self._out.write(struct.pack(">IBI", len(body) + 5, kind, self._count) + body)
                self._out.flush()
            except (OSError, ValueError):
                # The reader notices as well, and knows why.
                with suppress(OSError):
                    self._process.kill()
        return future

    def _await(self, future: Future[tuple[int, _Answer]]) -> tuple[int, _Answer]:
        try:
            kind, answer = future.result(ANSWER)
        except TimeoutError:
            self._dead = True
            self._process.kill()
            raise TransientFaultError(f"{self._ssh.where} does not answer", "publish again later") from None
        if kind == STATUS:
            code = answer.number()
            if code != OK:
                raise SftpError(code, answer.text().decode(errors="replace") if answer.more() else "")
        return kind, answer

    def _ask(self, kind: int, *fields: bytes | str | int) -> tuple[int, _Answer]:
        return self._await(self._send(kind, *fields))

    # --- files -------------------------------------------------------------------------------------------------

    def done(self, request: Request) -> bool:
        """Carry a request out; whether it was done. Refusals that are not allowed are raised."""
        return self._settled(self._send(request.kind, *request.fields), request)

    def all_done(self, requests: Iterable[Request]) -> Iterator[bool]:
        """Carry many requests out in their order, without waiting for each; whether each was done."""
        waiting: deque[tuple[Future[tuple[int, _Answer]], Request]] = deque()
        for one in requests:
            waiting.append((self._send(one.kind, *one.fields), one))
            if len(waiting) >= WINDOW:
                yield self._settled(*waiting.popleft())
        while waiting:
            yield self._settled(*waiting.popleft())

    def _settled(self, future: Future[tuple[int, _Answer]], request: Request) -> bool:
        try:
            self._await(future)
        except SftpError as error:
            if error.code in request.allowed:
                return False
            raise
        return True

    def look(self, path: str, through_links: bool = False) -> Attributes | None:
        """What is at a path; None when nothing is."""
        try:
            return self._ask(STAT if through_links else LSTAT, path)[1].attributes()
        except SftpError as error:
            if error.code == NO_FILE:
                return None
            raise

    def look_at(self, paths: Sequence[str]) -> Iterator[Attributes | None]:
        """What is at each of many paths."""
        waiting: deque[Future[tuple[int, _Answer]]] = deque()
        for path in paths:
            waiting.append(self._send(LSTAT, path))
            if len(waiting) >= WINDOW:
                yield self._found(waiting.popleft())
        while waiting:
            yield self._found(waiting.popleft())

    def _found(self, future: Future[tuple[int, _Answer]]) -> Attributes | None:
        try:
            return self._await(future)[1].attributes()
        except SftpError as error:
            # FAILURE is what some servers say when a folder of the path is a file.
            if error.code in {NO_FILE, FAILURE}:
                return None
            raise

    def read(self, path: str) -> bytes | None:
        """A file; None when it is not there."""
        try:
            handle = self._ask(OPEN, path, FOR_READING, 0)[1].text()
        except SftpError as error:
            if error.code == NO_FILE:
                return None
            raise
        pieces: list[bytes] = []
        size = 0
        try:
            while size < LARGEST:
                data = self._ask(READ, handle, _Raw(struct.pack(">QI", size, PIECE)))[1].text()
                pieces.append(data)
                size += len(data)
        except SftpError as error:
            if error.code != EOF:
                raise
        finally:
            self._close(handle)
        return b"".join(pieces)

    def _close(self, handle: bytes) -> None:
        with suppress(SftpError, PublishFaultError):
            self._ask(CLOSE, handle)

    def write(self, path: str, source: bytes | Path, mode: int) -> None:
        """Write a file anew, and have it on the server's disk where the server can say so."""
        handle = self._ask(OPEN, path, FOR_WRITING | CREATED | EMPTIED, _Raw(_mode(mode)))[1].text()
        waiting: deque[Future[tuple[int, _Answer]]] = deque()
        try:
            for at, data in _pieces(source):
                waiting.append(self._send(WRITE, handle, _Raw(struct.pack(">Q", at)), data))
                if len(waiting) >= WINDOW:
                    self._await(waiting.popleft())
            while waiting:
                self._await(waiting.popleft())
            if FSYNC in self.extensions:
                self._ask(EXTENDED, FSYNC, handle)
        except BaseException:
            self._close(handle)
            raise
        self._ask(CLOSE, handle)

    def names(self, path: str) -> dict[str, Attributes]:
        """What is in a folder; empty when there is no folder."""
        try:
            handle = self._ask(OPENDIR, path)[1].text()
        except SftpError as error:
            if error.code == NO_FILE:
                return {}
            raise
        found: dict[str, Attributes] = {}
        try:
            while True:
                answer = self._ask(READDIR, handle)[1]
                for _ in range(answer.number()):
                    name = answer.text().decode("utf-8", "surrogateescape")
                    answer.text()
                    found[name] = answer.attributes()
        except SftpError as error:
            if error.code != EOF:
                raise
        finally:
            self._close(handle)
        return {name: one for name, one in found.items() if name not in {".", ".."}}

    def read_link(self, path: str) -> str:
        """Where a link leads."""
        answer = self._ask(READLINK, path)[1]
        answer.number()
        return answer.text().decode("utf-8", "surrogateescape")

    def room(self, path: str) -> int | None:
        """Free bytes of the disk; None when the server cannot tell."""
        if STATVFS not in self.extensions:
            return None
        try:
            answer = self._ask(EXTENDED, STATVFS, path)[1]
        except SftpError:
            return None
        block, _, _, _, available = (answer.long() for _ in range(5))
        return block * available


def make_folder(path: str, mode: int = 0o755) -> Request:
    """A new folder; one that is there already is no fault."""
    return Request(MKDIR, (path, _Raw(_mode(mode))), frozenset({FAILURE}))


def remove(path: str) -> Request:
    """A file less; one that is gone already is no fault."""
    return Request(REMOVE, (path,), frozenset({NO_FILE}))


def remove_folder(path: str) -> Request:
    """A folder less, if it is empty."""
    return Request(RMDIR, (path,), frozenset({FAILURE, NO_FILE, DENIED}))


def rename_new(old: str, new: str) -> Request:
    """Another name, if there is nothing of that name."""
    return Request(RENAME, (old, new), frozenset({FAILURE}))


def replace_by(old: str, new: str) -> Request:
    """Another name, in place of what has that name, in one step."""
    return Request(EXTENDED, (POSIX_RENAME, old, new))


def second_name(old: str, new: str) -> Request:
    """A second name of a file."""
    return Request(EXTENDED, (HARDLINK, old, new), frozenset({NO_FILE, FAILURE, UNSUPPORTED, DENIED}))


def link(target: str, place: str) -> Request:
    """A link. OpenSSH takes its two paths in this order, unlike the draft, and others follow it."""
    return Request(SYMLINK, (target, place))


def _pieces(source: bytes | Path) -> Iterator[tuple[int, bytes]]:
    if isinstance(source, bytes):
        for at in range(0, len(source), PIECE):
            yield at, source[at : at + PIECE]
        return
    with source.open("rb") as file:
        at = 0
        while data := file.read(PIECE):
            yield at, data
            at += len(data)
