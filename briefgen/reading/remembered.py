"""Markdown becomes packed documents; what was parsed in an earlier build is not parsed again."""

from __future__ import annotations

from hashlib import blake2b

import msgspec
from msgspec import Struct

from briefgen.base.diagnostics import Checked, Diagnostic
from briefgen.base.memo import Memo
from briefgen.base.packed import packed
from briefgen.model.document import PassageKind
from briefgen.reading import markdown
from briefgen.reading.bodies import ParseMarkdown


class _Parsed(Struct, array_like=True, frozen=True):
    document: msgspec.Raw
    diagnostics: tuple[Diagnostic, ...]


_PAIR = b"\x92"
"""What a `_Parsed` begins with: an array of two, in msgpack."""
_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(_Parsed).decode


def parse(
    text: str,
    *,
    path: str,
    lang: str,
    first_line: int = 1,
    html: bool = False,
    typography: bool = True,
    place: PassageKind = "prose",
) -> Checked[bytes]:
    """`markdown.parse`, with the document packed: there are many texts, and each is looked at only now and then."""
    found = markdown.parse(
        text, path=path, lang=lang, first_line=first_line, html=html, typography=typography, place=place
    )
    return Checked(packed(found.value), found.diagnostics)


def remembering(memo: Memo) -> ParseMarkdown:
    """`parse`, asked once for each text and setting. A pure function, so nobody can tell the difference."""

    def recalled(
        text: str,
        *,
        path: str,
        lang: str,
        first_line: int = 1,
        html: bool = False,
        typography: bool = True,
        place: PassageKind = "prose",
    ) -> Checked[bytes]:
        settings = f"{path}\0{lang}\0{first_line}\0{html}\0{typography}\0{place}\0"
        key = blake2b((settings + text).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        kept = memo.get(key)
        if kept is not None:
            try:
                return Checked(*_unpacked(kept))
            except msgspec.MsgspecError:
                pass
        found = parse(text, path=path, lang=lang, first_line=first_line, html=html, typography=typography, place=place)
        memo.put(key, _PAIR, found.value, _ENCODE(found.diagnostics))
        return found

    return recalled


def _unpacked(kept: bytes) -> tuple[bytes, tuple[Diagnostic, ...]]:
    parsed = _DECODE(kept)
    return bytes(parsed.document), parsed.diagnostics
