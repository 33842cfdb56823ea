"""Registries and texts that are no briefgen project: one JSON object a line, for trying the linking on other material."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class OutsideName(Struct, frozen=True, kw_only=True):
    """One line of a registry."""

    id: str
    kind: str = ""
    """`person`, `place`, `org` or `organisation`, `event`, `term`; anything else is taken as unknown."""
    name: str
    """Full name."""
    aliases: tuple[str, ...] = ()
    """Other names, short forms and other scripts included."""


class OutsideText(Struct, frozen=True, kw_only=True):
    """One line of a file of texts."""

    id: str
    lang: str = "en"
    """Language, as a BCP 47 tag."""
    format: Literal["text", "markdown"] = "text"
    text: str
