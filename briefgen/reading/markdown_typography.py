"""Quotation marks, apostrophes, dashes and dots as a typesetter would set them.

Writers type straight quotes. The work is done on the whole text of a passage, where emphasis and links are
ranges and no longer in the way, and told as edits, so that the caller can keep every offset true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category

from briefgen.base.patterns import pattern

Range = tuple[int, int]


class Edit(NamedTuple):
    """Replace the text from `start` to `end`."""

    start: int
    end: int
    words: str


class Quotes(NamedTuple):
    """The marks of a language: outer pair, inner pair."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


class _Open(NamedTuple):
    mark: str
    at: int
    nested: bool


_THIN = "\u202f"  # narrow no-break space, which French sets inside its quotation marks
_CURLY = Quotes("“", "”", "‘", "’")
_LOW_HIGH = Quotes("„", "“", "‚", "‘")
_LOW_RIGHT = Quotes("„", "”", "«", "»")
_EAST = Quotes("«", "»", "„", "“")
_SOUTH = Quotes("«", "»", "“", "”")

# Unicode CLDR 45, common/main/*.xml, element `delimiters`; French spacing and its inner marks follow the
# Imprimerie nationale, Dutch the daily press (CLDR has single marks twice). Others: English.
_BY_LANGUAGE = {
    "ar": Quotes("”", "“", "’", "‘"), "be": Quotes("«", "»", "“", "”"), "bg": Quotes("„", "“", "‚", "‘"), "ca": _SOUTH,
    "cs": _LOW_HIGH, "de": _LOW_HIGH, "de-ch": Quotes("«", "»", "‹", "›"), "el": _SOUTH, "et": _LOW_HIGH,
    "fa": Quotes("«", "»", "‹", "›"), "fi": Quotes("”", "”", "’", "’"), "fr": Quotes("«" + _THIN, _THIN + "»", "“", "”"),
    "fr-ch": Quotes("«", "»", "‹", "›"), "he": Quotes("”", "”", "’", "’"), "hr": Quotes("„", "”", "‚", "’"),
    "hu": Quotes("„", "”", "»", "«"), "hy": _EAST, "is": _LOW_HIGH, "it": _SOUTH, "ja": Quotes("「", "」", "『", "』"),
    "ka": Quotes("„", "“", "«", "»"), "lt": Quotes("„", "“", "‚", "‘"), "mk": Quotes("„", "“", "‚", "‘"), "nb": Quotes("«", "»", "‘", "’"),
    "nn": Quotes("«", "»", "‘", "’"), "no": Quotes("«", "»", "‘", "’"), "pl": _LOW_RIGHT, "pt-pt": _SOUTH,
    "ro": _LOW_RIGHT, "ru": _EAST, "sk": _LOW_HIGH, "sl": _LOW_HIGH, "sq": Quotes("«", "»", "“", "”"),
    "sr": Quotes("„", "”", "’", "’"), "sv": Quotes("”", "”", "’", "’"), "uk": _EAST,
}  # fmt: skip

_QUOTE = pattern(r"[\"']")
_RUN = pattern(r"\.\.\.+|--+")
# 'tis, '90s: an apostrophe although it looks like an opening mark.
_CUT = pattern(r"'(?:\d\ds?\b|(?:tis|twas|em|til|cause|n)\b)", re.IGNORECASE)
_WHOLE = {"...": "…", "---": "—"}


@lru_cache(maxsize=64)
def quotes_of(lang: str) -> Quotes:
    """The marks of a language tag such as `de` or `fr-CH`."""
    tag = lang.lower().replace("_", "-")
    return _BY_LANGUAGE.get(tag) or _BY_LANGUAGE.get(tag.partition("-")[0], _CURLY)


def edits(text: str, lang: str, fixed: Sequence[Range] = ()) -> list[Edit]:
    """What to change in a text, in order; nothing inside the `fixed` ranges, which must be in order too."""
    runs = _free(_RUN, text, fixed) if "--" in text or "..." in text else []
    changes = [Edit(*match.span(), words) for match in runs if (words := _run(match))]
    if ("'" in text or '"' in text) and (quotes := _free(_QUOTE, text, fixed)):
        changes += _quoted(text, lang, quotes)
        changes.sort()
    return changes


