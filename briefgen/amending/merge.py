"""Two records are one: what the first says is added to the second, and everything that named the first names the second.

Nothing is thrown away. What both say, and say differently, is kept as a comment below the record that stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefgen.amending.edits import (
    Edit,
    column,
    comments,
    end_of,
    in_list,
    is_flow,
    is_nothing,
    item_removed,
    key_added,
    line_end,
    line_start,
    scalar,
)
from briefgen.amending.plan import Change, Draft, first_difference, form_of, ready, tried
from briefgen.amending.rename import uses_of, written_anew
from briefgen.amending.write import AmendError
from briefgen.asking.project import Project
from briefgen.linking.names import display_name
from briefgen.linking.uses import Use
from briefgen.model.site import split_key
from briefgen.reading.marks import Places
from briefgen.reading.sheet import Sheet
from briefgen.reading.yaml_nodes import parse_yaml

KINDS = ("person", "organisation", "place", "event", "source", "term", "topic", "author")
"""Kinds that can be merged. Claims have histories, which cannot: there `superseded_by` says which one replaces the other."""
_NEVER_TAKEN = frozenset({"id", "draft", "redirect_from"})
_TOLD_APART = "not_to_be_confused_with"
_SAFETY = ("minor", "minor_consent", "privacy")


def merge(project: Project, key: str, into: str) -> Change:
    """The change that joins `key` into `into`. Raises `AmendError`."""
    ready(project)
    _check(project, key, into)
    merging = _Merging(project, key, into)
    merging.references()
    merging.record()
    merging.away()
    change = merging.draft.change(f"{key} becomes a part of {into}", *merging.told)

    def difference(after: Project) -> str:
        names = {key: into}
        expected, found = form_of(project, names, texts=False), form_of(after, texts=False, gone=names)
        # Of lists that named both, one is left; the joined record is compared by itself.
        once = ({name: _once(value) for name, value in form.items() if name != into} for form in (expected, found))
        return first_difference(*once) or _lost(merging, after)

    tried(project, change, difference)
    return change


def _check(project: Project, key: str, into: str) -> None:
    kind, other = split_key(key)[0], split_key(into)[0]
    if key == into:
        raise AmendError("these are one record already")
    if kind != other:
        raise AmendError(f"{key} and {into} are of different kinds")
    if kind not in KINDS:
        raise AmendError(
            f"records of the kind “{kind}” cannot be merged; a claim names the one that replaces it under superseded_by"
        )
    records = project.records.records
    for name in _SAFETY:
        one, two = getattr(records[key], name, None), getattr(records[into], name, None)
        if one != two:
            raise AmendError(
                f"the two differ in `{name}` ({one} and {two}); decide which is right and write it in both first"
            )
    translated = [one for one in project.records.translations if split_key(one)[:2] == split_key(key)[:2]]
    if translated:
        place = project.records.origins[translated[0]].path
        raise AmendError(
            f"{key} has a translation in {place}; move what is worth keeping to that of {into}, and take it out first"
        )
    for one in (key, into):
        origin = project.records.origins[one]
        if origin.prefix and origin.prefix[-1] == "inline":
            raise AmendError(
                f"{one} stands in the notes of an article; give it a place of its own first: briefgen promote {one}"
            )


class _Part(NamedTuple):
    """A key of a record with its value."""

    name: str
    key: Node
    value: Node


def _once(value: Any) -> Any:
    if isinstance(value, list):
        made = [_once(one) for one in value]
        return [one for n, one in enumerate(made) if one not in made[:n]]
    return {name: _once(one) for name, one in value.items()} if isinstance(value, dict) else value


class _Merging:
    def __init__(self, project: Project, key: str, into: str) -> None:
        self.project, self.key, self.into = project, key, into
        self.draft = Draft(project)
        self.told: list[str] = []
        self._sheets: dict[str, Sheet] = {}
        origins = project.records.origins
        self.old_at, self.new_at = origins[key], origins[into]
        self.old, self.new = self._record(key), self._record(into)
        self.left: list[str] = []
        """Lines that are kept as comments."""
        self.added: list[Edit] = []
        self.no_longer: list[int] = []
        """Items of the new record's own list of those it is not, which are the old record."""

    def sheet(self, path: str) -> Sheet:
        """The file, once."""
        return self._sheets.setdefault(path, Sheet(path, self.project.files.texts[path]))

    def _record(self, key: str) -> MappingNode:
        origin = self.project.records.origins[key]
        sheet = self.sheet(origin.path)
        node = sheet.node(origin.prefix)
        if not isinstance(node, MappingNode):
            raise AmendError(f"{origin.path}: the record of {key} is written in a way that is not understood")
        if origin.path.endswith(".md") and sheet.body.strip() and key == self.key:
            raise AmendError(
                f"{key} has a text of its own in {origin.path}; move it into the other record by hand first"
            )
        return node

    # --- everything that names the old record -------------------------------------------------------------------------

    def references(self) -> None:
        """What named the old record names the new one."""
        found = uses_of(self.project, {self.key: "", self.into: ""})
        named = {(one.spot, one.loc) for one in found if one.key == self.into and one.how == "field"}
        removed: dict[tuple[str, tuple[str | int, ...]], list[int]] = {}
        for use in found:
            if use.key != self.key or use.spot == self.key:
                continue
            if use.spot == self.into and use.loc[:-1] == (_TOLD_APART,):
                self.no_longer.append(int(use.loc[-1]))
            elif use.how == "field" and self._is_doubled(use, named):
                removed.setdefault((use.spot, use.loc[:-1]), []).append(int(use.loc[-1]))
            elif use.spot == self.into and use.how == "field":
                raise AmendError(
                    f"{self.into} names {self.key} under {'.'.join(map(str, use.loc))}; take that out first"
                )
            else:
                text = written_anew(use, split_key(self.into)[1], self.project)
                self.draft.edit(use.path, Edit(use.start, use.end, self._certain(use, text)))
        for (spot, loc), numbers in removed.items():
            self._remove_items(spot, loc, numbers)

    def _certain(self, use: Use, text: str) -> str:
        """The kind in front where the new id could mean another record as well."""
        kind, id, _ = split_key(self.into)
        others = [one for one in self.project.records.records if split_key(one)[1] == id and split_key(one)[0] != kind]
        return f"{kind}:{id}" if use.how == "link" and ":" not in text and others else text

    def _is_doubled(self, use: Use, named: set[tuple[str, tuple[str | int, ...]]]) -> bool:
        """Whether the same list names the new record as well."""
        if not use.loc or not isinstance(use.loc[-1], int):
            return False
        return any(spot == use.spot and loc[:-1] == use.loc[:-1] for spot, loc in named)

    def _remove_items(self, spot: str, loc: tuple[str | int, ...], numbers: list[int]) -> None:
        origin = Places(self.project.records).get(spot)
        if origin is None:
            raise AmendError(f"{spot} stands in no file")
        sheet = self.sheet(origin.path)
        items, name = sheet.node((*origin.prefix, *loc)), sheet.key((*origin.prefix, *loc))
        if not isinstance(items, SequenceNode) or len(numbers) > 1:
            raise AmendError(
                f"{origin.path}: {'.'.join(map(str, loc))} names {self.key} more than once; mend that first"
            )
        self.draft.edit(origin.path, *item_removed(sheet, items, numbers[0], name))

    # --- the record that stays ----------------------------------------------------------------------------------------

    def record(self) -> None:
        """Add to the new record what only the old one says."""
        sheet, other = self.sheet(self.new_at.path), self.sheet(self.old_at.path)
        have = {part.name: part for part in _parts(self.new)}
        lists: dict[str, list[str]] = {"redirect_from": self._redirects()}
        for name in self._names():
            lists.setdefault("aliases", []).append(name)
        more: list[str] = []
        inner: list[Edit] = []
        for part in _parts(self.old):
            if part.name in _NEVER_TAKEN or is_nothing(part.value):
                continue
            mine = have.get(part.name)
            if part.name == _TOLD_APART:
                self._others_to_tell(part, lists)
            elif mine is None or is_nothing(mine.value) or (not getattr(mine.value, "value", True)):
                more.append(part.name)
            elif isinstance(part.value, SequenceNode) and isinstance(mine.value, SequenceNode):
                self._joined(part, mine, lists)
            elif isinstance(part.value, MappingNode) and isinstance(mine.value, MappingNode):
                inner += self._keys_joined(part, mine.value)
            elif _value(other, part.value) != _value(sheet, mine.value) and part.name not in {"name", "title", "term"}:
                self.left += self._lines(other, part)
        edits = self._told_apart(sheet, lists)
        edits += [edit for name, items in lists.items() if items for edit in self._listed(sheet, name, items, more)]
        edits += [
            self._whole(sheet, other, part, have.get(part.name)) for part in _parts(self.old) if part.name in more
        ]
        self.left += self._comments(other, more)
        self.added = edits
        tail = self._tail(sheet)
        # Everything that goes to the end of the record is one change, in this order.
        end = tail.start
        if is_flow(self.new):
            edits = _grouped(edits)
        at_end = [one for one in edits if one.start == end and one.start == one.end]
        if at_end and not is_flow(self.new):
            edits = [one for one in edits if one not in at_end]
            tail = Edit(end, end, "".join(one.text for one in at_end) + tail.text)
        self.draft.edit(self.new_at.path, *edits, *([tail] if tail.text else []))

    def _redirects(self) -> list[str]:
        records = self.project.records.records
        mine, old = records[self.into], records[self.key]
        wanted = (split_key(self.key)[1], *old.redirect_from)
        own = {*mine.redirect_from, split_key(self.into)[1]}
        return [one for one in wanted if one not in own]

    def _names(self) -> Iterator[str]:
        """The name that goes, as one more by which the record is found."""
        records = self.project.records.records
        mine, old = records[self.into], records[self.key]
        if not hasattr(mine, "aliases"):
            if display_name(old) != display_name(mine):
                self.left.append(f"name: {display_name(old)}")
            return
        known = {display_name(mine), *(_alias(one) for one in getattr(mine, "aliases", ()))}
        known |= {_alias(one) for one in getattr(old, "aliases", ())}
        if display_name(old) not in known:
            yield scalar(display_name(old), True)

    def _joined(self, part: _Part, mine: _Part, lists: dict[str, list[str]]) -> None:
        """Members of a list that the other has not."""
        sheet, other = self.sheet(self.new_at.path), self.sheet(self.old_at.path)
        assert isinstance(part.value, SequenceNode)  # noqa: S101 - looked at before
        assert isinstance(mine.value, SequenceNode)  # noqa: S101
        have = [_value(sheet, one) for one in mine.value.value]
        have.append(display_name(self.project.records.records[self.into]))
        for one in part.value.value:
            if _value(other, one) not in have:
                lists.setdefault(part.name, []).append(_on_one_line(other, one))

    def _keys_joined(self, part: _Part, mine: MappingNode) -> list[Edit]:
        """Keys of a mapping that the other has not; those that say something else are kept as comments."""
        sheet, other = self.sheet(self.new_at.path), self.sheet(self.old_at.path)
        assert isinstance(part.value, MappingNode)  # noqa: S101 - looked at before
        have = {one.name: one for one in _parts(mine)}
        edits = []
        for one in _parts(part.value):
            text = _on_one_line(other, one.value)
            if one.name not in have:
                edits.append(key_added(sheet, mine, other.text[other.start(one.key) : other.end(one.key)], text))
            elif _value(other, one.value) != _value(sheet, have[one.name].value):
                self.left.append(f"{part.name}: {{{one.name}: {text}}}")
        return _one_after_another(edits)

    def _others_to_tell(self, part: _Part, lists: dict[str, list[str]]) -> None:
        """The two are not to be confused with others still, but are one themselves."""
        old, mine = self.project.resolved.records[self.key], self.project.resolved.records[self.into]
        known = (*getattr(mine, part.name, ()), self.into)
        lists[part.name] = [split_key(one)[1] for one in getattr(old, part.name, ()) if one not in known]

    def _told_apart(self, sheet: Sheet, lists: dict[str, list[str]]) -> list[Edit]:
        """The record that stays is not told apart from itself: another one takes that place, or nothing."""
        if not self.no_longer:
            return []
        loc = (*self.new_at.prefix, _TOLD_APART)
        items, number = sheet.node(loc), self.no_longer[0]
        if not isinstance(items, SequenceNode) or len(self.no_longer) > 1:
            raise AmendError(f"{sheet.path}: `{_TOLD_APART}` names {self.key} more than once; mend that first")
        others = lists.get(_TOLD_APART, [])
        item = items.value[number]
        if others and isinstance(item, ScalarNode):
            lists[_TOLD_APART] = others[1:]
            return [Edit(sheet.start(item), sheet.end(item), others[0])]
        return item_removed(sheet, items, number, sheet.key(loc))

    def _listed(self, sheet: Sheet, name: str, items: list[str], more: list[str]) -> list[Edit]:
        """Items for a list of the record that stays; a list that is taken over whole comes with them."""
        if name in more:
            part = next(one for one in _parts(self.old) if one.name == name)
            assert isinstance(part.value, SequenceNode)  # noqa: S101 - these names have lists
            other = self.sheet(self.old_at.path)
            items = [*(_on_one_line(other, one) for one in part.value.value), *items]
            more.remove(name)
        try:
            return in_list(sheet, self.new, name, items)
        except ValueError:
            raise AmendError(f"{sheet.path}: `{name}` is written in a way that is not understood") from None

    def _whole(self, sheet: Sheet, other: Sheet, part: _Part, mine: _Part | None) -> Edit:
        """A key that only the old record has, as it is written there."""
        inline = is_flow(self.new) or is_flow(self.old) or mine is not None
        if mine is not None:
            if not is_nothing(mine.value):
                return Edit(sheet.start(mine.value), sheet.end(mine.value), _on_one_line(other, part.value))
            at = sheet.text.index(":", sheet.end(mine.key)) + 1
            return Edit(at, at, f" {_on_one_line(other, part.value)}")
        if inline:
            return key_added(sheet, self.new, part.name, _on_one_line(other, part.value))
        at = line_end(sheet.text, end_of(sheet, self.new))
        return Edit(at, at, "".join(f"\n{one}" for one in self._block(other, part, column(sheet, self.new))))

    def _block(self, other: Sheet, part: _Part, indent: int) -> list[str]:
        """The lines of a key with its value, indented anew."""
        start = line_start(other.text, other.start(part.key))
        had = column(other, part.key)
        lines = other.text[start : line_end(other.text, end_of(other, part.value))].split("\n")
        lines[0] = " " * had + lines[0][had:]
        return [(" " * indent + one[had:]) if one.strip() else "" for one in lines]

    def _lines(self, other: Sheet, part: _Part) -> list[str]:
        if is_flow(self.old):
            return [f"{part.name}: {_on_one_line(other, part.value)}"]
        return [one for one in self._block(other, part, 0) if one.strip()]

    def _comments(self, other: Sheet, more: list[str]) -> list[str]:
        """Comments of the old record that came along with nothing else."""
        start, end = self._extent()
        with_it = "\n".join((*self.left, *(one.text for one in self.added)))
        taken = "\n".join(
            line
            for part in _parts(self.old)
            if part.name in more and not is_flow(self.old)
            for line in self._block(other, part, 0)
        )
        return [one.lstrip("# ") for one in comments(other, start, end) if one not in with_it and one not in taken]

    def _tail(self, sheet: Sheet) -> Edit:
        """What is kept as comments, below the record."""
        end = line_end(sheet.text, end_of(sheet, self.new))
        if not self.left:
            return Edit(end, end, "")
        indent = " " * column(sheet, self.new) if not is_flow(self.new) else ""
        lines = [f"# From {self.key}, which is the same:", *(f"#   {one}" for one in self.left)]
        self.told.append("what the two say differently is kept as a comment; look at it")
        return Edit(end, end, "".join(f"\n{indent}{one}" for one in lines))

    # --- the record that goes -----------------------------------------------------------------------------------------

    def _extent(self) -> tuple[int, int]:
        """The lines of the old record, with the comments right above it."""
        sheet = self.sheet(self.old_at.path)
        if not self.old_at.prefix:
            return 0, len(sheet.text)
        key = sheet.key(self.old_at.prefix)
        start = line_start(sheet.text, sheet.start(key if key is not None else self.old))
        while start:
            above = line_start(sheet.text, start - 1)
            if not sheet.text[above:start].startswith("#"):
                break
            start = above
        if start == 0:
            # Comments at the head of a file are about the file.
            start = line_start(sheet.text, sheet.start(key if key is not None else self.old))
        return start, min(len(sheet.text), line_end(sheet.text, end_of(sheet, self.old)) + 1)

    def away(self) -> None:
        """Take the old record out of its file, or the file away."""
        if not self.old_at.prefix:
            self.draft.remove(self.old_at.path)
            return
        sheet = self.sheet(self.old_at.path)
        start, end = self._extent()
        while sheet.text[end : end + 1] == "\n" and (start == 0 or sheet.text[start - 2 : start] == "\n\n"):
            end += 1
        self.draft.edit(self.old_at.path, Edit(start, end, ""))


