"""Pictures measured and encoded with Pillow, always alike: the same file and recipe give the same bytes with the same Pillow.

This file and `card.py` are the only ones that import Pillow.
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL import __version__ as pillow_version

from briefgen.images.metadata import stripped

MOST_PIXELS = 100_000_000
"""Larger ones are refused: they would fill the memory of a small machine."""
VERSION = f"pillow {pillow_version}"
"""Stands for everything that shapes the encoded bytes besides picture and recipe."""
_AVIF = {"quality": 55, "speed": 7, "max_threads": 1}
_WEBP = {"quality": 74, "method": 4}
_JPEG = {"quality": 78, "optimize": True, "progressive": True}
_TURNED = 274
"""EXIF: how the camera was held."""


class UnreadablePictureError(Exception):
    """A file is no picture, or no whole one; the message says why."""


class Measured(Struct, frozen=True):
    """What a picture is like."""

    width: int
    """Pixels as readers see it, turned as the camera says."""
    height: int
    still: bool = True
    """False for an animation, which is left as it is."""
    alpha: bool = False
    """True when parts of it may be transparent."""


def measured(path: Path) -> Measured:
    """Look at a picture. Raises `UnreadablePictureError`."""
    try:
        with _quiet(), Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UnreadablePictureError(f"it has more than {MOST_PIXELS // 1_000_000} million dots")
            turned = image.getexif().get(_TURNED, 1) in {5, 6, 7, 8}
            width, height = (image.height, image.width) if turned else image.size
            still = getattr(image, "n_frames", 1) == 1
            return Measured(width, height, still, image.has_transparency_data)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadablePictureError(_reason(error)) from error


def encoded(data: bytes, recipe: str) -> bytes:
    """A picture after a recipe: `strip`, or a form and a width in pixels (`avif 960`).

    Raises `UnreadablePictureError`.
    """
    form, _, width = recipe.partition(" ")
    try:
        with _quiet(), Image.open(io.BytesIO(data)) as image:
            if form == "strip":
                return _without_metadata(data, image)
            return _saved(_bare(_sized(ImageOps.exif_transpose(image), int(width))), form)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadablePictureError(_reason(error)) from error


def _quiet() -> warnings.catch_warnings[None]:
    """Pillow warns of large pictures; ours are measured before."""
    return warnings.catch_warnings(action="ignore")


def _reason(error: Exception) -> str:
    if isinstance(error, UnidentifiedImageError):
        return "it is no picture that can be read"
    return str(error) or type(error).__name__


def _without_metadata(data: bytes, image: Image.Image) -> bytes:
    """The file as it is, but for its metadata; a picture that only they turned the right way up is turned for good."""
    if image.getexif().get(_TURNED, 1) == 1:
        plain = stripped(data)
        if plain is not None:
            return plain
        if getattr(image, "n_frames", 1) > 1:
            return data
    form = (image.format or "PNG").upper()
    upright = _bare(ImageOps.exif_transpose(image))
    best = {"quality": 92} if form in {"JPEG", "WEBP", "AVIF"} else {}
    out = io.BytesIO()
    upright.save(out, form, exif=b"", xmp=b"", **best)
    return out.getvalue()


def _bare(image: Image.Image) -> Image.Image:
    """A picture that knows nothing of itself but its colours; what it knows Pillow writes."""
    image.info = {name: value for name, value in image.info.items() if name in {"icc_profile", "transparency"}}
    return image


def _sized(image: Image.Image, width: int) -> Image.Image:
    """In a width, in plain colours."""
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    plain = image if image.mode == wanted else image.convert(wanted)
    if plain.width <= width:
        return plain
    height = max(1, round(plain.height * width / plain.width))
    return plain.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _saved(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    match form:
        case "avif":
            image.save(out, "AVIF", exif=b"", xmp=b"", **_AVIF)
        case "webp":
            image.save(out, "WEBP", exif=b"", xmp=b"", **_WEBP)
        case "png":
            image.save(out, "PNG", optimize=False)
        case _:
            image.convert("RGB").save(out, "JPEG", exif=b"", **_JPEG)
    return out.getvalue()