def typeset(text: str, lang: str) -> str:
    """A plain text with all its edits made."""
    for start, end, words in reversed(edits(text, lang)):
        text = text[:start] + words + text[end:]
    return text


def _free(pattern: re.Pattern[str], text: str, fixed: Sequence[Range]) -> list[re.Match[str]]:
    """What a pattern finds outside the fixed ranges."""
    found = list(pattern.finditer(text))
    if not fixed or not found:
        return found
    kept = []
    coming = iter(fixed)
    start, end = next(coming)
    for match in found:
        while end <= match.start():
            start, end = next(coming, (len(text), len(text) + 1))
        if match.end() <= start:
            kept.append(match)
    return kept


def _run(match: re.Match[str]) -> str | None:
    """A dash or an ellipsis for hyphens or dots; two hyphens must stand free on both sides or on neither (`--option`)."""
    if match[0] != "--":
        return _WHOLE.get(match[0])
    text, (start, end) = match.string, match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    return "–" if (not before or before.isspace()) == (not after or after.isspace()) else None


def _quoted(text: str, lang: str, found: Iterable[re.Match[str]]) -> list[Edit]:
    """Edits for the straight marks found in a text."""
    quoting = _Quoting(text, quotes_of(lang))
    for match in found:
        at = match.start()
        if match[0] == "'" and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum():
            quoting.done.append(Edit(at, at + 1, "’"))
        else:
            quoting.add(match[0], at)
    return quoting.settled()


def _weight(one: str) -> int:
    """0 for a space or an end, 1 for punctuation, 2 for anything that makes words."""
    if not one or one.isspace():
        return 0
    return 1 if category(one)[0] in "PS" else 2


class _Quoting:
    """Pairs quotation marks in one pass over a text."""

    def __init__(self, text: str, quotes: Quotes) -> None:
        self.text = text
        self.quotes = quotes
        self.open: list[_Open] = []
        self.waiting = {"'": 0, '"': 0}
        self.done: list[Edit] = []

    def settled(self) -> list[Edit]:
        """The quotation marks, those without a partner included."""
        for mark, at, _ in self.open:
            self._put(at, "’" if mark == "'" else self.quotes.opening)
        self.open = []
        return self.done

    def add(self, mark: str, at: int) -> None:
        """Take one mark into account; marks come in order."""
        before, after = self.text[at - 1 : at] if at else "", self.text[at + 1 : at + 2]
        opens, closes = _sides(_weight(before), _weight(after))
        if mark == "'" and opens and _CUT.match(self.text, at):
            self._put(at, "’")
        elif closes and self.waiting[mark]:
            self._close(mark, at)
        elif opens:
            self.open.append(_Open(mark, at, nested=mark == "'" or self.waiting['"'] > 0))
            self.waiting[mark] += 1
        elif mark == "'":
            self._put(at, "’")
        elif closes and not before.isdigit():  # a digit: inches, seconds
            self._put(at, self.quotes.closing)

    def _put(self, at: int, words: str) -> None:
        self.done.append(Edit(at, at + 1, words))

    def _close(self, mark: str, at: int) -> None:
        while self.open[-1].mark != mark:
            self._lone(self.open.pop())
        partner = self.open.pop()
        self.waiting[mark] -= 1
        inner = partner.nested
        self._put(partner.at, self.quotes.inner_opening if inner else self.quotes.opening)
        self._put(at, self.quotes.inner_closing if inner else self.quotes.closing)

    def _lone(self, one: _Open) -> None:
        """An opening mark that nothing closes: an apostrophe, or a quotation that goes on elsewhere."""
        self.waiting[one.mark] -= 1
        self._put(one.at, "’" if one.mark == "'" else self.quotes.opening)


def _sides(before: int, after: int) -> tuple[bool, bool]:
    """Whether a mark between two neighbours can open and can close a quotation; CommonMark's flanking rules."""
    opens = after == 2 or (after == 1 and before < 2)
    closes = before == 2 or (before == 1 and after < 2)
    if opens and closes:
        return before == 1, after == 1
    return opens, closes
