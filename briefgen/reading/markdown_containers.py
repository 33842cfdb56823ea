"""`::: note Title` ... `:::`, boxes that may hold any Markdown and one another."""

from __future__ import annotations

from typing import NamedTuple

from markdown_it.rules_block import StateBlock

from briefgen.base.patterns import pattern
from briefgen.base.text import did_you_mean
from briefgen.reading import markdown_attributes as attributes

KINDS = ("aside", "quote", "note", "known", "unknown", "warning", "data")

_FENCE = pattern(r"(:{3,})[ \t]*(?:([\w-]+)(?:[ \t]+(.*?))?)?[ \t]*")
_TAIL = pattern(r"[ \t]*\{([^{}\n]*)\}\Z")


class BlockTrouble(NamedTuple):
    """Something wrong with a line; columns count from 0."""

    row: int
    start: int
    end: int
    code: str
    message: str
    hint: str


class _Head(NamedTuple):
    size: int
    word: str
    title: str


def container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The block rule."""
    head = _head(state, start)
    if head is None:
        return False
    if not head.word:
        if not silent:
            tell(state, start, "this ::: closes nothing", "write ::: note, or another kind, where the box begins")
        return False
    if not silent:
        _tokens(state, start, end, head)
    return True


def tell(state: StateBlock, row: int, message: str, hint: str, code: str = "E108") -> None:
    """Report something about the line that begins a block."""
    begin, last = state.bMarks[row] + state.tShift[row], state.eMarks[row]
    line = state.src.rfind("\n", 0, begin) + 1
    state.env["blocks"].append(BlockTrouble(row, begin - line, last - line, code, message, hint))


def _head(state: StateBlock, row: int) -> _Head | None:
    """The parts of a line of colons."""
    at = state.bMarks[row] + state.tShift[row]
    if not state.src.startswith(":::", at) or state.is_code_block(row):
        return None
    match = _FENCE.fullmatch(state.src, at, state.eMarks[row])
    return _Head(len(match[1]), match[2] or "", match[3] or "") if match else None


def _closing(state: StateBlock, start: int, end: int, size: int) -> int:
    """The row that closes the box; `end` or the row that leaves the surrounding block when there is none."""
    inner: list[int] = []
    for row in range(start + 1, end):
        if state.sCount[row] < state.blkIndent and not state.isEmpty(row):
            return row
        head = _head(state, row)
        if head is None:
            continue
        if head.word:
            inner.append(head.size)
        elif inner and head.size >= inner[-1]:
            inner.pop()
        elif head.size >= size:
            return row
    return end


def _tokens(state: StateBlock, start: int, end: int, head: _Head) -> None:
    last = _closing(state, start, end, head.size)
    closed = last < end and (found := _head(state, last)) is not None and not found.word
    if not closed:
        tell(state, start, f"this “{head.word}” box is not closed", "write ::: on a line of its own where it ends")
    token = state.push("container_open", "", 1)
    token.map = [start, last]
    token.meta = {"kind": _kind(state, start, head.word)}
    token.info = _title(state, start, head.title, token.meta)
    before = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.lineMax = before
    state.push("container_close", "", -1)
    state.line = last + closed


def _kind(state: StateBlock, row: int, word: str) -> str:
    if word in KINDS:
        return word
    hint = did_you_mean(word, KINDS) or "there are: " + ", ".join(KINDS)
    tell(state, row, f"there is no “{word}” box", hint)
    return "aside"


def _title(state: StateBlock, row: int, title: str, meta: dict[str, object]) -> str:
    """The title without its attributes, which go to `meta`."""
    match = _TAIL.search(title)
    said = attributes.read(match[1], attributes.BLOCK) if match else None
    if match is None or said is None:
        return title
    if isinstance(said, attributes.Refusal):
        tell(state, row, said.message, said.hint)
        return title
    meta["said"] = said
    return title[: match.start()]
