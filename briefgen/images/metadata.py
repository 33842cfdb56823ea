"""Takes out of picture files what cameras and programs write into them: where and when it was made, by whom, with what.

The picture itself is not touched. Colour profiles stay, since colours would change without them.
"""

from __future__ import annotations

from collections.abc import Iterator

_JPEG_KEPT = frozenset({0xE0, 0xE2, 0xEE})
"""Application segments that shape the picture: JFIF, colour profile, Adobe's colour transform."""
_PNG_DROPPED = frozenset({b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"})
_PNG = b"\x89PNG\r\n\x1a\n"
_WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0x08 | 0x04
"""In the header of a WebP file: has EXIF, has XMP."""


def stripped(data: bytes) -> bytes | None:
    """The same picture without its metadata; None for a form or a file that is not understood here."""
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(_PNG):
        return _png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _gif(data)
    return None


def _jpeg(data: bytes) -> bytes | None:
    pieces = [data[:2]]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        size = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:  # from here on the picture; what follows its end is no part of it
            end = data.rfind(b"\xff\xd9")
            return b"".join((*pieces, data[at : end + 2])) if end > at else None
        application, comment = 0xE0 <= marker <= 0xEF, marker == 0xFE
        profile = marker != 0xE2 or data[at + 4 : at + 16] == b"ICC_PROFILE\0"
        if not comment and (not application or (marker in _JPEG_KEPT and profile)):
            pieces.append(data[at : at + size])
        at += size
    return None


def _png(data: bytes) -> bytes | None:
    pieces = [_PNG]
    at = len(_PNG)
    while at + 12 <= len(data):
        size = 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if kind not in _PNG_DROPPED:
            pieces.append(data[at : at + size])
        at += size
        if kind == b"IEND":
            return b"".join(pieces)
    return None


def _webp(data: bytes) -> bytes | None:
    pieces: list[bytes] = []
    for kind, chunk in _chunks(data):
        if kind == b"VP8X" and len(chunk) >= 9:
            chunk = chunk[:8] + bytes((chunk[8] & ~_WEBP_FLAGS,)) + chunk[9:]
        if kind not in _WEBP_DROPPED:
            pieces.append(chunk)
    body = b"".join((b"WEBP", *pieces))
    return b"RIFF" + len(body).to_bytes(4, "little") + body if pieces else None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + (size & 1)
        yield data[at : at + 4], data[at:end]
        at = end


def _gif(data: bytes) -> bytes | None:
    """Comments and the applications' blocks go, but for the one that says how often an animation runs."""
    at = 13 + (3 << (data[10] & 7) + 1 if len(data) > 13 and data[10] & 0x80 else 0)
    pieces = [data[:at]]
    while at < len(data):
        start, mark = at, data[at]
        if mark == 0x3B:
            return b"".join((*pieces, b"\x3b"))
        kept = True
        if mark == 0x21 and at + 2 < len(data):
            loop = data[at + 3 : at + 14] in {b"NETSCAPE2.0", b"ANIMEXTS1.0"}
            kept = data[at + 1] in {0xF9, 0x01} or (data[at + 1] == 0xFF and loop)
            at += 2
        elif mark == 0x2C and at + 10 < len(data):
            at += 10 + (3 << (data[at + 9] & 7) + 1 if data[at + 9] & 0x80 else 0) + 1
        else:
            return None
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
        if kept:
            pieces.append(data[start:at])
    return None
