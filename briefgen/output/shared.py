"""A memo that many machines share, on anything fsspec knows: a folder on a network drive, S3 and its like.

What a build has found out goes into one file, a pack, whose name is the digest of its bytes. Packs are never changed,
so machines may write at once; a pack that is not what its name says is passed over. They lie in a folder for each set
of versions (`base/generator.py`), so that nobody is given what another briefgen has found. When there are many, a
build puts them together and removes the old ones: who misses a value works it out again.

The memo in `.briefgen/` is asked first, and for few values nobody else is: then doing the work is quicker. Nothing that
happens to the store fails a build; what happened is remarked.
"""

from __future__ import annotations

import os
import posixpath
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from briefgen.output.memo import FileMemo

FORM = 1
FEW = 64
"""Values below which the store is not asked: that many texts are dealt with while it would answer."""
MANY = 32
"""Packs of a kind above which they are put together."""
LARGEST = 2**30
"""Bytes that a pack may hold: more than any build makes, less than would do harm."""
_PACK = re.compile(r"([a-z]+)-([0-9a-f]{32})\.pack")
_LOGIN = re.compile(r"//[^/@]*@")
_DECODER = msgspec.msgpack.Decoder(tuple[int, dict[bytes, bytes]])


class StoreError(ValueError):
    """The store is not one that can be used on this machine; the message tells what to do."""


class _Place(NamedTuple):
    system: Any
    """fsspec's file system."""
    folder: str