def _grouped(edits: list[Edit]) -> list[Edit]:
    """Insertions at one place as one; other edits as they are."""
    places = dict.fromkeys((one.start, one.end) for one in edits)
    return [
        Edit(start, end, "".join(one.text for one in edits if (one.start, one.end) == (start, end)))
        for start, end in places
    ]


def _one_after_another(edits: list[Edit]) -> list[Edit]:
    """Insertions at one place as one."""
    if not edits:
        return []
    return [Edit(edits[0].start, edits[0].end, "".join(one.text for one in edits))]


def _parts(record: MappingNode) -> list[_Part]:
    return [_Part(key.value, key, value) for key, value in record.value if isinstance(key, ScalarNode)]


def _alias(one: object) -> str:
    return one if isinstance(one, str) else str(getattr(one, "name", ""))


def _value(sheet: Sheet, node: Node) -> Any:
    """What a node means."""
    text = sheet.text[sheet.start(node) : sheet.end(node)]
    lines = text.split("\n")
    indent = column(sheet, node)
    outdented = [lines[0], *(one[indent:] if not one[:indent].strip() else one for one in lines[1:])]
    return parse_yaml("", "\n".join(outdented)).value.value


def _on_one_line(sheet: Sheet, node: Node) -> str:
    """A value as YAML in one line, letter for letter where it is one already."""
    text = sheet.text[sheet.start(node) : sheet.end(node)].rstrip()
    if "\n" not in text and not is_block(node):
        value = parse_yaml("", text).value.value
        return (
            scalar(value, True)
            if isinstance(value, str)
            and isinstance(node, ScalarNode)
            and node.style is None
            and set(value) & set("[]{},")
            else text
        )
    return _flow(_value(sheet, node))


def is_block(node: Node) -> bool:
    """Whether a value needs lines of its own."""
    return not isinstance(node, ScalarNode) and not is_flow(node)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(str(key), True)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return scalar(value, True) if isinstance(value, str) else str(value)


def _lost(merging: _Merging, after: Project) -> str:
    """Whether the joined record lacks something that one of the two had; names the field."""
    project = merging.project
    one, two = (project.resolved.records[key] for key in (merging.into, merging.key))
    joined = after.resolved.records[merging.into]
    kept = "\n".join(merging.left)
    for name in joined.__struct_fields__:
        mine, other, made = (getattr(record, name) for record in (one, two, joined))
        if name in {"id", "draft"}:
            continue
        if isinstance(made, tuple):
            wanted = [_renamed(item, merging) for item in (*mine, *other)]
            own = {merging.into, display_name(one), split_key(merging.into)[1]}
            if any(item not in made and item not in own for item in wanted):
                return name
        elif (made != mine and mine not in (None, "", {})) or (
            mine in (None, "", {})
            and other not in (None, "", {})
            and made != _renamed(other, merging)
            and name not in kept
        ):
            return name
    return ""


def _renamed(value: Any, merging: _Merging) -> Any:
    return merging.into if value == merging.key else value
