"""Markdown that was parsed in an earlier build is not parsed again."""

from __future__ import annotations

from hashlib import blake2b

import msgspec
from msgspec import Struct

from briefgen.base.diagnostics import Checked, Diagnostic
from briefgen.base.memo import Memo
from briefgen.model.document import Document, PassageKind
from briefgen.reading import markdown
from briefgen.reading.bodies import ParseMarkdown


class _Parsed(Struct, array_like=True, frozen=True):
    document: Document
    diagnostics: tuple[Diagnostic, ...]


_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(_Parsed).decode


def remembering(memo: Memo) -> ParseMarkdown:
    """`markdown.parse`, asked once for each text and setting. A pure function, so nobody can tell the difference."""

    def parse(
        text: str,
        *,
        path: str,
        lang: str,
        first_line: int = 1,
        html: bool = False,
        typography: bool = True,
        place: PassageKind = "prose",
    ) -> Checked[Document]:
        settings = f"{path}\0{lang}\0{first_line}\0{html}\0{typography}\0{place}\0"
        key = blake2b((settings + text).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        kept = memo.get(key)
        if kept is not None:
            try:
                return Checked(*_unpacked(kept))
            except msgspec.MsgspecError:
                pass
        found = markdown.parse(
            text, path=path, lang=lang, first_line=first_line, html=html, typography=typography, place=place
        )
        memo.put(key, _ENCODE(_Parsed(found.value, found.diagnostics)))
        return found

    return parse


def _unpacked(kept: bytes) -> tuple[Document, tuple[Diagnostic, ...]]:
    parsed = _DECODE(kept)
    return parsed.document, parsed.diagnostics
