"""What a theme says about itself: its `theme.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from briefgen.model.fields import Name
from briefgen.model.parts import Value

THEME_API = 1
"""Version of the views that templates receive. It grows when a field changes its meaning or goes, not when one is added."""


class ThemeOption(Value, frozen=True, kw_only=True):
    """A choice that a theme leaves to the site."""

    type: Literal["choice", "colour", "switch", "text"]
    """`choice` takes one of `choices`, `colour` a value such as `#7a1f2b`, `switch` yes or no, `text` any words."""
    default: str | bool
    """What counts when the site says nothing."""
    choices: tuple[Name, ...] = ()
    """What may be chosen."""
    help: str = ""
    """What it does, in a sentence."""


class ThemeRecord(Value, frozen=True, kw_only=True):
    """A theme: `theme.yaml` in its folder."""

    name: Name
    """The theme's name: that of its folder."""
    version: str = ""
    """Its own version."""
    api: Annotated[int, Meta(ge=0)] = THEME_API
    """Version of the views it was written for."""
    title: str = ""
    """Its name for people."""
    description: str = ""
    """One sentence about it."""
    author: str = ""
    """Who made it."""
    licence: str = ""
    """Terms for others."""
    extends: str = ""
    """The theme that has whatever this one lacks."""
    options: dict[str, ThemeOption] = {}
    """What the site may choose, by name."""
