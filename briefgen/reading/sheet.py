"""A file of the project with the nodes of its YAML: for finding, and for changing, exactly what stands there."""

from __future__ import annotations

from yaml.nodes import Node, ScalarNode

from briefgen.base.diagnostics import Loc
from briefgen.reading.front_matter import split_front_matter
from briefgen.reading.yaml_marks import Tree


class Sheet:
    """The text of a file, as reading takes it, and where in it each value of its YAML stands. Offsets are of the whole file."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.yaml, self.shift, self.body_at = text, 0, len(text)
        if path.endswith(".md"):
            parts, _ = split_front_matter(path, text)
            self.yaml = "" if parts is None else parts.yaml
            # An empty line stands in the place of the first fence.
            self.shift = 0 if parts is None else len(text.split("\n", 1)[0])
            self.body_at = len(text) - (len(parts.body) if parts is not None else len(text))
        self._tree = Tree.of(self.yaml)

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return self.text[self.body_at :]

    def node(self, loc: Loc) -> Node | None:
        """The node of a value; None when it is not written."""
        found = self._tree.at(loc)
        return found[1] if found is not None else None

    def key(self, loc: Loc) -> ScalarNode | None:
        """The node of a key; None when it is not written, or stands in a list."""
        found = self._tree.at(loc)
        return found[0] if found is not None and isinstance(found[0], ScalarNode) else None

    def start(self, node: Node) -> int:
        """First offset of a node."""
        return int(node.start_mark.index) + self.shift

    def end(self, node: Node) -> int:
        """Offset behind a node; of block texts and block collections, behind the line break that ends them."""
        return int(node.end_mark.index) + self.shift

    def inside(self, node: ScalarNode) -> tuple[int, int]:
        """The stretch of a text without its quotation marks."""
        start, end = self.start(node), self.end(node)
        return (start + 1, end - 1) if node.style in {"'", '"'} else (start, end)
