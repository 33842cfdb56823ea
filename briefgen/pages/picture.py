"""Pictures as pages show them: in several sizes and forms, with their dimensions, folded away where they may distress."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from briefgen.base.html import Html, escape, word
from briefgen.base.patterns import pattern
from briefgen.images.variants import Variant, variants
from briefgen.model.config import SiteConfig
from briefgen.model.site import Picture
from briefgen.model.views import PictureSource

DISTRESSING = frozenset({"graphic", "sexual-violence", "self-harm"})
"""What an article warns of, when its pictures stay folded away until they are asked for."""
SIZES = "(min-width: 64rem) 38rem, 100vw"
"""How wide a picture in a text is shown: the text’s column, or all of a narrow screen."""
_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg", "png": "image/png"}
IN_TEXT = pattern('(<figure[^>]*>)?<img src="\ue000([^\ue001]*)\ue001" alt="([^"]*)"([^>]*)>')
"""A picture in the text, as it was parsed; alone in a figure or among words."""


class Shown(Struct, frozen=True):
    """The files of one picture."""

    src: str
    """For browsers that know nothing better: in plain form, of middling size."""
    srcset: str
    sources: tuple[PictureSource, ...]


def variants_of(config: SiteConfig, path: str, picture: Picture) -> tuple[Variant, ...]:
    """The files that are written of a picture besides itself; none of an animation."""
    settings = config.image_settings
    if not picture.still:
        return ()
    return variants(path, picture.digest, picture.width, picture.alpha, settings.widths, settings.formats)


def shown(config: SiteConfig, root: str, path: str, picture: Picture) -> Shown:
    """The files of a picture as seen from a page; `root` is the way to the site’s root."""
    forms = [(form, list(some)) for form, some in groupby(variants_of(config, path, picture), lambda one: one.form)]
    if not forms:
        return Shown(root + path, "", ())
    plain = forms[-1][1]
    middle = plain[len(plain) // 2]
    return Shown(
        root + middle.path,
        _srcset(root, plain) if len(plain) > 1 else "",
        tuple(PictureSource(type=_TYPES[form], srcset=_srcset(root, some)) for form, some in forms[:-1]),
    )


def _srcset(root: str, some: list[Variant]) -> str:
    return ", ".join(f"{root}{_spaceless(one.path)} {one.width}w" for one in some)


def _spaceless(path: str) -> str:
    """An address without what would end it in a list of addresses."""
    return path.replace("%", "%25").replace(" ", "%20").replace(",", "%2C")


def picture_html(config: SiteConfig, root: str, path: str, picture: Picture, alt: str, further: str) -> Html:
    """A picture in a text. `alt` and `further` are HTML: the description, and the attributes that it has already."""
    files = shown(config, root, path, picture)
    sources = "".join(
        f'<source type="{one.type}" srcset="{escape(one.srcset)}" sizes="{SIZES}">' for one in files.sources
    )
    sizes = f' srcset="{escape(files.srcset)}" sizes="{SIZES}"' if files.srcset else ""
    image = (
        f'<img src="{escape(files.src)}"{sizes} alt="{alt}" width="{picture.width}" height="{picture.height}"{further}>'
    )
    return Html(f"<picture>{sources}{image}</picture>" if sources else image)


def veil(html: str) -> Html:
    """A picture folded away. A browser does not load what is folded away and marked as lazy."""
    return Html(f'<details class="bg-veil"><summary>{word("picture.show")}</summary>{html}</details>')
