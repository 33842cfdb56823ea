"""Texts in another language than their page come out with their `lang`, wherever a template has put them.

They carry marks from where they are made (`base.html.foreign`), so that no template can forget them. Where there can be
no element, inside tags and in titles and scripts, the marks are taken out and the words stay.
"""

from __future__ import annotations

import re

from briefgen.base.html import FOREIGN_END, FOREIGN_START, FOREIGN_TEXT, unmarked
from briefgen.base.patterns import pattern
from briefgen.base.text import direction

_BARE = pattern(r"<(title|script|style|textarea|option)\b.*?</\1>|<[^<>]*>", re.DOTALL)
_MARK = pattern(f"{FOREIGN_START}([A-Za-z0-9-]*){FOREIGN_TEXT}")


def marked(html: str) -> str:
    """HTML with an element around each text that is marked as being in another language."""
    plain = _BARE.sub(lambda found: unmarked(found[0]), html)
    opened = _MARK.sub(lambda found: f'<span lang="{found[1]}" dir="{direction(found[1])}">', plain)
    return opened.replace(FOREIGN_END, "</span>")
