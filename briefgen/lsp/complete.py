"""What may be written at a place: ids of records, keys, words of a vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from briefgen.linking.names import display_name
from briefgen.lsp.analysis import Known
from briefgen.lsp.cursor import cursor_at, yaml_lines
from briefgen.lsp.fields import Expected, expected_at
from briefgen.model.records import KINDS
from briefgen.model.site import split_key

MOST = 200
"""Proposals at once; with each further letter the editor asks again."""


class Proposal(NamedTuple):
    """Something that may be written from a column on."""

    start: int
    text: str
    """What is written."""
    label: str
    detail: str
    """What it is, beside it in the list."""
    about: str
    """What it means, in Markdown."""
    sought: str
    """The words by which it is found."""
    sort: Literal["record", "key", "word"]
    key: str = ""
    """Of a record."""


class Proposals(NamedTuple):
    """What may be written."""

    found: tuple[Proposal, ...]
    complete: bool
    """False when there are more."""


NOTHING = Proposals((), True)


class Name(NamedTuple):
    """A record as it is looked for."""

    key: str
    kind: str
    id: str
    name: str
    unique: bool
    """Whether no other record has this id."""
    sought: str


def catalogue(known: Known) -> Sequence[Name]:
    """All records by which texts may be completed; made once for what is known."""
    found: tuple[Name, ...] | None = known.lasting.get("catalogue")
    if found is None:
        keys = [(key, *split_key(key)[:2]) for key in known.state.records.records if not split_key(key)[2]]
        many = Counter(id for _, _, id in keys)
        names = known.state.records.records
        found = tuple(
            Name(key, kind, id, name := display_name(names[key]), many[id] == 1, f"{id} {name}".casefold())
            for key, kind, id in keys
        )
        known.lasting["catalogue"] = found
    return found


def prepare(known: Known) -> None:
    """Work out ahead what the first proposals, links and mistakes would have to wait for."""
    catalogue(known)
    known.ids.of("")
    known.ids.ending("")


def matching(known: Known, typed: str, kinds: Iterable[str] | None = None) -> Iterator[Name]:
    """Records whose id begins so, then those in whose id or name it stands at the beginning of a word."""
    wanted = frozenset(KINDS if kinds is None else kinds)
    kind, colon, rest = typed.partition(":")
    if colon:
        wanted, typed = wanted & {kind, "organisation" if kind == "org" else kind}, rest
    sought = typed.casefold()
    later: list[Name] = []
    for one in catalogue(known):
        if one.kind not in wanted:
            continue
        if one.id.startswith(sought):
            yield one
        elif sought in one.sought:
            later.append(one)
    yield from later


def proposals(known: Known, path: str, text: str, line: int, column: int) -> Proposals:
    """What may be written at a place."""
    lines = text.split("\n")
    cursor = cursor_at(lines, line, column, yaml_lines(path, lines))
    if cursor is None:
        return NOTHING
    if cursor.what == "link":
        after = lines[line][column:].lstrip()
        end = "" if after.startswith(("]]", "|")) else "]]"
        return _records(known, cursor.start, cursor.typed, None, end)
    if cursor.what == "claim":
        return _records(known, cursor.start, cursor.typed, ("claim",), "", True)
    expected = expected_at(path, cursor.loc, known.state.records.config)
    if expected is None:
        return NOTHING
    if cursor.what == "key" and expected.keys:
        after = lines[line][column:]
        return Proposals(tuple(_keys(expected, cursor.start, _siblings(lines, line, cursor.start), after)), True)
    found = tuple(
        Proposal(cursor.start, word, word, "", "", word, "word") for word in expected.words(known.state.site.statuses)
    )
    if expected.kinds is None:
        return Proposals(found, True)
    more = _records(known, cursor.start, cursor.typed, expected.kinds, "", len(expected.kinds) == 1)
    return Proposals((*found, *more.found), more.complete)


def _records(
    known: Known, start: int, typed: str, kinds: Sequence[str] | None, end: str, plain: bool = False
) -> Proposals:
    found: list[Proposal] = []
    for one in matching(known, typed, kinds):
        if len(found) == MOST:
            return Proposals(tuple(found), False)
        written = one.id if plain or (one.unique and ":" not in typed) else one.key
        label = f"{one.name} ({one.id})" if one.name else one.id
        found.append(
            Proposal(start, f"{written}{end}", label, one.kind, "", f"{written} {one.sought}", "record", one.key)
        )
    return Proposals(tuple(found), len(found) < MOST)


def _keys(expected: Expected, start: int, there: frozenset[str], after: str) -> Iterator[Proposal]:
    for name, field in expected.keys.items():
        if name in there:
            continue
        end = "" if after.lstrip().startswith(":") else ": "
        detail = "needed" if field.required else ""
        yield Proposal(start, f"{name}{end}", name, detail, field.doc, name, "key")


def _siblings(lines: Sequence[str], line: int, column: int) -> frozenset[str]:
    """Keys that the same mapping has already."""
    found: set[str] = set()
    for numbers in (range(line - 1, -1, -1), range(line + 1, len(lines))):
        for number in numbers:
            text = lines[number]
            body = text.lstrip(" ")
            if not body or body.startswith("#"):
                continue
            if text.startswith("---"):
                break
            at = len(text) - len(body)
            dash = body.startswith("- ")
            key_at = at + 2 if dash else at
            if key_at == column and ":" in body:
                if dash and number > line:
                    break
                found.add(body.removeprefix("- ").partition(":")[0].strip("\"' "))
                if dash:
                    break
            elif at < column:
                break
    return frozenset(found)
