"""Every way to read a file: whatever a reader, a browser or a curious person could make of its bytes.

Markup may stand inside a name, letters may be written as entities, escapes or per cents, a picture may name its
photographer, a packed file may hold others. Each reading is a text in which names can be looked for.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import quopri
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from urllib.parse import unquote

from briefgen.base.patterns import pattern

MOST = 64 * 1024 * 1024
"""Bytes that are unpacked from one file at most."""
DEEPEST = 2
"""How deep packed files in packed files are looked into."""
_TAG = pattern(r"<[^<>]*>")
_ESCAPE = pattern(r"\\u\{([0-9a-fA-F]{1,6})\}|\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([0-9a-fA-F]{1,6})[ \t\n]?")
_FOLDED = pattern(r"\r?\n[ \t]|=\r?\n")
_INLINE = pattern(r"data:[^,;\"'\s]*(?:;[^,;\"'\s]*)*;base64,([A-Za-z0-9+/=\s]{8,})")
_WRITTEN = re.compile(
    rb"(?:[\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){4,}"
)
"""Stretches of a file that are text in UTF-8."""
_WIDE = (
    ("utf-16-le", re.compile(rb"(?:[\x20-\x7e]\x00){4,}")),
    ("utf-16-be", re.compile(rb"(?:\x00[\x20-\x7e]){4,}")),
    ("utf-16-le", re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x01-\x05\x30-\x9f]){4,}")),
    ("utf-16-be", re.compile(rb"(?:\x00[\x20-\x7e]|[\x01-\x05\x30-\x9f][\x00-\xff]){4,}")),
)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_TEXTS = frozenset(
    [
        ".html",
        ".htm",
        ".xml",
        ".xsl",
        ".svg",
        ".json",
        ".jsonl",
        ".geojson",
        ".js",
        ".mjs",
        ".css",
        ".txt",
        ".csv",
        ".tsv",
        ".md",
        ".ics",
        ".vcf",
        ".eml",
        ".webmanifest",
        ".atom",
        ".rss",
        ".yaml",
        ".yml",
        ".vtt",
        ".srt",
        ".map",
        ".toml",
        ".dot",
        ".rdf",
        ".ttl",
    ]
)
_MARKED_UP = frozenset([".html", ".htm", ".xml", ".svg", ".xsl", ".atom", ".rss", ".json", ".jsonl", ".eml"])
_WRAPPED = frozenset([".ics", ".vcf", ".eml"])


def readings(path: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Each reading of a file: what was read, in words, and its text. `path` is the file's address in the site."""
    yield "its name", unquote(path)
    yield from _contents(PurePosixPath(path).suffix.lower(), data, depth)


