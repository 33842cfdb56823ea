"""Where each value of a YAML text stands: a tree of nodes, composed only when a place is asked for."""

from __future__ import annotations

from typing import Any

from yaml import CBaseLoader
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefgen.base.diagnostics import Loc
from briefgen.reading.shapes import FORMER_SPELLINGS


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
        """First and last offset of a value or its key, or of the nearest thing around it."""
        key, node = self._find(loc)
        chosen = key if on_key and key is not None else node
        if chosen is None:
            return (0, 0)
        if _empty(chosen) and key is not None:
            return _offsets(key)
        return _offsets(chosen)

    def content(self, loc: Loc, text: str) -> tuple[int, bool]:
        """Where the text of a value begins, and whether its lines stand behind an indentation."""
        _, node = self._find(loc)
        if not isinstance(node, ScalarNode):
            return (0, False)
        start = _offsets(node)[0]
        if node.style in {"|", ">"}:
            return (_first_letter(text, start), True)
        return (start + (1 if node.style in {"'", '"'} else 0), False)

    def _find(self, loc: Loc) -> tuple[Node | None, Node | None]:
        """The key, if there is one, and the value; of the last step that exists."""
        key: Node | None = None
        node = self._root
        for step in loc:
            found = _child(node, step)
            if found is None:
                break
            key, node = found
        return (key, node)


def _child(node: Node | None, step: str | int) -> tuple[Node | None, Node] | None:
    if isinstance(node, SequenceNode):
        return (None, node.value[step]) if isinstance(step, int) and 0 <= step < len(node.value) else None
    if not isinstance(node, MappingNode):
        return None
    for spelling in (str(step), *FORMER_SPELLINGS.get(str(step), ())):
        if (found := _in_mapping(node, spelling)) is not None:
            return found
    return None


def _in_mapping(node: MappingNode, step: str) -> tuple[Node, Node] | None:
    """A key of the mapping, or else of those it takes over with `<<`."""
    waiting, seen = [node], {id(node)}
    while waiting:
        pairs: list[tuple[Any, Any]] = waiting.pop(0).value
        for key, value in pairs:
            if isinstance(key, ScalarNode) and key.value == step:
                return (key, value)
        for source in _sources(pairs):
            if id(source) not in seen:
                seen.add(id(source))
                waiting.append(source)
    return None


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
