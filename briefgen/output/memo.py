"""The memo in `.briefgen/`: what dear steps gave, by the digest of what went in.

Two files a kind: the values one after the other, only ever added to, and an index that is replaced as a whole. What is
not asked for in a build is forgotten by its index; when most of the values are forgotten the file is written anew. Each value is
checked against its digest when it is read, so a damaged, foreign or half-written memo costs time and nothing else. Keys
hold no path of the machine and no time, so a memo may be carried to another checkout.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from briefgen.output.store import File

FORM = 1
KEPT_UNUSED = 3
"""Builds for which a value is kept that nobody asked for: an edit is often taken back."""
MOST_WASTE = 2
"""How many times the size of the live values the file may reach."""


class _Place(Struct, array_like=True):
    offset: int
    size: int
    digest: bytes
    unused: int


class _Index(Struct, array_like=True):
    form: int
    generator: str
    places: dict[bytes, _Place]


class FileMemo:
    """The memo of one kind of step. `generator` stands for the code that made the values."""

    def __init__(self, folder: Path, kind: str, generator: str) -> None:
        self._file, self._index = File(folder / f"{kind}.data"), File(folder / f"{kind}.index")
        self._generator = generator
        self._places = _read_index(self._index, generator)
        self._data = (self._file.read() or b"") if self._places else b""
        self._used: set[bytes] = set()
        self._fresh: dict[bytes, tuple[bytes, ...]] = {}

    @property
    def faults(self) -> list[str]:
        """What is wrong with its files."""
        return [*self._index.faults, *self._file.faults]

    def expect(self, keys: Sequence[bytes]) -> None:
        """Nothing is far away."""

    def get(self, key: bytes) -> bytes | None:
        """The value, if it is there and whole."""
        place = self._places.get(key)
        if place is None:
            return b"".join(self._fresh[key]) if key in self._fresh else None
        value = self._data[place.offset : place.offset + place.size]
        if _digest(value) != place.digest:
            del self._places[key]
            self._file.damaged()
            return None
        self._used.add(key)
        return value

    def put(self, key: bytes, *pieces: bytes) -> None:
        """Keep a value, in its pieces until it is written."""
        self._fresh[key] = pieces

    def save(self) -> None:
        """Write what is new. A disk that refuses leaves the memo as it was."""
        kept = self._aged()
        if not self._fresh and len(kept) == len(self._places):
            return
        live = sum(place.size for place in kept.values())
        try:
            self._file.path.parent.mkdir(parents=True, exist_ok=True)
            if len(self._data) > MOST_WASTE * live:
                kept = self._rewritten(kept)
            end = self._file.path.stat().st_size if kept else 0
            with self._file.path.open("ab" if kept else "wb") as file:
                for key, pieces in self._fresh.items():
                    value = b"".join(pieces)
                    file.write(value)
                    kept[key] = _Place(end, len(value), _digest(value), 0)
                    end += len(value)
            self._index.write(msgspec.msgpack.encode(_Index(FORM, self._generator, kept)))
        except OSError as error:
            self._index.refused(error)

    def _aged(self) -> dict[bytes, _Place]:
        """What is still kept: used now, or not long ago."""
        kept: dict[bytes, _Place] = {}
        for key, place in self._places.items():
            unused = 0 if key in self._used else place.unused + 1
            if unused <= KEPT_UNUSED:
                kept[key] = _Place(place.offset, place.size, place.digest, unused)
        return kept

    def _rewritten(self, kept: dict[bytes, _Place]) -> dict[bytes, _Place]:
        """Write the values that are kept into a new file, without the forgotten ones."""
        moved: dict[bytes, _Place] = {}
        end = 0
        draft = self._file.path.with_suffix(".tmp")
        with draft.open("wb") as file:
            for key, place in kept.items():
                file.write(self._data[place.offset : place.offset + place.size])
                moved[key] = _Place(end, place.size, place.digest, place.unused)
                end += place.size
        # Without its index the new file would be misread, so for a moment there is none.
        self._index.path.unlink(missing_ok=True)
        draft.replace(self._file.path)
        return moved


def _read_index(file: File, generator: str) -> dict[bytes, _Place]:
    data = file.read()
    if data is None:
        return {}
    try:
        index = msgspec.msgpack.decode(data, type=_Index)
    except msgspec.MsgspecError:
        file.damaged()
        return {}
    return index.places if index.form == FORM and index.generator == generator else {}


def _digest(value: bytes) -> bytes:
    return blake2b(value, digest_size=8).digest()