def _contents(suffix: str, data: bytes, depth: int) -> Iterator[tuple[str, str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "its text", data.decode("utf-16", "replace")
    elif suffix in _TEXTS or (not data.startswith(_PACKED) and _is_text(data)):
        yield from _text(suffix, data.decode("utf-8-sig", "replace"), depth)
    else:
        yield from _binary(suffix, data, depth)


_PACKED = (b"%PDF", b"PK", b"\x1f\x8b", b"\x89PNG")
"""How files begin that hold more than their bytes show."""


def _is_text(data: bytes) -> bool:
    try:
        return b"\0" not in data[:8192] and bool(data[:8192].decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _text(suffix: str, text: str, depth: int) -> Iterator[tuple[str, str]]:
    if suffix == ".eml" and depth < DEEPEST:
        yield from _letter_parts(text, depth)
    plain = _unescaped(suffix, text)
    yield "its text, mark-up included", plain
    if plain is not text:
        yield "its text as it stands in the file", text
    if suffix in _MARKED_UP and "<" in plain:
        yield "what readers see", _TAG.sub("", plain)
        yield "what readers see, block by block", _TAG.sub(" ", plain)
    if depth < DEEPEST:
        for found in _INLINE.finditer(text):
            try:
                held = base64.b64decode(found.group(1), validate=False)
            except (binascii.Error, ValueError):
                continue
            yield from _contents("", held, depth + 1)


def _letter_parts(text: str, depth: int) -> Iterator[tuple[str, str]]:
    """What a mail program shows of a letter: its head with encoded words, and its parts."""
    # Few sites hold letters, and every build imports this file.
    from email import message_from_string
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header
    from email.policy import compat32

    letter = message_from_string(text, policy=compat32)
    for value in letter.values():
        with suppress(ValueError, LookupError, HeaderParseError):
            yield "the head of a letter", str(make_header(decode_header(value)))
    for part in letter.walk():
        held = part.get_payload(decode=True)
        if isinstance(held, bytes) and part.get("Content-Transfer-Encoding", "").strip().lower() == "base64":
            yield from _contents(f".{part.get_content_subtype()}", held, depth + 1)


def _unescaped(suffix: str, text: str) -> str:
    if suffix in _WRAPPED:
        text = _FOLDED.sub("", text)
        if suffix == ".eml" and "=" in text:
            text = quopri.decodestring(text.encode("utf-8")).decode("utf-8", "replace")
    if "&" in text:
        text = html.unescape(text)
        if "&" in text:
            text = html.unescape(text)  # a page inside a feed is escaped twice
    if "\\" in text:
        text = _ESCAPE.sub(_letter, text)
    return unquote(text) if "%" in text else text


def _letter(found: re.Match[str]) -> str:
    digits = next(one for one in found.groups() if one)
    number = int(digits, 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else " "


# --- files that are no text -------------------------------------------------------------------------------------------


def _binary(suffix: str, data: bytes, depth: int) -> Iterator[tuple[str, str]]:
    for found in _WRITTEN.finditer(data):
        yield "what is written in it", _unescaped("", found.group().decode("utf-8", "replace"))
    for encoding, written in _WIDE:
        for found in written.finditer(data):
            yield "what is written in it", found.group().decode(encoding, "replace")
    if depth >= DEEPEST:
        return
    if data.startswith(b"\x89PNG"):
        yield from _png(data)
    elif data.startswith(b"%PDF"):
        yield from _pdf(data, depth)
    elif data.startswith(b"\x1f\x8b"):
        yield from _contents(PurePosixPath(suffix).suffix, _inflated(data, 31), depth + 1)
    elif data.startswith(b"PK"):
        yield from _zip(data, depth)
    elif suffix == ".br":
        yield from _contents("", _unbrotlied(data), depth + 1)


def _inflated(data: bytes, window: int = 15) -> bytes:
    """What was packed; as much of it as can be had."""
    unpacker = zlib.decompressobj(window)
    try:
        return unpacker.decompress(data, MOST)
    except zlib.error:
        return b""


def _unbrotlied(data: bytes) -> bytes:
    try:
        import brotli  # type: ignore[import-untyped]
    except ImportError:
        return b""
    try:
        return bytes(brotli.decompress(data))
    except brotli.error:
        return b""


def _png(data: bytes) -> Iterator[tuple[str, str]]:
    at = 8
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        chunk = data[at + 8 : at + 8 + length]
        if kind in {b"zTXt", b"iTXt", b"iCCP"}:
            # A keyword, a zero, one to two flags (and for iTXt two more words), then perhaps packed text.
            for start in range(len(chunk)):
                if chunk[start : start + 1] == b"\x78" and (held := _inflated(chunk[start:])):
                    yield "the notes in the picture", held.decode("utf-8", "replace")
                    break
        at += 12 + length


def _pdf(data: bytes, depth: int) -> Iterator[tuple[str, str]]:
    for found in _HEX.finditer(data):
        digits = bytes(one for one in found.group(1) if one not in b" \r\n\t")
        try:
            held = bytes.fromhex(digits.decode("ascii"))
        except ValueError:
            continue
        yield (
            "what is written in it",
            held.decode("utf-16" if held[:2] in {b"\xfe\xff", b"\xff\xfe"} else "latin-1", "replace"),
        )
    for found in _STREAM.finditer(data):
        held = _inflated(found.group(1)) or found.group(1)
        yield "what is written in it", _shown_text(held)
        yield from _contents("", held, depth + 1)


_SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\)")


def _shown_text(stream: bytes) -> str:
    """The pieces of text that a page of a PDF draws, joined: letters are often placed one by one."""
    return "".join(found.group(1).decode("latin-1") for found in _SHOWN.finditer(stream))


def _zip(data: bytes, depth: int) -> Iterator[tuple[str, str]]:
    left = MOST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for one in packed.infolist():
                left -= one.file_size
                if left < 0:
                    return
                yield from readings(one.filename, packed.read(one), depth + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error, ValueError):
        return
