"""Small changes of a text, and where in YAML they go: pure functions that touch nothing but what they name.

Files are never written out anew from their values, as that would lose comments, quotation marks and layout. A change
is a few stretches of text replaced by others; whether it means what it should is then seen by reading the result.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefgen.base.patterns import pattern
from briefgen.reading.decode import decode
from briefgen.reading.sheet import Sheet


class Edit(NamedTuple):
    """A stretch of a file’s text and what shall stand there."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made. Raises `ValueError` when two overlap."""
    pieces: list[str] = []
    at = 0
    for one in sorted(set(edits)):
        if one.start < at:
            raise ValueError("two changes of one place")
        pieces += (text[at : one.start], one.text)
        at = one.end
    return "".join((*pieces, text[at:]))


_PLAIN = pattern(r"[A-Za-z0-9_/(“‘«„À-ɏͰ-ϿЀ-ӿ][^\n]*")
_ODD = pattern(r":( |$)| #|^(true|false|null|yes|no|on|off|~)$|^[\d.,+_-]*$")
_DATE = pattern(r"\d{4}(-\d\d(-\d\d)?)?")
_FLOW = frozenset("[]{},")


def scalar(text: str, flow: bool = False) -> str:
    """A text as YAML: plain where that cannot be misread, else in quotation marks."""
    if _DATE.fullmatch(text):
        return text
    if (
        _PLAIN.fullmatch(text)
        and not _ODD.search(text.lower())
        and text == text.strip()
        and not (flow and _FLOW & set(text))
    ):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


# --- places ----------------------------------------------------------------------------------------------------------


def is_flow(node: Node) -> bool:
    """Whether a list or mapping stands in brackets."""
    return bool(getattr(node, "flow_style", False))


