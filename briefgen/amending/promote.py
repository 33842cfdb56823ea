"""A whole record inside an article’s notes gets a file of its own in the registry; the note refers to it."""

from __future__ import annotations

from yaml.nodes import MappingNode, Node

from briefgen.amending.edits import Edit, column, comments, end_of, is_flow, line_end, line_start
from briefgen.amending.plan import Change, Draft, first_difference, form_of, ready, tried
from briefgen.amending.write import AmendError
from briefgen.asking.project import Project
from briefgen.model.records import PLURALS
from briefgen.model.site import split_key
from briefgen.reading.sheet import Sheet


def promote(project: Project, key: str) -> Change:
    """The change that moves a record out of the notes. Raises `AmendError`."""
    ready(project)
    kind, id, _ = split_key(key)
    origin = project.records.origins[key]
    if not origin.prefix or origin.prefix[-1] != "inline":
        raise AmendError(f"{key} has a place of its own already: {project.place(key)}")
    sheet = Sheet(origin.path, project.files.texts[origin.path])
    record, name = sheet.node(origin.prefix), sheet.key(origin.prefix)
    if not isinstance(record, MappingNode) or name is None or not record.value:
        raise AmendError(f"{origin.path}: the record of {key} is written in a way that is not understood")
    end = end_of(sheet, record)
    if not is_flow(record):
        end = line_end(sheet.text, end)
    path = f"content/{PLURALS[kind]}/{id}.yaml"
    draft = Draft(project)
    draft.edit(origin.path, Edit(sheet.start(name), end, f"ref: {id}"))
    draft.create(path, _text(sheet, record, sheet.end(name)))
    change = draft.change(f"{key} moves to {path}")
    tried(project, change, lambda after: first_difference(form_of(project), form_of(after)))
    return change


def _text(sheet: Sheet, record: MappingNode, head: int) -> str:
    """The record at the margin, with the comments that stood in front of it and in it."""
    start = sheet.start(record)
    above = [f"{one}\n" for one in comments(sheet, head, start)]
    if is_flow(record):
        lines = [_part(sheet, pair[0], pair[1]) for pair in record.value]
        inside = [f"{one}\n" for one in comments(sheet, start, sheet.end(record))]
        return "".join((*above, *inside, *lines))
    first = line_start(sheet.text, start)
    text = sheet.text[first : line_end(sheet.text, end_of(sheet, record))]
    indent = column(sheet, record)
    lines = [_outdented(one, indent) for one in (" " * indent + text[indent:]).split("\n")]
    return "".join((*above, *(f"{one}\n" for one in lines)))


def _outdented(line: str, indent: int) -> str:
    """A line moved left; a comment that stood further left goes to the margin."""
    return line[indent:] if not line[:indent].strip() else line.lstrip()


def _part(sheet: Sheet, key: Node, value: Node) -> str:
    """`key: value` as it stood between braces; a value over several lines becomes one line."""
    text = sheet.text[sheet.start(value) : sheet.end(value)]
    if comments(sheet, sheet.start(value), sheet.end(value)):
        raise AmendError(
            f"{sheet.path}: a comment stands inside a list of the record; move it in front of the record first"
        )
    return f"{sheet.text[sheet.start(key) : sheet.end(key)]}: {' '.join(text.split(chr(10)))}".rstrip() + "\n"
