"""Which files are pictures made of dots, and how large they are. Pillow is asked only for files that are new."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from briefgen.base.diagnostics import Checked, Diagnostic, Mark
from briefgen.base.memo import Memo
from briefgen.model.config import ImageSettings
from briefgen.model.site import Picture
from briefgen.reading.disk import CONTENT

RASTER = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")
"""Endings of pictures made of dots."""
AS_IT_IS = "files/"
"""Folder of content for files that readers get exactly as they are."""
_DECODER = msgspec.msgpack.Decoder(Picture)
_ENCODER = msgspec.msgpack.Encoder()


def is_picture(path: str) -> bool:
    """Whether a file of the content is a picture that briefgen prepares for readers."""
    return path.lower().endswith(RASTER) and not path.startswith(AS_IT_IS)


def look_at(
    root: Path, files: Mapping[str, str], settings: ImageSettings, memo: Memo | None
) -> Checked[Mapping[str, Picture]]:
    """The pictures among the files, by path; what cannot be read is told."""
    found: dict[str, Picture] = {}
    said: list[Diagnostic] = []
    paths = [path for path in files if is_picture(path)] if settings.enabled else []
    if memo is not None:
        memo.expect([bytes.fromhex(files[path]) for path in paths])
    for path in paths:
        key = bytes.fromhex(files[path])
        known = _known(memo, key)
        if known is None:
            known = _measured(root, path, files[path], said)
            if known is not None and memo is not None:
                memo.put(key, _ENCODER.encode(known))
        if known is not None:
            found[path] = known
    return Checked(found, tuple(said))


def _known(memo: Memo | None, key: bytes) -> Picture | None:
    value = memo.get(key) if memo is not None else None
    try:
        return _DECODER.decode(value) if value is not None else None
    except msgspec.MsgspecError:
        return None


def _measured(root: Path, path: str, digest: str, said: list[Diagnostic]) -> Picture | None:
    from briefgen.images.encode import UnreadablePictureError, measured  # dear to load, and wanted for new files only

    try:
        seen = measured(root / CONTENT / path)
    except UnreadablePictureError as error:
        hint = "save it anew as JPEG, PNG or WebP, or put it below content/files/ to have it copied as it is"
        where = Mark(f"{CONTENT}/{path}")
        said.append(Diagnostic("W302", where, f"this picture cannot be read: {error}", hint))
        return None
    return Picture(seen.width, seen.height, digest, seen.still, seen.alpha)
