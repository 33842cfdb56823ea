"""Sidebar notes as texts of their own, so that names in them are found like any other."""

from __future__ import annotations

from briefgen.model.document import Document, Passage
from briefgen.model.notes import Notes
from briefgen.reading.markdown import inline

NOTE_LISTS = ("who", "orgs", "places", "claims")


def note_texts(notes: Notes) -> tuple[tuple[str, int, str], ...]:
    """Every written note: list, number in the list, text. Their order numbers the passages of `notes_document`."""
    found = []
    for name in NOTE_LISTS:
        entries = getattr(notes, name)
        if isinstance(entries, tuple):
            found += [(name, number, one.note) for number, one in enumerate(entries) if one.note]
    return tuple(found)


def notes_document(notes: Notes, lang: str, typography: bool) -> Document:
    """The notes of one article as passages in the order of `note_texts`."""
    passages: list[Passage] = [inline(text, lang=lang, typography=typography) for _, _, text in note_texts(notes)]
    return Document(passages=tuple(passages))