class SharedStore:
    """The store at one address."""

    def __init__(self, url: str, generator: str) -> None:
        self._url, self._generator = url, generator
        self._place: _Place | None = None
        self._gone = False
        self._damaged: set[str] = set()
        self._remarks: list[str] = []

    @property
    def remarks(self) -> tuple[str, ...]:
        """What went wrong, in words."""
        if not self._damaged:
            return tuple(self._remarks)
        count = len(self._damaged)
        files = "1 file is" if count == 1 else f"{count} files are"
        return (*self._remarks, f"the shared store {self._shown}: {files} damaged and were passed over")

    @property
    def _shown(self) -> str:
        """The address without a password."""
        return _LOGIN.sub("//", self._url)

    def fetch(self, kind: str, keys: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Those of some values that are there.

        Raises `StoreError` when the address makes no sense here.
        """
        wanted = set(keys)
        if self._gone:
            return
        try:
            place = self._opened()
            for path in self._packs(place, kind):
                if not wanted:
                    return
                pack = self._read(place, path)
                for key in wanted & pack.keys():
                    wanted.discard(key)
                    yield key, pack[key]
        except StoreError:
            raise
        except Exception as error:  # whatever a file system may raise
            self._give_up("read", error)

    def send(self, kind: str, fresh: Mapping[bytes, bytes], used: set[bytes]) -> None:
        """Add values. `used` are all that this build asked for: they stay when packs are put together."""
        if self._gone or not fresh:
            return
        try:
            place = self._opened()
            self._write(place, kind, fresh)
            paths = self._packs(place, kind)
            if len(paths) > MANY:
                self._put_together(place, kind, paths, used)
        except Exception as error:
            self._give_up("written", error)

    def _opened(self) -> _Place:
        if self._place is None:
            try:
                from fsspec.core import url_to_fs
            except ImportError:
                raise StoreError('a shared store needs fsspec; install it with: pip install "briefgen[dask]"') from None
            try:
                system, path = url_to_fs(self._url)
            except ImportError as error:
                raise StoreError(f"the shared store {self._shown} needs another package: {error}") from None
            except ValueError as error:
                raise StoreError(
                    f"“{self._shown}” is no shared store ({error}); write a folder, or a URL that fsspec knows"
                ) from None
            self._place = _Place(system, posixpath.join(path, f"briefgen-{FORM}", self._generator))
        return self._place

    def _packs(self, place: _Place, kind: str) -> list[str]:
        """Paths of all packs of a kind, in a fixed order."""
        place.system.invalidate_cache()
        try:
            found = place.system.ls(place.folder, detail=False)
        except FileNotFoundError:
            return []
        return sorted(path for path in found if _kind(path) == kind)

    def _read(self, place: _Place, path: str) -> Mapping[bytes, bytes]:
        """What a pack holds; nothing when somebody has just removed it, or it is not whole."""
        try:
            data = place.system.cat_file(path)
        except FileNotFoundError:
            return {}
        if (pack := unpacked(posixpath.basename(path), data)) is None:
            self._damaged.add(path)
            return {}
        return pack

    def _write(self, place: _Place, kind: str, values: Mapping[bytes, bytes]) -> str:
        """Put a pack in place in one step, and give its path."""
        name, data = packed(kind, values)
        path = posixpath.join(place.folder, name)
        local = "file" in place.system.protocol
        draft = f"{path}.{os.urandom(8).hex()}.tmp" if local else path
        try:
            place.system.pipe_file(draft, data)
        except FileNotFoundError:
            # Only now: where there are no folders, as on S3, making one would ask for rights that nobody needs.
            place.system.makedirs(place.folder, exist_ok=True)
            place.system.pipe_file(draft, data)
        if local:
            place.system.mv(draft, path)
        return path

    def _put_together(self, place: _Place, kind: str, paths: Sequence[str], used: set[bytes]) -> None:
        """One pack instead of many: all that was used, and as much again of the rest, which others may use."""
        kept: dict[bytes, bytes] = {}
        others: dict[bytes, bytes] = {}
        for path in paths:
            for key, value in self._read(place, path).items():
                (kept if key in used else others)[key] = value
        room = sum(map(len, kept.values()))
        for key, value in others.items():
            if (room := room - len(value)) < 0:
                break
            kept[key] = value
        written = self._write(place, kind, kept)
        for path in paths:
            if path != written:
                try:
                    place.system.rm_file(path)
                except FileNotFoundError:
                    continue  # another machine is at it as well

    def _give_up(self, what: str, error: Exception) -> None:
        self._gone = True
        reason = _LOGIN.sub("//", str(error).partition("\n")[0]) or type(error).__name__
        self._remarks.append(
            f"the shared store {self._shown} could not be {what} ({reason}); the build went on without it"
        )


class SharedMemo:
    """The memo of one kind of step: near, and in a store that is shared."""

    def __init__(self, near: FileMemo, store: SharedStore, kind: str) -> None:
        self._near, self._store, self._kind = near, store, kind
        self._asked: set[bytes] = set()
        self._fresh: dict[bytes, bytes] = {}
        self._far = False

    @property
    def faults(self) -> list[str]:
        """What is wrong with the files near by."""
        return self._near.faults

    def expect(self, keys: Sequence[bytes]) -> None:
        """Fetch what is not near, if it is much."""
        self._asked.update(keys)
        lacking = [key for key in keys if self._near.get(key) is None]
        if len(lacking) >= FEW:
            self._far = True
            for key, value in self._store.fetch(self._kind, lacking):
                self._near.put(key, value)

    def get(self, key: bytes) -> bytes | None:
        """The value, if it is known."""
        return self._near.get(key)

    def put(self, key: bytes, *pieces: bytes) -> None:
        """Keep a value, and share it if the store was asked for it."""
        self._near.put(key, *pieces)
        if self._far:
            self._fresh[key] = b"".join(pieces)

    def save(self) -> None:
        """Write what is new."""
        self._near.save()
        self._store.send(self._kind, self._fresh, self._asked)


def packed(kind: str, values: Mapping[bytes, bytes]) -> tuple[str, bytes]:
    """A pack and its name. Equal values make the same pack on any machine."""
    data = zlib.compress(msgspec.msgpack.encode((FORM, dict(sorted(values.items())))), 1)
    return f"{kind}-{_digest(data)}.pack", data


def unpacked(name: str, data: bytes) -> Mapping[bytes, bytes] | None:
    """What a pack holds; None when it is not what its name says."""
    match = _PACK.fullmatch(name)
    if match is None or match[2] != _digest(data):
        return None
    try:
        inflating = zlib.decompressobj()
        plain = inflating.decompress(data, LARGEST)
        form, values = _DECODER.decode(plain) if inflating.eof else (0, {})
    except (zlib.error, msgspec.MsgspecError):
        return None
    return values if form == FORM else None


def _kind(path: str) -> str:
    match = _PACK.fullmatch(posixpath.basename(path))
    return match[1] if match else ""


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
