"""A published record that leans on a draft would lead readers nowhere (W027)."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from briefgen.base.diagnostics import Diagnostic, Mark, Spot
from briefgen.linking.archive import Archive, notes_key
from briefgen.linking.notes import note_texts
from briefgen.linking.passages import mark_of
from briefgen.model.records import Record
from briefgen.model.site import Records
from briefgen.reading.marks import notes_spot


def references_to_drafts(records: Records, visible: Mapping[str, Record], archive: Archive) -> tuple[Diagnostic, ...]:
    """One warning for each place where a published text links by hand to, or makes a claim of, something unpublished."""
    if len(visible) == len(records.records):
        return ()
    return tuple(
        one for key in visible if key in archive.linked for one in references_of(key, records, visible, archive)
    )


def references_of(key: str, records: Records, visible: Container[str], archive: Archive) -> Iterator[Diagnostic]:
    """The same for one text."""
    for where, target in _places(key, records, archive):
        if target in records.records and target not in visible:
            yield _leaning(key, where, target)


def _leaning(key: str, where: Mark | Spot, target: str) -> Diagnostic:
    message = f"{target} is not published, so readers will find plain words here"
    return Diagnostic("W027", where, message, "publish it too, or take the link out", record=key)


def _places(key: str, records: Records, archive: Archive) -> Iterator[tuple[Mark | Spot, str]]:
    """What a text and its notes lean on, and where."""
    path = records.origins[key].path
    passages = archive.documents[key].passages
    for passage in passages:
        for link in passage.links:
            yield mark_of(passage, path, link.start, link.end), link.target
    for one in archive.linked[key].claims:
        yield mark_of(passages[one.passage], path, one.start, one.end), one.claim
    if key in records.notes:
        noted = archive.documents[notes_key(key)].passages
        for (name, number, _), passage in zip(note_texts(records.notes[key]), noted, strict=True):
            for link in passage.links:
                yield Spot(notes_spot(key), (name, number, "note")), link.target
