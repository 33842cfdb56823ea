"""Footnotes: their numbers, their marks, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markdown_it.token import Token

from briefgen.reading.markdown_containers import BlockTrouble


class Notes:
    """Numbers for footnotes, in the order in which readers meet them."""

    def __init__(self) -> None:
        self.labels: list[str] = []
        self.numbers: dict[str, int] = {}
        self.seen: dict[str, int] = {}

    def mark(self, label: str) -> str:
        """HTML of one more mark that leads to a footnote."""
        if label not in self.numbers:
            self.labels.append(label)
            self.numbers[label] = len(self.labels)
        number = self.numbers[label]
        count = self.seen[label] = self.seen.get(label, 0) + 1
        place = f'id="{self.anchor(number, count)}"'
        return f'<sup class="bg-fn"><a href="#fn-{number}" {place} role="doc-noteref">{letters(number)}</a></sup>'

    def back(self, label: str) -> str:
        """HTML of the links back to every mark of a footnote."""
        number = self.numbers[label]
        return "".join(_back(number, self.anchor(number, count + 1)) for count in range(self.seen[label]))

    @staticmethod
    def anchor(number: int, count: int) -> str:
        """The id of the mark that stands in the text."""
        return f"fnref-{number}" if count == 1 else f"fnref-{number}-{count}"


def letters(number: int) -> str:
    """A footnote's mark: a, b … z, aa. Letters, since figures stand for sources beside it."""
    mark = ""
    while number:
        number, rest = divmod(number - 1, 26)
        mark = chr(ord("a") + rest) + mark
    return mark


def _back(number: int, anchor: str) -> str:
    return f' <a href="#{anchor}" class="bg-fn-back" role="doc-backlink" aria-label="↩ {letters(number)}">↩</a>'


class Apart(NamedTuple):
    """The tokens of a text with those of its footnotes taken out."""

    body: list[Token]
    notes: dict[str, list[Token]]
    rows: dict[str, int]
    """Where each footnote begins."""
    troubles: list[BlockTrouble]


def apart(tokens: Iterable[Token]) -> Apart:
    """The body without the texts of footnotes, and those by label; of two with one label the first counts."""
    found = Apart([], {}, {}, [])
    into = [found.body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            into.append(_begun(found, token.meta["label"], token.map[0] if token.map else 0))
        elif token.type == "footnote_reference_close":
            into.pop()
        else:
            into[-1].append(token)
    return found


def _begun(found: Apart, label: str, row: int) -> list[Token]:
    """The list for a footnote's tokens."""
    if label in found.notes:
        found.troubles.append(trouble(row, label, "is written twice", "give one of them another label"))
        return []
    found.rows[label] = row
    return found.notes.setdefault(label, [])


def trouble(row: int, label: str, what: str, hint: str) -> BlockTrouble:
    """What is wrong with a footnote."""
    return BlockTrouble(row, 0, len(label) + 4, "E108", f"footnote “{label}” {what}", hint)
