"""A published record that leans on a draft would lead readers nowhere (W027)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.linking.archive import Archive
from briefgen.linking.passages import mark_of
from briefgen.model.records import Record
from briefgen.model.site import Records


def references_to_drafts(records: Records, visible: Mapping[str, Record], archive: Archive) -> tuple[Diagnostic, ...]:
    """One warning for each place where a published text links by hand to, or makes a claim of, something unpublished."""
    return tuple(one for key in visible if key in archive.linked for one in _in_text(key, records, visible, archive))


def _in_text(key: str, records: Records, visible: Mapping[str, Record], archive: Archive) -> Iterator[Diagnostic]:
    found = archive.linked[key]
    by_hand = [(one.passage, one.start, one.end, one.target) for one in found.mentions if one.found_by == "explicit"]
    claims = [(one.passage, one.start, one.end, one.claim) for one in found.claims]
    for passage, start, end, target in (*by_hand, *found.links, *claims):
        if target in records.records and target not in visible:
            where: Mark = mark_of(archive.documents[key].passages[passage], records.origins[key].path, start, end)
            message = f"{target} is not published, so readers will find plain words here"
            hint = "publish it too, or take the link out"
            yield Diagnostic("W027", where, message, hint, record=key)
