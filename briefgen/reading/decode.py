"""From bytes to text: UTF-8 or a diagnostic that says which character is wrong and how it came about."""

from __future__ import annotations

import codecs

from msgspec import Struct

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.base.text import nfc, without_reserved


class Decoded(Struct, frozen=True):
    """The text of a file, as it is used from here on: composed (NFC), plain line ends, no byte order mark."""

    text: str | None
    """None when the bytes are no text."""
    diagnostics: tuple[Diagnostic, ...] = ()
    windows_lines: bool = False
    """True when lines ended with a carriage return: noted once for a whole project."""


def decode(path: str, data: bytes) -> Decoded:
    """Read bytes as UTF-8."""
    notes: tuple[Diagnostic, ...] = ()
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
        hint = "nothing needs to be done; to be rid of the note, save the file as UTF-8 without BOM"
        notes = (Diagnostic("I025", Mark(path), "the file begins with a byte order mark, which was skipped", hint),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Decoded(None, (*notes, _not_utf8(path, data, error.start)))
    if (at := text.find("\0")) >= 0:
        hint = "the file may be damaged, or no text at all: save it anew from your editor"
        return Decoded(None, (*notes, Diagnostic("E008", _mark(path, text[:at]), "a NUL character stands here", hint)))
    plain = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    composed = plain if plain.isascii() else without_reserved(nfc(plain))
    return Decoded(composed, notes, windows_lines=plain is not text)


def _mark(path: str, before: str) -> Mark:
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    column = len(lines[-1]) + 1
    return Mark(path, len(lines), column, column + 1)


def _not_utf8(path: str, data: bytes, start: int) -> Diagnostic:
    mark = _mark(path, data[:start].decode("utf-8", "replace"))
    if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return Diagnostic("E008", mark, "the file is saved as UTF-16 (“Unicode”)", "save it as UTF-8")
    likely = _as_windows(data[start])
    guess = f"; in Windows-1252 it would be “{likely}”" if likely else ""
    hint = "choose the encoding UTF-8 when you save the file"
    return Diagnostic("E008", mark, f"the byte 0x{data[start]:02X} is not UTF-8{guess}", hint)


def _as_windows(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return ""
