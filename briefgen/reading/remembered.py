"""Markdown that was parsed in an earlier build is not parsed again, and much of it is parsed in several processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import msgspec
from msgspec import Struct

from briefgen.base.diagnostics import Checked, Diagnostic
from briefgen.base.executor import Executor, parts_of
from briefgen.base.memo import Memo
from briefgen.reading.texts import MarkdownText, ParseTexts

PART = 32
"""Texts that are parsed in one go."""
SECONDS = 1.8e-7
"""A rough measure of how long a character takes."""


class _Parsed(Struct, array_like=True, frozen=True):
    document: msgspec.Raw
    diagnostics: tuple[Diagnostic, ...]


_PAIR = b"\x92"
"""What a `_Parsed` begins with: an array of two, in msgpack."""
_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(_Parsed).decode


def remembering(memo: Memo | None, executor: Executor) -> ParseTexts:
    """What parses texts, each only once. Parsing is a pure function, so nobody can tell the difference."""

    def parse(texts: Sequence[MarkdownText]) -> list[Checked[bytes]]:
        keys = [_key(one) for one in texts] if memo is not None else []
        if memo is not None:
            memo.expect(keys)
        found: list[Checked[bytes] | None] = [None] * len(texts)
        if memo is not None:
            found = [_recalled(memo, key) for key in keys]
        lacking = [n for n, one in enumerate(found) if one is None]
        for n, parsed in zip(lacking, _parsed([texts[n] for n in lacking], executor), strict=True):
            found[n] = parsed
            if memo is not None:
                memo.put(keys[n], _PAIR, parsed.value, _ENCODE(parsed.diagnostics))
        return [one for one in found if one is not None]

    return parse


def _key(one: MarkdownText) -> bytes:
    settings = f"{one.path}\0{one.lang}\0{one.first_line}\0{one.html}\0{one.typography}\0{one.highlight}\0prose\0"
    return blake2b((settings + one.text).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _recalled(memo: Memo, key: bytes) -> Checked[bytes] | None:
    kept = memo.get(key)
    if kept is None:
        return None
    try:
        parsed = _DECODE(kept)
        return Checked(bytes(parsed.document), parsed.diagnostics)
    except msgspec.MsgspecError:
        return None


def _parsed(texts: Sequence[MarkdownText], executor: Executor) -> Iterator[Checked[bytes]]:
    """Each text parsed."""
    if not executor.worth(SECONDS * sum(len(one.text) for one in texts)):
        yield from (one.parse() for one in texts)
        return
    for part in executor.in_order(parse_part, None, parts_of(texts, PART)):
        yield from part


def parse_part(_: None, texts: Sequence[MarkdownText]) -> list[Checked[bytes]]:
    """Parse some texts for another process."""
    return [one.parse() for one in texts]
