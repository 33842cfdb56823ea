"""Every place to change when somebody must no longer be named: in texts and records, in file names, in pictures and papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from briefgen.guard.guard import Guard, Protected
from briefgen.model.parts import alias_names
from briefgen.model.records import Organisation, Person, Place, Record
from briefgen.reading.protected import names_of_record

FOLDERS = ("content", "seeds", "themes")
SURE, PERHAPS = "the name", "perhaps: part of the name"


class Trace(Struct, frozen=True, order=True):
    """Where a name stands."""

    path: str
    line: int
    """0 for a file that has no lines."""
    what: str
    around: str = ""


def traces(root: Path, record: Person | Organisation | Place) -> Iterator[Trace]:
    """Every place of a project in which the names of a record stand, file by file."""
    guard = Guard((Protected(SURE, names_of_record(record)), Protected(PERHAPS, tuple(_parts(record)))))
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        data = path.read_bytes()
        lines = _lines(data)
        if lines is None:
            yield from (
                Trace(name, 0, f"{leak.label}, in {leak.where}", leak.around) for leak in guard.leaks(name, data)
            )
            continue
        yield from (Trace(name, 0, f"{leak.label}, in its name") for leak in guard.leaks(name, b""))
        yield from _in_lines(name, lines, guard)


def _parts(record: Record) -> Iterator[str]:
    """What may mean somebody else: a family name alone, short forms."""
    if isinstance(record, Person) and record.family_name:
        yield record.family_name
    if isinstance(record, Person | Organisation | Place):
        yield from alias_names(record.weak_aliases)


def _files(root: Path) -> Iterator[Path]:
    if (root / "briefgen.yaml").is_file():
        yield root / "briefgen.yaml"
    for folder in FOLDERS:
        yield from sorted(one for one in (root / folder).rglob("*") if one.is_file() and not one.is_symlink())


def _lines(data: bytes) -> list[str] | None:
    try:
        return None if b"\0" in data else data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        return None


def _in_lines(name: str, lines: list[str], guard: Guard) -> Iterator[Trace]:
    """A name may be broken over two lines: it then stands in the first of them."""
    told = False
    for number, line in enumerate(lines, 1):
        here = dict(guard.in_text(line))
        if not here and not told and number < len(lines):
            after = dict(guard.in_text(lines[number]))
            both = {label: around for label, around in guard.in_text(f"{line} {lines[number]}") if label not in after}
            yield from (Trace(name, number, label, around) for label, around in both.items())
        for label, around in here.items():
            if label == SURE or SURE not in here:
                yield Trace(name, number, label, around)
        told = bool(here)
