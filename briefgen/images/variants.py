"""In which sizes and forms a picture is written, and under which names. No Pillow here: every build asks this."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

ENDINGS = {"jpeg": "jpg"}


class Variant(Struct, frozen=True):
    """One size of a picture in one form."""

    path: str
    """Below the output folder; holds a digest, so that it may be cached for ever."""
    form: str
    """avif, webp, jpeg or png."""
    width: int
    """Pixels."""

    @property
    def recipe(self) -> str:
        """How it is encoded."""
        return f"{self.form} {self.width}"


def variants(
    path: str, digest: str, width: int, alpha: bool, widths: Iterable[int], forms: Iterable[str]
) -> tuple[Variant, ...]:
    """Every variant of a picture, form by form, the plain form that all browsers read last; none is larger than the picture."""
    sizes = _sizes(width, sorted(set(widths)))
    stem = path.rpartition(".")[0]
    plain = "png" if alpha else "jpeg"
    return tuple(
        Variant(f"{stem}.{digest[:8]}-{size}.{ENDINGS.get(form, form)}", form, size)
        for form in (*dict.fromkeys(forms), plain)
        for size in sizes
    )


def _sizes(width: int, wanted: list[int]) -> list[int]:
    smaller = [one for one in wanted if one < width]
    return smaller if len(smaller) == len(wanted) and smaller else [*smaller, width]
