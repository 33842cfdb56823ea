"""Markdown texts that wait to be parsed. They are parsed together, so that others may take a part of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from briefgen.base.diagnostics import Checked
from briefgen.base.packed import packed
from briefgen.reading import markdown


class MarkdownText(Struct, frozen=True, array_like=True):
    """A text with all that its meaning depends on."""

    text: str
    path: str
    """Its file, for messages."""
    lang: str
    first_line: int
    """Line of the file on which it begins."""
    html: bool
    typography: bool
    highlight: bool = False

    def parse(self) -> Checked[bytes]:
        """Read it into a `Document`, packed: there are many texts, and each is looked at only now and then."""
        document, faults = markdown.parse(
            self.text, path=self.path, lang=self.lang, first_line=self.first_line, html=self.html,
            typography=self.typography, highlight=self.highlight, place="prose",
        )  # fmt: skip
        return Checked(packed(document), faults)


ParseTexts = Callable[[Sequence[MarkdownText]], Iterable[Checked[bytes]]]
"""Gives what each text was parsed to, in their order."""


def parse_here(texts: Sequence[MarkdownText]) -> list[Checked[bytes]]:
    """Parse them one after the other."""
    return [one.parse() for one in texts]
