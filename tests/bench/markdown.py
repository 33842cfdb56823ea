"""Articles as Markdown files hold them: blocks of prose with links, emphasis, footnotes and marked claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from .language import capitalised, identifier
from .prose import Block, Writer

_STRAIGHT = str.maketrans("“”’", '""\'')
_EMPHASISED = re.compile(r"(?<= )[a-z]{4,}(?= )")
_LINKED, _STRESSED, _NOTED = 0.2, 0.2, 0.05
"""How many of the paragraphs have a web link, an emphasised word, a footnote."""


class Marks(NamedTuple):
    """What the desk settles about a text before it is written."""

    spoken: str
    """Claim that a sentence makes."""
    whole: str
    """Claim that a whole block makes."""
    source: str
    """Source of the first claim, with a number in the text."""
    older: tuple[str, str] | None
    """Id and title of an older article that the end links to."""
    planted: tuple[str, ...]
    """Names that stand in the text once and have no record yet."""


class Typist:
    """Turns blocks into Markdown."""

    def __init__(self, random: Random, writer: Writer) -> None:
        self._random = random
        self._writer = writer

    def body(self, blocks: Sequence[Block], marks: Marks) -> str:
        """The text of an article."""
        notes: list[str] = []
        texts = [self._text(block, notes) for block in blocks]
        self._mark(blocks, texts, marks)
        for name in marks.planted:
            self._plant(blocks, texts, name)
        body = "\n".join(
            _line(block, text, after) for block, text, after in zip(blocks, texts, [*blocks[1:], None], strict=True)
        )
        if marks.older is not None:
            id, title = marks.older
            body += f"\n{self._words(4)} [[article:{id}|{title}]] {self._words(5).lower()}.\n"
        body += "".join(f"\n[^{number}]: {note}\n" for number, note in enumerate(notes, 1))
        # Half of all desks type straight quotes and leave the others to typography.
        return body.translate(_STRAIGHT) if self._random.random() < 0.5 else body

    def _words(self, count: int) -> str:
        return capitalised(" ".join(self._writer.language.words(count)))

    def _text(self, block: Block, notes: list[str]) -> str:
        text = block.text
        if block.kind != "paragraph":
            return text
        chance = self._random.random
        if chance() < _STRESSED:
            text = _EMPHASISED.sub(r"*\g<0>*", text, count=1)
        if chance() < _LINKED:
            words = self._words(3)
            text += f" {self._words(5)} [{words.lower()}](https://example.org/{identifier(words)}) {self._words(4).lower()}."
        if chance() < _NOTED:
            notes.append(self._writer.sentence(15))
            text += f"[^{len(notes)}]"
        return text

    def _mark(self, blocks: Sequence[Block], texts: list[str], marks: Marks) -> None:
        paragraphs = [number for number, block in enumerate(blocks) if block.kind == "paragraph"]
        quotes = [number for number, block in enumerate(blocks) if block.kind == "quote"]
        first, second = paragraphs[0], (quotes or paragraphs)[-1]
        words = self._writer.sentence(12).rstrip(".")
        texts[first] += f" [{words}]{{claim={marks.spoken}}}.[[source:{marks.source}]]"
        texts[second] += f" {{claim={marks.whole}}}"

    def _plant(self, blocks: Sequence[Block], texts: list[str], name: str) -> None:
        at = self._random.choice([number for number, block in enumerate(blocks) if block.kind in {"paragraph", "item"}])
        texts[at] = f"{self._words(6)} the {name} {self._words(7).lower()}. {texts[at]}"


def _line(block: Block, text: str, after: Block | None) -> str:
    before = {"heading": "## ", "quote": "> ", "item": "- ", "paragraph": ""}[block.kind]
    together = after is None or (block.kind == "item" and after.kind == "item")
    return f"{before}{text}\n" if not together or after is None else f"{before}{text}"
