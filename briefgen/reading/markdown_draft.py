"""A passage being written: its text, and everything beside the text as ranges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from briefgen.base.patterns import pattern
from briefgen.model.document import ClaimSpan, ExplicitLink, Markup, Passage, PassageKind
from briefgen.reading.markdown_offsets import Anchor, Ground, Moved, points
from briefgen.reading.markdown_typography import Edit, edits

_BREAK = pattern(r" *\n[ \t]*")
_Ranged = TypeVar("_Ranged", Markup, ClaimSpan)


class Open(NamedTuple):
    """A construct that is not closed yet."""

    name: str
    start: int
    mark: int
    """Where among the mark-up it will stand; -1 when it leaves none."""
    said: object = None


class Draft:
    """A passage being written from its beginning to its end."""

    def __init__(self) -> None:
        self.length = 0
        self.pieces: list[str] = []
        self.anchors: list[Anchor] = []
        self.markup: list[Markup | None] = []
        self.closed: list[tuple[int, int]] = []
        self.fixed: list[tuple[int, int]] = []
        """Ranges without typography."""
        self.links: list[ExplicitLink] = []
        self.claims: list[ClaimSpan] = []
        self.open: list[Open] = []
        self.linked = 0
        """How many links the text being added is in."""
        self._shift = 0

    def add(self, text: str, at: int) -> None:
        """Add words that stand at an offset of the block's text."""
        if at - self.length != self._shift or not self.anchors:
            self.anchors.append(Anchor(self.length, at))
            self._shift = at - self.length
        self.pieces.append(text)
        self.length += len(text)

    def add_plain(self, text: str) -> None:
        """Add a block's text that has no mark-up at all: its lines become one."""
        if not any(blank in text for blank in (" \n", "\n ", "\n\t")):
            self.add(text.replace("\n", " "), 0)
            return
        done = 0
        for match in _BREAK.finditer(text):
            self.add(text[done : match.start()], done)
            self.add(" ", match.start())
            done = match.end()
        self.add(text[done:], done)

    def fix(self, words: str, at: int) -> None:
        """Add words that typography must not touch."""
        start = self.length
        self.add(words, at)
        self.fixed.append((start, self.length))

    def insert(self, html: str) -> None:
        """HTML between two characters."""
        self.markup.append(Markup(self.length, self.length, html))

    def begin(self, name: str, before: str, after: str, said: object = None) -> None:
        """Open a construct; without HTML it leaves no mark-up."""
        mark = -1
        if before:
            mark = len(self.markup)
            self.markup.append(Markup(self.length, -1, before, after))
        self.open.append(Open(name, self.length, mark, said))

    def end(self, name: str) -> Open:
        """Close what was opened last under a name; raw tags that were left open inside are dropped."""
        while self.open[-1].name.startswith("<") and self.open[-1].name != name:
            self.forget()
        opened = self.open.pop()
        if opened.mark >= 0:
            self._settle(opened)
        return opened

    def close(self, start: int) -> None:
        """Nothing from a place up to here is linked by itself."""
        if start < self.length:
            self.closed.append((start, self.length))

    def forget(self) -> None:
        """Drop the raw tag that was opened last."""
        opened = self.open.pop()
        self.markup[opened.mark] = None
        self.linked -= opened.name == "<a"

    def _settle(self, opened: Open) -> None:
        """Give the mark-up its end; around nothing but insertions it becomes an insertion itself."""
        mark = self.markup[opened.mark]
        if mark is None:
            return
        if opened.start < self.length:
            self.markup[opened.mark] = Markup(mark.start, self.length, mark.before, mark.after)
            return
        inside = "".join(one.before for one in self.markup[opened.mark + 1 :] if one)
        del self.markup[opened.mark :]
        self.insert(mark.before + inside + mark.after)

    def passage(
        self, kind: PassageKind, lang: str, ground: Sequence[Ground], first_line: int = 1, section: int = 0
    ) -> Passage:
        """The passage, set in the type of a language; no language, no typography."""
        while self.open:  # only raw tags can still be open
            self.forget()
        text = "".join(self.pieces)
        changes = self._changes(text, lang) if lang else []
        if changes:
            move = Moved(changes)
            text = move.text(text)
            if move.ends:
                self._move(move)
        return Passage(
            text,
            kind,
            _ordered([one for one in self.markup if one]),
            tuple(sorted(self.closed)),
            tuple(self.links),
            _ordered(self.claims),
            points(self.anchors, ground, first_line, len(text)),
            section=section,
        )

    def _move(self, move: Moved) -> None:
        """Take every offset to where its character went."""
        self.anchors = move.anchors(self.anchors)
        self.markup = [Markup(move(one.start), move(one.end), one.before, one.after) for one in self.markup if one]
        self.closed = [(move(start), move(end)) for start, end in self.closed]
        self.links = [ExplicitLink(move(one.start), move(one.end), one.target, one.has_words) for one in self.links]
        self.claims = [ClaimSpan(move(one.start), move(one.end), one.claims) for one in self.claims]

    def _changes(self, text: str, lang: str) -> list[Edit]:
        """What typography wants, but no joining of characters between which something begins or ends."""
        changes = edits(text, lang, sorted(self.fixed))
        if not any(one.end - one.start > 1 for one in changes):
            return changes
        edges = {edge for one in (*self.markup, *self.links, *self.claims) if one for edge in (one.start, one.end)}
        edges.update(one.offset for one in self.anchors)
        return [one for one in changes if edges.isdisjoint(range(one.start + 1, one.end))]


def _ordered(ranges: list[_Ranged]) -> tuple[_Ranged, ...]:
    """By start, then widest first."""
    if len(ranges) > 1:
        ranges.sort(key=lambda one: (one.start, -one.end))
    return tuple(ranges)
