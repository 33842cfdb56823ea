"""YAML as editors mean it: text stays text, nothing is lost silently, and every value knows its place.

Values are built straight from the parser's events (`yaml_builder.py`), which is three times as fast as going through
nodes. Nodes are composed only when somebody asks for a place, which happens for files with something to report.
"""

from __future__ import annotations

from functools import cached_property

from briefgen.base.diagnostics import Checked, Loc, Mark
from briefgen.reading.places import Places
from briefgen.reading.yaml_builder import Builder, Plain
from briefgen.reading.yaml_everyday import everyday, text_at
from briefgen.reading.yaml_marks import Tree


class YamlFile:
    """A YAML text: its value, and where each part of it stands."""

    def __init__(self, path: str, text: str, value: Plain, *, readable: bool, everyday: bool = False) -> None:
        self.path = path
        self.text = text
        self.value = value
        self.readable = readable
        """False when the syntax is broken: there is no value, which is not the same as an empty file."""
        self.everyday = everyday
        """True when every line is as it usually is, so that a key is found without a parser."""

    @cached_property
    def places(self) -> Places:
        """Offsets to lines and columns."""
        return Places(self.path, self.text)

    @cached_property
    def _tree(self) -> Tree | None:
        return Tree.of(self.text) if self.readable else None

    def mark_at(self, loc: Loc, on_key: bool = False) -> Mark:
        """The place of a value, or of its key; of the nearest thing around it when it is not there."""
        if self._tree is None:
            return self.places.mark(0)
        return self.places.mark(*self._tree.span(loc, on_key))

    def content_at(self, loc: Loc) -> Mark:
        """The place where the text of a value begins."""
        if self.everyday and len(loc) == 1 and (at := text_at(self.text, str(loc[0]))):
            return self.places.mark(at)
        return self.places.mark(0 if self._tree is None else self._tree.content(loc, self.text))


def parse_yaml(path: str, text: str) -> Checked[YamlFile]:
    """Read one YAML document. Whatever is wrong with it becomes a diagnostic."""
    if (simple := everyday(text)) is not None:
        return Checked(YamlFile(path, text, simple, readable=True, everyday=True))
    builder = Builder(path, text)
    value = builder.document()
    file = YamlFile(path, text, value, readable=builder.complete)
    return Checked(file, tuple(builder.diagnostics))
