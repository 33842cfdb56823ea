"""The headings of a text: their levels on the page and their ids."""

from __future__ import annotations

from collections.abc import Iterable

from markdown_it.token import Token
from msgspec.structs import replace

from briefgen.base.patterns import pattern
from briefgen.model.document import Heading
from briefgen.reading.markdown_attributes import NONE, RESERVED, Attributes
from briefgen.reading.markdown_containers import BlockTrouble

_UNWORDLY = pattern(r"[\W_]+")
_LOWEST = 6


class Outline:
    """Headings in order."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self._ids: set[str] = set()
        self._repeats: dict[str, int] = {}
        self._levels: list[int] = []

    def take_ids(self, tokens: Iterable[Token]) -> list[BlockTrouble]:
        """Keep the ids that the writer chose, before any is made up; one that comes twice counts once."""
        troubles: list[BlockTrouble] = []
        for token in tokens:
            said: Attributes = token.meta.get("said", NONE)
            if said.id in self._ids:
                row = token.map[0] if token.map else 0
                message = f"the id “{said.id}” is given twice"
                troubles.append(BlockTrouble(row, 0, 1, "E108", message, "an id is for one heading only"))
                token.meta["said"] = replace(said, id="")
            elif said.id:
                self._ids.add(said.id)
        return troubles

    def add(self, level: int, chosen: str, text: str) -> Heading:
        """The next heading, as it will stand on the page."""
        heading = Heading(self._level(level), chosen or self._id(text), text)
        self.headings.append(heading)
        return heading

    def _level(self, level: int) -> int:
        """The level on the page: the outermost is 2, and none is more than one below the heading it belongs to."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return min(len(self._levels) + 1, _LOWEST)

    def _id(self, text: str) -> str:
        """A readable id that nothing else has."""
        stem = _UNWORDLY.sub("-", text.lower()).strip("-")[:80].strip("-") or "h"
        if stem.startswith(RESERVED):
            stem = "h-" + stem
        name = stem
        while name in self._ids:
            number = self._repeats[stem] = self._repeats.get(stem, 1) + 1
            name = f"{stem}-{number}"
        self._ids.add(name)
        return name
