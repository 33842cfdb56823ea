"""Reads registries and texts in JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from briefgen.base.text import fold
from briefgen.model.outside import OutsideName, OutsideText

Line = TypeVar("Line", OutsideName, OutsideText)


class OutsideError(Exception):
    """A file or a line cannot be read; the message says which and why."""


def read_registry(path: Path) -> tuple[OutsideName, ...]:
    """The lines of a registry. Raises `OutsideError`, also when two lines have one id."""
    lines = tuple(_lines(path, OutsideName))
    seen: set[str] = set()
    for one in lines:
        if one.id in seen:
            raise OutsideError(f"{path}: the id “{one.id}” stands on two lines")
        seen.add(one.id)
    return lines


def read_texts(path: Path) -> Iterator[OutsideText]:
    """The texts of a file, one after the other. Raises `OutsideError`."""
    return _lines(path, OutsideText)


def _lines(path: Path, kind: type[Line]) -> Iterator[Line]:
    decoder = msgspec.json.Decoder(kind)
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _line(decoder, line.removeprefix(b"\xef\xbb\xbf"), path, number)
    except OSError as error:
        raise OutsideError(f"{path} cannot be read: {error.strerror}") from None


def _line(decoder: msgspec.json.Decoder[Line], line: bytes, path: Path, number: int) -> Line:
    try:
        return decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise OutsideError(f"{path}:{number}: {fold(str(error))}") from None
