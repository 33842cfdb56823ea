"""Compiled templates in the user's own cache folder, so that a build need not compile a theme that is the same.

Compiling is most of what a small build would do. Code is never kept in a project: a project may come from anybody,
and what is read here is run. So the folder is the user's (`$XDG_CACHE_HOME/briefgen`, `~/.cache/briefgen`,
`~/Library/Caches/briefgen`, `%LOCALAPPDATA%/briefgen`), and files that another user owns or may write to are passed over. Whoever
deletes it loses some time.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from types import CodeType

import jinja2
import msgspec
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from msgspec import Struct

from briefgen.base.digest import digest_texts

SUM = 16
"""Bytes of the digest in front."""
MOST = 24
"""Themes that are kept: each change of a template makes another one."""


class Compiled(Struct, frozen=True):
    """A theme's templates, ready to run."""

    closures: Mapping[str, str]
    """Of each page's template: digest of it and all that belongs to it."""
    quick: Mapping[str, bool]
    """Whether it may be rendered in the quicker way."""
    codes: Mapping[str, bytes]
    """Code of each template that is needed for that."""


class Codes(BytecodeCache):
    """Hands compiled templates to Jinja, and gathers those that it compiles."""

    def __init__(self, codes: Mapping[str, bytes]) -> None:
        self.codes: dict[str, CodeType] = {name: marshal.loads(code) for name, code in codes.items()}  # noqa: S302 - the user's own files

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The code of a template, if there is any."""
        bucket = Bucket(environment, name, "")
        bucket.code = self.codes.get(name)
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self.codes[bucket.key] = bucket.code

    def packed(self) -> dict[str, bytes]:
        """The code as it is written down."""
        return {name: marshal.dumps(code) for name, code in self.codes.items()}


def key_of(*parts: str) -> str:
    """What stands for a theme, its words and everything that makes code of it."""
    return digest_texts((sys.version, jinja2.__version__, *parts))


def load(key: str) -> Compiled | None:
    """What was compiled before; None when there is nothing, or nothing that can be trusted."""
    folder = _folder()
    if folder is None or not _is_own(folder):
        return None
    path = folder / f"{key}.templates"
    try:
        if not _is_own(path):
            return None
        data = path.read_bytes()
        if data[:SUM] != _sum(data[SUM:]):
            return None
        return msgspec.msgpack.decode(data[SUM:], type=Compiled)
    except (OSError, msgspec.MsgspecError):
        return None


def save(key: str, compiled: Compiled) -> None:
    """Keep it, and of the others only the newest."""
    folder = _folder()
    if folder is None:
        return
    data = msgspec.msgpack.encode(compiled)
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(folder):
            return
        draft = folder / f"{key}.{os.getpid()}.tmp"
        draft.write_bytes(_sum(data) + data)
        draft.replace(folder / f"{key}.templates")
        _prune(folder)


def _sum(data: bytes) -> bytes:
    return blake2b(data, digest_size=SUM).digest()


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("*.templates"), key=lambda one: one.stat().st_mtime_ns, reverse=True)
    for one in files[MOST:]:
        one.unlink(missing_ok=True)


def _folder() -> Path | None:
    """The user's cache folder; None when there is no telling which it is."""
    with suppress(RuntimeError):
        match sys.platform:
            case "win32":
                base = os.environ.get("LOCALAPPDATA", "")
            case "darwin":
                base = str(Path.home() / "Library" / "Caches")
            case _:
                base = os.environ.get("XDG_CACHE_HOME", "") or str(Path.home() / ".cache")
        if Path(base).is_absolute():
            return Path(base) / "briefgen"
    return None


def _is_own(path: Path) -> bool:
    """Whether the user owns a file or folder, and nobody else may write to it."""
    try:
        found = path.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True
    return found.st_uid == os.getuid() and not found.st_mode & 0o022
