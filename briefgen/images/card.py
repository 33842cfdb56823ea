"""The picture that others show beside a link to a page: headline, status, site, date. 1200 by 630 dots.

Drawn in shades of one palette, so that the file is small. Letters come from the shipped font, which has those of Latin, Greek and
Cyrillic alphabets; `site/pictured.py` gives no card to what it cannot write.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parent / "vendor" / "source-serif-4" / "SourceSerif4_600SemiBold.ttf"
WIDTH, HEIGHT = 1200, 630
_EDGE = 72
_PAPER, _INK = (252, 251, 248), (27, 26, 23)
_COLOURS = {
    "open": (109, 82, 0),
    "supported": (11, 92, 83),
    "contested": (88, 57, 156),
    "against": (165, 51, 10),
    "judgement": (68, 84, 106),
}
"""Colours of statuses, by shade; the word stands beside them always."""
_ACCENT = (125, 29, 63)
_SHADES = 14
"""Steps from paper to ink and to the colour: enough for smooth edges."""
_SIZES = (84, 76, 68, 60, 52, 46)
_LINES = 4


class Card(Struct, frozen=True):
    """What a card says."""

    title: str
    site: str
    kicker: str = ""
    """What the page is: Briefing, Claim."""
    foot: str = ""
    """A date, or who says it."""
    status: str = ""
    """For a claim: its status in words."""
    shade: str = ""
    """Family of the status, for its colour."""


def drawn(card: Card) -> bytes:
    """The card as PNG."""
    # Two layers of shades: ink, and the colour.
    ink, colour = Image.new("L", (WIDTH, HEIGHT)), Image.new("L", (WIDTH, HEIGHT))
    pen, brush = ImageDraw.Draw(ink), ImageDraw.Draw(colour)
    brush.rectangle((0, 0, WIDTH, 14), fill=255)
    pen.text((_EDGE, 52), card.site, font=_font(34), fill=255)
    pen.line((_EDGE, 108, WIDTH - _EDGE, 108), fill=255, width=2)
    brush.text((_EDGE, 132), card.kicker, font=_font(32), fill=255)
    lines, size = _fitted(card.title)
    top = 184
    for line in lines:
        pen.text((_EDGE, top), line, font=_font(size), fill=255)
        top += round(size * 1.16)
    foot = HEIGHT - 92
    if card.status:
        _mark(brush, foot + 6, card.shade)
        brush.text((_EDGE + 56, foot - 10), card.status, font=_font(46), fill=255)
        after = _EDGE + 56 + _font(46).getlength(card.status) + 32
    else:
        after = _EDGE
    pen.text((after, foot + 2), _cut(card.foot, WIDTH - _EDGE - after), font=_font(32), fill=190)
    return _png(ink, colour, _COLOURS.get(card.shade, _ACCENT))


def _mark(brush: ImageDraw.ImageDraw, top: int, shade: str) -> None:
    """A shape for the family of a status, so that colour is never alone."""
    box = (_EDGE, top, _EDGE + 36, top + 36)
    match shade:
        case "supported":
            brush.ellipse(box, fill=255)
        case "contested":
            brush.ellipse(box, outline=255, width=5)
            brush.pieslice(box, 90, 270, fill=255)
        case "against":
            brush.line(box, fill=255, width=8)
            brush.line((box[0], box[3], box[2], box[1]), fill=255, width=8)
        case "judgement":
            brush.rectangle(box, outline=255, width=5)
        case _:
            brush.ellipse(box, outline=255, width=5)


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def _fitted(title: str) -> tuple[list[str], int]:
    """The title in lines, as large as it may be; what is too long even when small is cut."""
    for size in _SIZES:
        lines = _wrapped(title, _font(size))
        if len(lines) <= _LINES and len(lines) * size * 1.16 <= HEIGHT - 184 - 120:
            return lines, size
    lines = _wrapped(title, _font(_SIZES[-1]))
    most = int((HEIGHT - 184 - 120) / (_SIZES[-1] * 1.16))
    if len(lines) <= most:
        return lines, _SIZES[-1]
    return [*lines[: most - 1], f"{lines[most - 1].rpartition(' ')[0] or lines[most - 1]} …"], _SIZES[-1]


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > WIDTH - 2 * _EDGE:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cut(text: str, room: float) -> str:
    font = _font(32)
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(f"{text} …") > room:
        text = text.rpartition(" ")[0]
    return f"{text} …" if text else ""


def _png(ink: Image.Image, colour: Image.Image, of: tuple[int, int, int]) -> bytes:
    """One picture of both layers, in shades of a palette."""
    inks = ink.point([round(one * _SHADES / 255) for one in range(256)])
    colours = colour.point([round(one * _SHADES / 255) and _SHADES + round(one * _SHADES / 255) for one in range(256)])
    inks.paste(colours, mask=colours.point([0] + [255] * 255))
    palette = [_between(_INK, step) for step in range(_SHADES + 1)] + [
        _between(of, step) for step in range(1, _SHADES + 1)
    ]
    inks = inks.convert("L")
    image = Image.frombytes("P", inks.size, inks.tobytes())
    image.putpalette([part for shade in palette for part in shade])
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6, bits=5)
    return out.getvalue()


def _between(colour: tuple[int, int, int], step: int) -> tuple[int, int, int]:
    paper, share = _PAPER, step / _SHADES
    return (
        round(paper[0] + (colour[0] - paper[0]) * share),
        round(paper[1] + (colour[1] - paper[1]) * share),
        round(paper[2] + (colour[2] - paper[2]) * share),
    )
