"""The names that must not leave the desk: `private/protected.yaml`, which no version control holds, and protected records.

The list is a mapping from a label, which may be told, to a name or several. What is wrong with it is told without its
words: others may read what is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from briefgen.base.diagnostics import Checked, Diagnostic, Mark
from briefgen.guard.guard import SHORTEST, Guard, Keyed, Protected, forms_of, imported
from briefgen.model.parts import alias_names
from briefgen.model.records import Organisation, Person, Place, Record
from briefgen.reading.problems import Problem, diagnosed
from briefgen.reading.yaml_nodes import YamlFile, parse_yaml

LIST = "private/protected.yaml"
KEYED = "content/.ledger/protected.txt"
"""The same names for machines that must not know them (`briefgen guard export`)."""
SECRET = "BRIEFGEN_GUARD_KEY"  # noqa: S105 - the name of a variable
SHORTEST_SECRET = 16
"""Characters of a key that cannot be guessed."""
_FORM = "write a label and a name, or several: `witness-1: [Jane Doe, J. Doe]`"


class PrivateFiles(Struct, frozen=True):
    """What the disk and the environment hold; None for what is not there."""

    listed: str | None = None
    keyed: str | None = None
    secret: str | None = None


def protected_list(text: str) -> Checked[tuple[Protected, ...]]:
    """The people of the list."""
    file, faults = parse_yaml(LIST, text)
    # Levels are given later; whatever is wrong here may hide a name, so that all of it stops the build.
    said = [Diagnostic("E506", one.where, "the list cannot be read here", _FORM) for one in faults]
    found: list[Protected] = []
    value = file.value if file.value is not None else {}
    if not isinstance(value, dict):
        return Checked((), (*said, diagnosed(Problem("E506", (), "the list is no mapping", _FORM), file)))
    for number, (label, names) in enumerate(value.items(), 1):
        written = names if isinstance(names, list) else [names]
        texts = tuple(one for one in written if isinstance(one, str) and one.strip())
        if not texts or len(texts) < len(written):
            said.append(_wrong(file, str(label), f"entry {number} has no name, or one that is no text"))
            continue
        found.append(Protected(str(label), texts))
        if not all(map(forms_of, texts)):
            message = (
                f"entry {number} has a name of fewer than {SHORTEST} letters, which cannot be told from other words"
            )
            said.append(_wrong(file, str(label), message))
    return Checked(tuple(found), tuple(said))


def _wrong(file: YamlFile, label: str, message: str) -> Diagnostic:
    return diagnosed(Problem("E506", (label,), message, _FORM, on_key=True), file)


def protected_records(records: Mapping[str, Record]) -> tuple[Protected, ...]:
    """Records whose names must not appear, by their keys."""
    return tuple(
        Protected(key, names_of_record(record))
        for key, record in records.items()
        if isinstance(record, Person | Organisation | Place) and record.privacy == "protected"
    )


def names_of_record(record: Person | Organisation | Place) -> tuple[str, ...]:
    """Full names of a record, in every spelling that it lists and that can be looked for."""
    return tuple(dict.fromkeys(filter(forms_of, _names(record))))


def _names(record: Person | Organisation | Place) -> Iterator[str]:
    yield record.name
    yield from alias_names(record.aliases)
    yield from record.names.values()
    former = record.historic_names if isinstance(record, Place) else record.former_names
    yield from (one.name for one in former)
    if isinstance(record, Place) and record.formal_name:
        yield record.formal_name


def guard_of(files: PrivateFiles, of_records: Iterable[Protected]) -> Checked[Guard | None]:
    """The guard for a build; None when there is nobody to protect."""
    said: list[Diagnostic] = []
    people = list(of_records)
    if files.listed is not None:
        listed = protected_list(files.listed)
        said += listed.diagnostics
        people += listed.value
    keyed = None
    if files.keyed is not None and files.listed is None:
        keyed, faults = _keyed(files.keyed, files.secret)
        said += faults
    guard = Guard(people, keyed)
    return Checked(guard or None, tuple(said))


def _keyed(text: str, secret: str | None) -> tuple[Keyed | None, list[Diagnostic]]:
    if not secret:
        message = f"names that must not be published cannot be looked for here: there is no {LIST} and no {SECRET}"
        hint = f"set {SECRET} to the key with which the file was made"
        return None, [Diagnostic("W507", Mark(KEYED, 1, 1), message, hint)]
    try:
        return imported(text, secret.encode("utf-8")), []
    except ValueError as error:
        hint = "make it again with `briefgen guard export`"
        return None, [Diagnostic("E506", Mark(KEYED, int(str(error)), 1), "this line is no keyed name", hint)]
