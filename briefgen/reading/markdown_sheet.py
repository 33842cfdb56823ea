"""What a text becomes, in order: HTML pieces, passages between them, blocks around them."""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.model.document import Block, ClaimSpan, Passage
from briefgen.reading.markdown_attributes import Attributes


class Sheet:
    """Blocks and passages, written from top to bottom."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.passages: list[Passage] = []
        self.kind = ""
        """Kind of the block that is being written."""
        self._parts: list[str | int] = []
        self._html: list[str] = []

    def put(self, html: str) -> None:
        """Write HTML."""
        self._html.append(html)

    def place(self, passage: Passage) -> None:
        """Write a passage."""
        self._flush()
        self._parts.append(len(self.passages))
        self.passages.append(passage)

    def say(self, said: Attributes, first: int) -> None:
        """Apply the attributes of a block to the passages in it, which begin with number `first`."""
        if not said.nolink and not said.claims:
            return
        for number in range(first, len(self.passages)):
            one = self.passages[number]
            span = (ClaimSpan(0, len(one.text), said.claims),) if said.claims and one.text else ()
            self.passages[number] = replace(one, nolink=one.nolink or said.nolink, claims=span + one.claims)

    def finish(self) -> None:
        """End an outermost block; nothing written, no block."""
        self._flush()
        if not self._parts:
            return
        last = self._parts[-1]
        if isinstance(last, str):
            self._parts[-1] = last.removesuffix("\n")
        self.blocks.append(Block(tuple(self._parts), self.kind))
        self._parts.clear()

    def _flush(self) -> None:
        if html := "".join(self._html):
            self._parts.append(html)
        self._html.clear()
