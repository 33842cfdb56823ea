"""The words by which a text is found. `client/search.js` cuts queries in the same way; a browser test holds the two together.

Accents, case and apostrophes do not count, so that “Zelenskyy’s” and “zelenskyys” meet. Scripts that do not part words
are cut into pairs of characters.
"""

from __future__ import annotations

import unicodedata

from briefgen.base.patterns import pattern

_MARKS = pattern("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]")
"""Accents of European letters, Hebrew points, Arabic vowels: what writers leave out."""
_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "ð": "d", "ı": "i", "ς": "σ"}
"""Letters that are typed in another way, to Unicode letters of their own."""
_APOSTROPHES = ("’", "ʼ", "‘", "`")
_PARTING = (("“", " "), ("”", " "), ("–", " "), ("—", " "), ("…", " "), ("\u00a0", " "), ("\u202f", " "))
"""Characters that good typography brings into texts of plain letters."""
_POSSESSIVE = pattern(r"'s(?![^\W_])")
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_RUNS = pattern(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_HAS_UNSPACED = pattern(f"[{_UNSPACED}]")
_ASCII = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "'"}
_PARTS = frozenset("ZPSC")
"""First letters of the Unicode categories that part words: separators, punctuation, symbols, others."""


class _Plain(dict[int, str]):
    """What each character becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        one = chr(code)
        self[code] = " " if unicodedata.category(one)[0] in _PARTS and one != "'" else _LETTERS.get(one, one)
        return self[code]


_PLAIN = _Plain()


def terms(text: str) -> list[str]:
    """The words of a text in their order, folded."""
    for mark in _APOSTROPHES:
        if mark in text:
            text = text.replace(mark, "'")
    for mark, plain in _PARTING:
        if mark in text:
            text = text.replace(mark, plain)
    if text.isascii():
        return _unquoted(text.lower().translate(_ASCII)).split()
    folded = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_PLAIN)
    words = _unquoted(folded).split()
    return words if _HAS_UNSPACED.search(folded) is None else [part for word in words for part in _parts(word)]


def _unquoted(text: str) -> str:
    return _POSSESSIVE.sub("", text).replace("'", "") if "'" in text else text


def _parts(word: str) -> list[str]:
    """A word of a script without spaces as pairs of neighbours; another as it is."""
    found: list[str] = []
    for run in _RUNS.findall(word):
        if _HAS_UNSPACED.match(run) and len(run) > 1:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
        else:
            found.append(run)
    return found
