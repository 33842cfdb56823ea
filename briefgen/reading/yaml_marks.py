"""Where each value of a YAML text stands: a tree of nodes, composed only when a place is asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from yaml import CBaseLoader
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefgen.base.diagnostics import Loc
from briefgen.reading.shapes import former_spellings


class _Composer(CBaseLoader):
    """libyaml's composer without types: only places are wanted."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """Every node has the same type."""
        return ""

    def descend_resolver(self, node: object, index: object) -> None:
        """Nothing depends on the way down."""

    def ascend_resolver(self) -> None:
        """Nothing depends on the way up."""


class Tree:
    """The nodes of a text that is known to be good YAML."""

    __slots__ = ("_root",)

    def __init__(self, root: Node | None) -> None:
        self._root = root

    @classmethod
    def of(cls, text: str) -> Tree:
        """Compose the nodes."""
        return cls(_Composer(text).get_single_node())

    def span(self, loc: Loc, on_key: bool) -> tuple[int, int]:
        """First and last offset of a value or its key; of the key around it when it is not there."""
        key, node, found = self._find(loc)
        if node is None:
            return (0, 0)
        if key is not None and (on_key or not found or _empty(node)):
            return _offsets(key)
        return _offsets(node)

    def at(self, loc: Loc) -> tuple[Node | None, Node] | None:
        """The key, if it has one, and the node of a value; None when it is not written."""
        key, node, found = self._find(loc)
        return (key, node) if found and node is not None else None

    def content(self, loc: Loc, text: str) -> int:
        """Where the text of a value begins, behind quotation marks and the heads of block texts."""
        _, node, _ = self._find(loc)
        if not isinstance(node, ScalarNode):
            return 0
        start = _offsets(node)[0]
        if node.style in {"|", ">"}:
            return _first_letter(text, start)
        return start + 1 if node.style in {"'", '"'} else start

    def _find(self, loc: Loc) -> tuple[Node | None, Node | None, bool]:
        """The key, if there is one, and the value, of the last step that exists; and whether all steps do."""
        key: Node | None = None
        node = self._root
        for step in loc:
            found = _child(node, step)
            if found is None:
                return (key, node, False)
            key, node = found
        return (key, node, True)


def _child(node: Node | None, step: str | int) -> tuple[Node | None, Node] | None:
    if isinstance(node, SequenceNode):
        return (None, node.value[step]) if isinstance(step, int) and 0 <= step < len(node.value) else None
    if not isinstance(node, MappingNode):
        return None
    if (found := _in_mapping(node, str(step))) is not None:
        return found
    spellings = former_spellings().get(str(step), ())
    return next((found for one in spellings if (found := _in_mapping(node, one)) is not None), None)


def _in_mapping(node: MappingNode, step: str) -> tuple[Node, Node] | None:
    """A key of the mapping, or else of those it takes over with `<<`."""
    waiting, seen = [node], {id(node)}
    while waiting:
        keys, sources = _index(waiting.pop(0))
        if step in keys:
            return keys[step]
        for source in sources:
            if id(source) not in seen:
                seen.add(id(source))
                waiting.append(source)
    return None


@lru_cache(maxsize=32)
def _index(node: MappingNode) -> tuple[dict[str, tuple[Node, Node]], list[MappingNode]]:
    """The first place of each key, and the mappings taken over: a registry of thousands is asked for many of its keys."""
    pairs: list[tuple[Any, Any]] = node.value
    keys: dict[str, tuple[Node, Node]] = {}
    for key, value in pairs:
        if isinstance(key, ScalarNode):
            keys.setdefault(key.value, (key, value))
    return keys, _sources(pairs)


def _sources(pairs: list[tuple[Any, Any]]) -> list[MappingNode]:
    merged = [value for key, value in pairs if isinstance(key, ScalarNode) and key.value == "<<"]
    inner = [one for value in merged for one in (value.value if isinstance(value, SequenceNode) else (value,))]
    return [one for one in inner if isinstance(one, MappingNode)]


def _empty(node: Node) -> bool:
    start, end = _offsets(node)
    return start == end


def _offsets(node: Node) -> tuple[int, int]:
    return (node.start_mark.index, node.end_mark.index)


def _first_letter(text: str, start: int) -> int:
    """Behind the head of a block text and its indentation."""
    at = text.find("\n", start) + 1
    while at < len(text) and text[at] in " \n":
        at += 1
    return at
