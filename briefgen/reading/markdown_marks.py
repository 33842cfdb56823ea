"""`{...}` at the end of a block: taken off its text and hung on the token that opens the block.

Behind the text of a paragraph, list item, heading or cell it belongs to that block. On a line of its own right
after a quotation or list, outside its markers, it belongs to the whole; after a blank line, to the block before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from briefgen.reading import markdown_attributes as attributes
from briefgen.reading.markdown_containers import BlockTrouble
from briefgen.reading.markdown_offsets import BLANK, Ground, grounds, place_of

_LISTS = ("bullet_list_open", "ordered_list_open")
_MOST = 4
_IDLE = "put the braces at the end of a block, or on the line behind it"


class _Tail(NamedTuple):
    words: int
    """Where the text ends that the braces stand behind."""
    start: int
    inside: str
    own_line: bool


class _Leaf(NamedTuple):
    token: Token
    around: list[Token]
    before: Token | None
    """The block before the one that the text belongs to."""


def attach(tokens: Sequence[Token], lines: Sequence[str]) -> list[BlockTrouble]:
    """Take the trailing braces off every block's text."""
    troubles: list[BlockTrouble] = []
    for leaf in _leaves(tokens):
        for _ in range(_MOST):
            tail = _tail(leaf.token.content)
            answer = _take(leaf, tail, lines) if tail else False
            if tail and isinstance(answer, BlockTrouble):
                troubles.append(answer)
                leaf.token.meta["told"] = tail.start
            if answer is not True:
                break
    return troubles


def ground_of(token: Token, lines: Sequence[str]) -> list[Ground]:
    """Where the text of an inline token stands; worked out once."""
    known: list[Ground] | None = token.meta.get("ground")
    if known is None:
        known = token.meta["ground"] = grounds(token.content, token.map[0] if token.map else 0, lines)
    return known


def _leaves(tokens: Sequence[Token]) -> Iterator[_Leaf]:
    """Texts that end in a brace."""
    around: list[Token] = []
    last: list[Token | None] = [None]
    for token in tokens:
        if token.nesting == 1:
            around.append(token)
            last.append(None)
        elif token.nesting == -1:
            last.pop()
            last[-1] = around.pop()
        elif token.type != "inline":
            last[-1] = token
        elif token.content.endswith("}") and around:
            yield _Leaf(token, around, last[-2])


def _tail(text: str) -> _Tail | None:
    """The braces at the end of a text, unless they belong to a bracket."""
    start = text.rfind("{")
    if start < 0 or not text.endswith("}") or text[start - 1 : start] in ("]", "\\"):
        return None
    inside = text[start + 1 : -1]
    if "}" in inside or "\n" in inside:
        return None
    words = text[:start].rstrip(" \t")
    return _Tail(len(words.rstrip(BLANK)), start, inside, words.endswith("\n"))


def _take(leaf: _Leaf, tail: _Tail, lines: Sequence[str]) -> BlockTrouble | bool:
    """Hang the braces on their block and shorten the text; False when they are prose."""
    token = leaf.token
    row, column = place_of(ground_of(token, lines), tail.start)
    owner = _owner(leaf, tail, lines[row][:column])
    said = attributes.read(tail.inside, _allowed(owner, token))
    if said is None:
        return False
    if isinstance(said, attributes.Refusal):
        return _trouble(row, column, tail, said)
    if owner is None:
        return _trouble(row, column, tail, attributes.Refusal("these braces mark nothing", _IDLE))
    token.content = token.content[: tail.words]
    owner.meta["said"] = attributes.both(owner.meta.get("said", attributes.NONE), said)
    if not token.content and leaf.around[-1].type == "paragraph_open":
        leaf.around[-1].meta["gone"] = True
    return True


def _trouble(row: int, column: int, tail: _Tail, why: attributes.Refusal) -> BlockTrouble:
    return BlockTrouble(row, column, column + len(tail.inside) + 2, "E108", why.message, why.hint)


def _owner(leaf: _Leaf, tail: _Tail, margin: str) -> Token | None:
    """The block that the braces belong to."""
    block = leaf.around[-1]
    if tail.words == 0:
        return leaf.before if block.type == "paragraph_open" else block
    if tail.own_line:
        return _left(leaf.around, margin, leaf.token.meta["ground"][0].column) or block
    return block


def _left(around: list[Token], margin: str, inner: int) -> Token | None:
    """The outermost quotation or list whose markers a line has left behind."""
    depth = 0
    for block in around:
        if block.type == "blockquote_open":
            depth += 1
            if depth > margin.count(">"):
                return block
        elif block.type in _LISTS and len(margin) < inner and depth == margin.count(">"):
            return block
    return None


def _allowed(owner: Token | None, token: Token) -> frozenset[str]:
    if owner and owner.type == "heading_open":
        return attributes.HEADING
    return attributes.FIGURE if token.content.startswith("![") else attributes.BLOCK
