"""Values held as bytes, for what is large and seldom asked for.

Ten thousand parsed texts as objects take three times as much memory. Worse, a process that is forked copies every page of
memory in which it only looks at an object, since looking counts references; bytes it shares with its parent for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar, cast

import msgspec

T = TypeVar("T")
P = TypeVar("P")
Bytes = bytes | memoryview


class HoldsPacked(Protocol):
    """A mapping that can give its values as bytes without making them."""

    def packed_items(self) -> Iterable[tuple[str, Bytes]]:
        """Every key with its value as bytes."""


class Packed(Mapping[str, T]):
    """Frozen values of one type by key. Each is made anew when it is asked for; the last one is kept."""

    def __init__(self, kind: type[T], values: Mapping[str, bytes]) -> None:
        self._kind, self._values = kind, values
        self._unpack: Callable[[bytes], T] = msgspec.msgpack.Decoder(kind).decode
        self._last: tuple[str, Any] = ("", None)

    def __reduce__(self) -> tuple[Any, ...]:
        """Made anew in another process."""
        return Packed, (self._kind, dict(self._values))

    def __getitem__(self, key: str) -> T:
        """The value. Raises `KeyError`."""
        last, value = self._last
        if last == key and value is not None:
            return value  # type: ignore[no-any-return]
        found = self._unpack(self._values[key])
        self._last = (key, found)
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def packed(self, key: str) -> bytes:
        """The value as bytes; equal values have equal bytes. Raises `KeyError`."""
        return self._values[key]

    def packed_values(self) -> Iterable[bytes]:
        """Every value as bytes, in the order of the keys."""
        return self._values.values()

    def packed_items(self) -> Iterable[tuple[str, Bytes]]:
        """Every key with its value as bytes."""
        return self._values.items()

    def parts(self, kind: type[P]) -> Iterator[tuple[str, P]]:
        """Some fields of every value, with its key: those that `kind` has. The others cost nothing."""
        unpack = msgspec.msgpack.Decoder(kind).decode
        return ((key, unpack(value)) for key, value in self._values.items())

    def only(self, keys: Iterable[str]) -> Packed[T]:
        """Those of some keys, in the order of these."""
        return Packed(self._kind, {key: self._values[key] for key in keys})

    def renamed(self, names: Mapping[str, str]) -> Packed[T]:
        """Some of the values under other keys: each key with the one it has here."""
        return Packed(self._kind, {key: self._values[name] for key, name in names.items()})


def only(values: Mapping[str, T], keys: Iterable[str]) -> Mapping[str, T]:
    """Those values of some keys, in the order of these; packed ones stay packed."""
    return values.only(keys) if isinstance(values, Packed) else {key: values[key] for key in keys}


def renamed(values: Mapping[str, T], names: Mapping[str, str]) -> Mapping[str, T]:
    """Some values under other keys: each key with the one it has here; packed ones stay packed."""
    return values.renamed(names) if isinstance(values, Packed) else {key: values[name] for key, name in names.items()}


def packed_in(values: Mapping[str, T], key: str) -> bytes:
    """A value as bytes, from any mapping. Raises `KeyError`."""
    return values.packed(key) if isinstance(values, Packed) else packed(values[key])


def packed_items(values: Mapping[str, T]) -> Iterable[tuple[str, Bytes]]:
    """Every key with its value as bytes, from any mapping."""
    if hasattr(values, "packed_items"):
        return cast(HoldsPacked, values).packed_items()
    return ((key, packed(value)) for key, value in values.items())


packed = msgspec.msgpack.Encoder().encode
"""A value as `Packed` holds it. It must have no mappings, whose order would count."""
