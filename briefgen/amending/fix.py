"""Makes the changes that checks propose (`Diagnostic.fix`): only the letters that are meant, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from yaml.nodes import ScalarNode

from briefgen.amending.edits import Edit, applied
from briefgen.amending.plan import Change
from briefgen.asking.project import Project
from briefgen.base.diagnostics import Diagnostic, Fix, Mark, Spot
from briefgen.base.text import fold, slug
from briefgen.linking.passages import mark_of
from briefgen.model.document import Document
from briefgen.model.site import Records
from briefgen.reading.sheet import Sheet

ROUNDS = 50
"""A check may tell the same words once only, so that the next place is told when the first is mended."""
_BODIES = ("bio", "body", "text")


class _Made(NamedTuple):
    """A change that one diagnostic asks for, at its place in a file."""

    path: str
    edit: Edit
    asked: Diagnostic
    fix: Fix


class Fixed(NamedTuple):
    """What can be mended."""

    change: Change
    codes: Mapping[str, int]
    """How many places of each code."""
    left: tuple[str, ...]
    """Files that are left alone, since something besides would have changed."""


def fixes(project: Project) -> Fixed:
    """Everything that checks propose, tried on the project as it would be."""
    texts: dict[str, str] = {}
    codes: dict[str, int] = {}
    left: dict[str, None] = {}
    now = project
    for _ in range(ROUNDS):
        made = [one for one in _wanted(now) if one.path not in left]
        if not made:
            break
        changed = _texts(now, made)
        after = now.changed(changed)
        if _difference(now, after, made):
            good = [path for path in changed if not _fails(now, made, path)]
            left.update((path, None) for path in changed if path not in good)
            changed = {path: changed[path] for path in good}
            made = [one for one in made if one.path in changed]
            after = now.changed(changed)
            if not made or _difference(now, after, made):
                break
        texts |= changed
        for one in made:
            codes[one.asked.code] = codes.get(one.asked.code, 0) + 1
        now = after
    kept = {path: text for path, text in sorted(texts.items()) if text != project.files.texts[path]}
    return Fixed(Change(dict(kept)), dict(sorted(codes.items())), tuple(sorted(left)))


def _fails(project: Project, made: Sequence[_Made], path: str) -> bool:
    own = [one for one in made if one.path == path]
    return bool(_difference(project, project.changed(_texts(project, own)), own))


def _texts(project: Project, made: Iterable[_Made]) -> dict[str, str]:
    by_path: dict[str, list[Edit]] = {}
    for one in made:
        by_path.setdefault(one.path, []).append(one.edit)
    return {path: applied(project.files.texts[path], edits) for path, edits in by_path.items()}


# --- where they go ---------------------------------------------------------------------------------------------------


def _wanted(project: Project) -> list[_Made]:
    """The changes that are asked for and can be placed exactly; of two that overlap the first."""
    sheets: dict[str, Sheet] = {}
    headings: dict[str, frozenset[int]] = {}
    found: list[_Made] = []
    for one in project.fixable:
        made = _in_text(project, one) if isinstance(one.where, Mark) else _in_field(project, one, sheets)
        if made is not None and not _moves_a_heading(project, made, headings):
            found.append(made)
    found.sort(key=lambda one: (one.path, one.edit))
    free: list[_Made] = []
    for each in found:
        before = free[-1] if free and free[-1].path == each.path else None
        if before is None or before.edit.end <= each.edit.start:
            free.append(each)
    return free


def _in_text(project: Project, asked: Diagnostic) -> _Made | None:
    where, fix = asked.where, asked.fix
    assert isinstance(where, Mark) and fix is not None  # noqa: S101, PT018 - asked before
    text = project.files.texts.get(where.path, "")
    if not where.path.endswith(".md") or where.end_column <= where.column:
        return None
    line = _line_start(text, where.line)
    start, end = line + where.column - 1, line + where.end_column - 1
    # Typography may show other marks than those that stand in the file, but as many.
    if "\n" in text[start:end] or fold(text[start:end]) != fold(fix.old):
        return None
    return _Made(where.path, Edit(start, end, fix.new), asked, fix)


def _moves_a_heading(project: Project, made: _Made, headings: dict[str, frozenset[int]]) -> bool:
    """Whether a heading would get another address, to which others may link."""
    where, path = made.asked.where, made.path
    if not isinstance(where, Mark):
        return False
    if path not in headings:
        texts = [project.linked.archive.documents[key] for key in _keys_in(project.records, path)]
        passages = [one for text in texts for one in text.passages if one.kind == "heading"]
        headings[path] = frozenset(point.line for one in passages for point in one.points)
    if where.line not in headings[path]:
        return False
    text, start = project.files.texts[path], _line_start(project.files.texts[path], where.line)
    line = text[start : text.find("\n", start) % (len(text) + 1)]
    at, end = made.edit.start - start, made.edit.end - start
    return _slugs(line) != _slugs(line[:at] + made.edit.text + line[end:])


def _slugs(line: str) -> list[str]:
    """Word by word: an address is cut when it is long, and the line is longer than its words, by the targets of links."""
    return [one for one in map(slug, line.split()) if one]


def _line_start(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    return at


def _in_field(project: Project, asked: Diagnostic, sheets: dict[str, Sheet]) -> _Made | None:
    where, fix = asked.where, asked.fix
    assert isinstance(where, Spot) and fix is not None  # noqa: S101, PT018 - asked before
    origin = project.records.origins.get(where.record)
    if origin is None:
        return None
    path = origin.path
    if path not in sheets:
        sheets[path] = Sheet(path, project.files.texts[path])
    node = sheets[path].node((*origin.prefix, *where.loc))
    if not isinstance(node, ScalarNode):
        return None
    first, last = sheets[path].inside(node)
    written, shown = sheets[path].text[first:last], str(node.value)
    if node.style == '"' and "\\" in written:
        return None  # letters there may stand for others
    places = [one.start() for one in re.finditer(re.escape(fix.old), written)]
    if len(places) != len(re.findall(re.escape(fix.old), shown)) or fix.number >= len(places):
        return None
    start = first + places[fix.number]
    return _Made(path, Edit(start, start + len(fix.old), fix.new), asked, fix)


# --- whether they do what is meant -----------------------------------------------------------------------------------


def _difference(before: Project, after: Project, made: Sequence[_Made]) -> str:
    """What would change besides, or nothing."""
    known = {(one.code, one.record) for one in before.errors}
    new = next((one for one in after.errors if (one.code, one.record) not in known), None)
    if new is not None:
        return new.message
    edited = {key for one in made if isinstance(one.asked.where, Mark) for key in _keys_in(before.records, one.path)}
    wanted, got = _built(before.records, edited), _built(after.records, edited)
    by_field: dict[Spot, list[Fix]] = {}
    for one in made:
        if isinstance(one.asked.where, Spot):
            by_field.setdefault(one.asked.where, []).append(one.fix)
    for spot, fixes_of in by_field.items():
        _put(wanted[spot.record], spot.loc, fixes_of)
    if wanted != got:
        return next((key for key in wanted if wanted[key] != got.get(key)), "a record")
    return _other_texts(before, after, [one for one in made if isinstance(one.asked.where, Mark)])


def _keys_in(records: Records, path: str) -> Iterator[str]:
    return (key for key, origin in records.origins.items() if origin.path == path)


def _built(records: Records, without_body: set[str]) -> dict[str, Any]:
    """Every record, note and setting as plain values."""
    found: dict[str, Any] = {}
    for key, record in records.records.items():
        found[key] = msgspec.to_builtins(record)
        if key in without_body:
            for name in _BODIES:
                found[key].pop(name, None)
    found |= {f"{key}#notes": msgspec.to_builtins(one) for key, one in records.notes.items()}
    found |= {f"{key}#words": msgspec.to_builtins(one) for key, one in records.translations.items()}
    found["site"] = msgspec.to_builtins(records.config)
    return found


def _put(record: dict[str, Any], loc: tuple[str | int, ...], fixes_of: Sequence[Fix]) -> None:
    holder: Any = record
    for step in loc[:-1]:
        holder = holder[step]
    text = holder[loc[-1]]
    edits = []
    for fix in fixes_of:
        start = [one.start() for one in re.finditer(re.escape(fix.old), text)][fix.number]
        edits.append(Edit(start, start + len(fix.old), fix.new))
    if isinstance(holder, tuple):
        raise TypeError("a list was expected")
    holder[loc[-1]] = applied(text, edits)


def _other_texts(before: Project, after: Project, made: Sequence[_Made]) -> str:
    """The first text that would read otherwise than it should, or be set otherwise."""
    old, new = before.linked.archive.documents, after.linked.archive.documents
    if list(old) != list(new):
        return "a text"
    by_path: dict[str, list[_Made]] = {}
    for one in made:
        by_path.setdefault(one.path, []).append(one)
    for name in old:
        path = before.records.origins[name.partition("#")[0]].path
        if path not in by_path:
            continue
        document, there = old[name], new[name]
        expected = (
            _expected(document, path, by_path[path]) if "#" not in name else [one.text for one in document.passages]
        )
        if expected != [one.text for one in there.passages] or _frame(document) != _frame(there):
            return name
    return ""


def _expected(document: Document, path: str, made: Sequence[_Made]) -> list[str]:
    texts = []
    for passage in document.passages:
        edits = set()
        for one in made:
            for at in re.finditer(re.escape(one.fix.old), passage.text):
                if mark_of(passage, path, *at.span()) == one.asked.where:
                    edits.add(Edit(*at.span(), one.fix.new))
        texts.append(applied(passage.text, edits))
    return texts


def _frame(document: Document) -> object:
    """Everything of a text but its letters and where they stand."""
    return (
        [(one.kind, one.parts) for one in document.blocks],
        [
            (
                one.kind,
                one.nolink,
                [(mark.before, mark.after) for mark in one.markup],
                [(link.target, link.has_words) for link in one.links],
                [span.claims for span in one.claims],
            )
            for one in document.passages
        ],
        [(one.target, one.alt) for one in document.file_links],
    )
