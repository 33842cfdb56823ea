"""A file of named values, of which only those that are asked for are read.

Mappings keep a value for each key, encoded by itself, so that one value of fifty thousand costs as much as one of ten.
Every value is checked against its sum when it is read. A damaged file raises `DamagedError`, at once or later.
"""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast
from zlib import crc32

import msgspec

from briefgen.base.packed import Packed

V = TypeVar("V")
_MAGIC = b"briefgen sections 1\n"
_SIZE = 16 + 8
"""Bytes of the digest and of the place of the table of contents."""
ENCODE = msgspec.msgpack.Encoder().encode
"""Encodes what `typed` decodes."""


class DamagedError(Exception):
    """The file is not what was written."""


class Writer:
    """Writes sections one after the other, so that they need not be held all at once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._contents: dict[str, tuple[int, int, int]] = {}
        self._at = len(_MAGIC) + _SIZE
        file.write(_MAGIC + bytes(_SIZE))

    def value(self, name: str, value: Any) -> None:
        """One value."""
        self._put(name, ENCODE(value))

    def mapping(self, name: str, values: Mapping[str, Any]) -> None:
        """A value for each key. Written one by one: there may be hundreds of megabytes."""
        sizes, sums, start = array("Q"), array("I"), self._at
        for data in values.packed_values() if isinstance(values, Packed) else map(ENCODE, values.values()):
            self._file.write(data)
            sizes.append(len(data))
            sums.append(crc32(data))
        self._at += sum(sizes)
        self._contents[f"{name} values"] = (start, self._at - start, 0)
        self._put(f"{name} keys", ENCODE(list(values)))
        self._put(f"{name} ends", array("Q", accumulate(sizes)).tobytes())
        self._put(f"{name} sums", sums.tobytes())

    def _put(self, name: str, data: bytes) -> None:
        self._contents[name] = (self._at, len(data), crc32(data))
        self._file.write(data)
        self._at += len(data)

    def end(self) -> None:
        """Write the table of contents."""
        contents = ENCODE(self._contents)
        self._file.write(contents)
        self._file.seek(len(_MAGIC))
        self._file.write(_sum(contents) + self._at.to_bytes(8, "little"))


class Sections:
    """Reads what a `Writer` wrote. Raises `DamagedError` when it is not there or not whole."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            head = len(_MAGIC)
            at = int.from_bytes(self._data[head + 16 : head + _SIZE], "little")
            contents = self._data[at:]
            if self._data[:head] != _MAGIC or _sum(contents) != self._data[head : head + 16]:
                raise DamagedError(path.name)
            self._contents = msgspec.msgpack.decode(contents, type=dict[str, tuple[int, int, int]])
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            raise DamagedError(path.name) from error

    def value(self, name: str, kind: type[V]) -> V:
        """A value."""
        return typed(kind)(self._section(name))

    def mapping(self, name: str, decode: Callable[[str, memoryview], V]) -> Kept[V]:
        """A mapping; `decode` gets a key and the bytes of its value."""
        return Kept(
            lambda: self.value(f"{name} keys", list[str]),
            self._section(f"{name} ends").cast("Q"),
            self._section(f"{name} sums").cast("I"),
            self._section(f"{name} values", summed=False),
            decode,
        )

    def has(self, name: str) -> bool:
        """Whether there is a value of that name."""
        return name in self._contents

    def _section(self, name: str, *, summed: bool = True) -> memoryview:
        try:
            at, size, known = self._contents[name]
        except KeyError as error:
            raise DamagedError(name) from error
        data = self._data[at : at + size]
        if len(data) != size or (summed and crc32(data) != known):
            raise DamagedError(name)
        return data


class Kept(Mapping[str, V]):
    """A mapping whose values are decoded when they are asked for, each once; its keys, when first one is asked for."""

    def __init__(
        self,
        keys: Callable[[], list[str]],
        ends: memoryview,
        sums: memoryview,
        values: memoryview,
        decode: Callable[[str, memoryview], V],
    ) -> None:
        self._keys, self._ends, self._sums, self._values, self._decode = keys, ends, sums, values, decode
        self._known: dict[str, V] = {}

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        keys = self._keys()
        return dict(zip(keys, range(len(keys)), strict=True))

    def __getitem__(self, key: str) -> V:
        if key in self._known:
            return self._known[key]
        number = self._numbers[key]
        start = self._ends[number - 1] if number else 0
        found = self._known[key] = self._decode(key, self._data(key, start, self._ends[number], self._sums[number]))
        return found

    def _data(self, key: str, start: int, end: int, known: int) -> memoryview:
        data = self._values[start:end]
        if crc32(data) != known:
            raise DamagedError(key)
        return data

    def packed_items(self) -> Iterator[tuple[str, memoryview]]:
        """Every key with the bytes of its value."""
        start = 0
        for key, end, known in zip(self._numbers, self._ends, self._sums, strict=True):
            yield key, self._data(key, start, end, known)
            start = end

    def __contains__(self, key: object) -> bool:
        return key in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def typed(kind: type[V]) -> Callable[[memoryview | bytes], V]:
    """A decoder that raises `DamagedError` for anything but such a value."""
    decoder = msgspec.msgpack.Decoder(kind)

    def decode(data: memoryview | bytes) -> V:
        try:
            return decoder.decode(data)
        except msgspec.MsgspecError as error:
            raise DamagedError(str(error)) from error

    return decode


def of(kind: type[V]) -> Callable[[str, memoryview], V]:
    """A decoder for the values of a mapping that are all of one type."""
    decode = typed(kind)
    return lambda _, data: decode(data)


def write(path: Path, fill: Callable[[Writer], None]) -> None:
    """Write a file of sections, in one step. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    with draft.open("wb") as file:
        writer = Writer(file)
        fill(writer)
        writer.end()
    draft.replace(path)


def _sum(data: Iterable[int] | bytes | memoryview) -> bytes:
    return blake2b(cast("bytes", data), digest_size=16).digest()