def line_start(text: str, at: int) -> int:
    """Where the line of an offset begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where it ends, before its line break."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def column(sheet: Sheet, node: Node) -> int:
    """How far a node is indented."""
    start = sheet.start(node)
    return start - line_start(sheet.text, start)


def end_of(sheet: Sheet, node: Node) -> int:
    """Where the last letter of a value stands; blank lines and comments behind it do not count."""
    if is_flow(node):
        return sheet.end(node)
    if isinstance(node, MappingNode) and node.value:
        key, value = node.value[-1]
        return _after_colon(sheet, key) if is_nothing(value) else end_of(sheet, value)
    if isinstance(node, SequenceNode) and node.value:
        last = node.value[-1]
        return end_of(sheet, last)
    start, end = sheet.start(node), sheet.end(node)
    return start + len(sheet.text[start:end].rstrip())


def is_nothing(node: Node) -> bool:
    """Whether nothing is written behind a key."""
    return isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index


def _after_colon(sheet: Sheet, key: Node) -> int:
    return sheet.text.index(":", sheet.end(key)) + 1


# --- changes ---------------------------------------------------------------------------------------------------------


def key_added(sheet: Sheet, mapping: MappingNode, key: str, value: str) -> Edit:
    """One more key at the end of a mapping; `value` is YAML on one line."""
    if is_flow(mapping):
        return _into_flow(sheet, mapping, [pair[1] for pair in mapping.value], f"{key}: {value}")
    at = line_end(sheet.text, end_of(sheet, mapping))
    return Edit(at, at, f"\n{' ' * column(sheet, mapping)}{key}: {value}")


def _into_flow(sheet: Sheet, node: MappingNode | SequenceNode, members: Sequence[Node], text: str) -> Edit:
    if not members:
        at = sheet.start(node) + 1
        return Edit(at, at, text)
    last = members[-1]
    if is_nothing(last) and isinstance(node, MappingNode):
        at = _after_colon(sheet, node.value[-1][0])
    else:
        at = sheet.end(last)
    return Edit(at, at, f", {text}")


def item_added(sheet: Sheet, items: SequenceNode, text: str, after: int = -1, more: Sequence[str] = ()) -> Edit:
    """One more item of a list, behind the item of that number or at the end. `more` are further lines of the item."""
    if is_flow(items):
        members = items.value if after < 0 else items.value[: after + 1]
        return _into_flow(sheet, items, members, text)
    indent = " " * column(sheet, items)
    at = line_end(sheet.text, end_of(sheet, items.value[after]))
    lines = (f"\n{indent}- {text}", *(f"\n{indent}  {one}" for one in more))
    return Edit(at, at, "".join(lines))


def filled(sheet: Sheet, key: Node, value: str) -> Edit:
    """A value behind a key that has none."""
    at = _after_colon(sheet, key)
    return Edit(at, at, f" {value}")


def item_removed(sheet: Sheet, items: SequenceNode, number: int, key: Node | None) -> list[Edit]:
    """A list without one item; a comment behind it stays."""
    item = items.value[number]
    start, end = sheet.start(item), end_of(sheet, item)
    if is_flow(items):
        if number + 1 < len(items.value):
            return [Edit(start, sheet.start(items.value[number + 1]), "")]
        return [Edit(sheet.end(items.value[number - 1]) if number else start, end, "")]
    first, last = line_start(sheet.text, start), line_end(sheet.text, end)
    rest = sheet.text[end:last].strip()
    left = f"{' ' * column(sheet, items)}{rest}\n" if rest else ""
    edits = [Edit(first, min(last + 1, len(sheet.text)), left)]
    if len(items.value) == 1 and key is not None:
        edits.append(filled(sheet, key, "[]"))
    return edits


def in_list(sheet: Sheet, record: MappingNode, name: str, items: Sequence[str]) -> list[Edit]:
    """Items added to a list of a record, which may not be there yet. `items` are YAML on one line."""
    found = next(((key, value) for key, value in record.value if getattr(key, "value", "") == name), None)
    if found is None:
        return [key_added(sheet, record, name, f"[{', '.join(items)}]")] if items else []
    key, value = found
    if is_nothing(value):
        return [filled(sheet, key, f"[{', '.join(items)}]")] if items else []
    if not isinstance(value, SequenceNode):
        raise ValueError(f"{name} is no list")
    if is_flow(value):
        return [item_added(sheet, value, ", ".join(items))] if items else []
    edit = [item_added(sheet, value, one) for one in items]
    # All go to one place, so they are one change.
    return [Edit(edit[0].start, edit[0].end, "".join(one.text for one in edit))] if edit else []


# --- comments --------------------------------------------------------------------------------------------------------

_COMMENT = pattern(r"(?:(?<=\s)|^)#[^\n]*")


def comments(sheet: Sheet, start: int, end: int) -> list[str]:
    """Comments of the YAML between two offsets, each from its mark on."""
    scalars = sorted(_scalars(sheet, sheet.node(())))
    return [
        one[0].rstrip()
        for one in _COMMENT.finditer(sheet.text, start, end)
        if not any(first <= one.start() < last for first, last in scalars)
    ]


def _scalars(sheet: Sheet, node: Node | None) -> Iterable[tuple[int, int]]:
    waiting = [node] if node is not None else []
    while waiting:
        one = waiting.pop()
        if isinstance(one, ScalarNode):
            yield sheet.start(one), sheet.end(one)
        elif isinstance(one, MappingNode):
            waiting += [part for pair in one.value for part in pair]
        elif isinstance(one, SequenceNode):
            waiting += one.value


# --- bytes -----------------------------------------------------------------------------------------------------------


def as_bytes(raw: bytes, before: str, after: str) -> bytes:
    """The file with a changed text, in the form it had: byte order mark, line ends and spelling of untouched lines stay.

    `before` is the text of the file as reading takes it. Raises `ValueError` when the file does not hold it.
    """
    if raw == before.encode():
        return after.encode()
    decoded = decode("", raw).text
    if decoded != before:
        raise ValueError("the file holds something else")
    mark = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
    # Reading takes every line break for one, so lines can be told apart in both.
    lines, old, new = (_LINE.findall(one) for one in (raw[len(mark) :].decode("utf-8"), before, after))
    ending = "\r\n" if any(one.endswith("\r\n") for one in lines) else "\n"
    made: list[str] = []
    for tag, first, last, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        made += lines[first:last] if tag == "equal" else [one.replace("\n", ending) for one in new[from_:to]]
    return mark + "".join(made).encode()


_LINE = pattern(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
