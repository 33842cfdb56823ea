"""What is known of a claim has changed: a dated entry more in its history, at its place."""

from __future__ import annotations

from typing import Any

from yaml.nodes import SequenceNode

from briefgen.amending.edits import Edit, is_flow, item_added, scalar
from briefgen.amending.plan import Change, Draft, first_difference, form_of, ready, tried
from briefgen.amending.write import AmendError
from briefgen.asking.project import Project
from briefgen.base.text import did_you_mean
from briefgen.model.parts import StatusEntry
from briefgen.model.records import Claim
from briefgen.model.vocabulary import site_statuses, statuses_of_kind
from briefgen.reading.sheet import Sheet


def add_status(project: Project, key: str, entry: StatusEntry) -> Change:
    """The change that adds an entry to the history of a claim, in the order of dates. Raises `AmendError`."""
    ready(project)
    claim = project.records.records.get(key)
    if not isinstance(claim, Claim):
        raise AmendError(f"{key} is no claim")
    _check(project, claim, entry)
    origin = project.records.origins[key]
    sheet = Sheet(origin.path, project.files.texts[origin.path])
    items = sheet.node((*origin.prefix, "status_history"))
    if not isinstance(items, SequenceNode) or not items.value:
        raise AmendError(f"{origin.path}: the history of {key} is written in a way that is not understood")
    number = sum(1 for one in claim.status_history if one.date.lower <= entry.date.lower)
    draft = Draft(project)
    draft.edit(origin.path, _inserted(sheet, items, number, _parts(entry)))
    change = draft.change(f"{key} is “{entry.status}” from {entry.date} on")

    def difference(after: Project) -> str:
        expected, found = form_of(project, texts=False), form_of(after, texts=False)
        made = after.records.records[key]
        if not isinstance(made, Claim) or made.status_history[number] != entry:
            return f"the new entry of {key}"
        found[key]["status_history"].pop(number)
        return first_difference(expected, found)

    tried(project, change, difference)
    return change


def _check(project: Project, claim: Claim, entry: StatusEntry) -> None:
    statuses = statuses_of_kind(claim.kind, site_statuses(project.records.config.claims.statuses))
    if entry.status not in statuses:
        hint = did_you_mean(entry.status, statuses) or f"it may be {', '.join(statuses)}"
        raise AmendError(f"a claim of the kind “{claim.kind}” cannot be “{entry.status}”; {hint}")
    ids = [one.id for one in claim.evidence]
    for one in entry.evidence:
        if one not in ids:
            hint = did_you_mean(one, ids) or f"it has {', '.join(ids) or 'none'}"
            raise AmendError(f"the claim has no evidence “{one}”; {hint}")


def _parts(entry: StatusEntry) -> list[tuple[str, Any]]:
    """What is written of an entry, in the order in which people write it."""
    return [
        (name, value)
        for name, value in (
            ("date", str(entry.date)),
            ("status", entry.status),
            ("confidence", entry.confidence),
            ("reason", entry.reason),
            ("evidence", entry.evidence),
            ("by", entry.by),
            ("recorded", str(entry.recorded) if entry.recorded is not None else ""),
        )
        if value
    ]


def _inserted(sheet: Sheet, items: SequenceNode, number: int, parts: list[tuple[str, Any]]) -> Edit:
    """The entry in the style of its neighbours: in braces, or a key on each line."""
    neighbour = items.value[max(number - 1, 0)]
    in_braces = is_flow(items) or is_flow(neighbour)
    lines = [f"{name}: {_value(value, in_braces)}" for name, value in parts]
    if in_braces:
        lines = ["{" + ", ".join(lines) + "}"]
    if number:
        return item_added(sheet, items, lines[0], number - 1, lines[1:])
    first = sheet.start(items.value[0])
    if is_flow(items):
        return Edit(first, first, f"{lines[0]}, ")
    dash = sheet.text.rindex("-", 0, first)
    indent = " " * (dash - sheet.text.rfind("\n", 0, dash) - 1)
    return Edit(dash, dash, "".join(f"{'- ' if not n else '  '}{one}\n{indent}" for n, one in enumerate(lines)))


def _value(value: Any, flow: bool) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(scalar(one, True) for one in value)}]"
    return scalar(str(value), flow)
