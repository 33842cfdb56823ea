"""One spelling for all spellings of a name: what is compared when names are looked for.

Case, accents, invisible characters, punctuation and the alphabet do not count, nor do the usual differences between
romanisations: Ганна Маляр, Hanna Maliar and hanna_malyar are spelt alike. That is coarser than reading, on purpose: of
two errors the guard makes the harmless one.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import product

from briefgen.base.patterns import pattern

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y", "і": "i", "ї": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia", "ъ": "", "ы": "y", "э": "e", "ё": "e", "ў": "u",
    "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "d", "џ": "dz", "ѓ": "g", "ќ": "k", "ѕ": "dz", "’": "", "'": "",
}  # fmt: skip
"""Letters of Cyrillic alphabets, after Ukrainian resolution 55 of 27 January 2010, the others by their usual romanisation."""
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "s",
            "t",
            "i",
            "f",
            "h",
            "ps",
            "o",
        ],
        strict=True,
    )
)
_LATIN = {
    "ß": "ss",
    "æ": "ae",
    "ø": "o",
    "œ": "oe",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ħ": "h",
    "ŋ": "n",
}
_LETTERS = str.maketrans({**_CYRILLIC, **_GREEK, **_LATIN, "ʼ": "", "\u0640": ""})
_ALIKE = (
    ("shch", "sh"), ("sch", "sh"), ("sz", "sh"), ("cz", "ch"), ("tch", "ch"), ("tsch", "ch"), ("kh", "h"), ("gh", "h"), ("ph", "f"), ("zh", "z"),
    ("tz", "ts"), ("ck", "k"), ("g", "h"), ("w", "v"), ("y", "i"), ("j", "i"), ("ie", "e"), ("x", "ks"), ("q", "k"),
)  # fmt: skip
"""What different ways to write the same sound become, in this order."""
_INVISIBLE = "\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f"
)
_WORD = pattern(f"[^\\W\\d_](?:[^\\W\\d_]|['’ʼ{_INVISIBLE}{_MARKS}])*")
_DOUBLED = pattern(r"([^\W\d_])\1+")


def spelt(text: str) -> str:
    """The words of a text in the one spelling, a blank before and after each."""
    return f" {' '.join(filter(None, map(_word, _WORD.findall(text))))} "


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name in the one spelling."""
    return tuple(spelt(text).split())


_CASES = (
    ("ий", ("ого", "ому", "им", "ім", "ой", "ом")), ("ій", ("ього", "ьому", "ім")), ("ый", ("ого", "ому", "ым", "ом")), ("ой", ("ого", "ому", "ым", "ом")),
    ("ая", ("ой", "ую", "ою")), ("ія", ("ії", "ію", "ією", "іє")), ("ия", ("ии", "ию", "ией")), ("а", ("и", "ы", "і", "е", "у", "ою", "ой", "о")),
    ("я", ("і", "и", "е", "ю", "ею", "ей", "єю", "ї")), ("й", ("я", "ю", "єві", "єм", "ем", "ї", "е")), ("ь", ("я", "ю", "еві", "ем", "і", "е")), ("о", ("а", "у", "ом", "ові", "ю", "я")),
)  # fmt: skip
"""Endings of names in Ukrainian and Russian, and what stands instead in other cases."""
_BARE = ("а", "у", "ові", "ом", "ем", "им", "ым", "і", "е")
"""Endings that a name takes which ends with a consonant."""


def in_cases(name: str) -> tuple[str, ...]:
    """A Cyrillic name of one or two words in the cases that Ukrainian and Russian texts have it in; nothing for others.

    Vowels that change inside a word (Сокіл, Сокола) are not known: such forms belong on the list.
    """
    words = name.lower().split()
    if len(words) > 2 or not all("\u0400" <= word[-1] <= "\u04ff" for word in words):
        return ()
    made = [(word, *_cases(word)) for word in words]
    return tuple(" ".join(one) for one in product(*made))[1:]


def _cases(word: str) -> tuple[str, ...]:
    # An adjective or a noun: both may end alike (Яворський, Юрій).
    found = [
        word.removesuffix(ending) + one
        for ending, others in _CASES
        if word.endswith(ending) and len(word) > len(ending) + 1
        for one in others
    ]
    if found:
        return tuple(found)
    return tuple(word + one for one in _BARE) if word[-1] not in "аеєиіїоуюяыэ" else ()


@lru_cache(maxsize=1 << 17)
def _word(word: str) -> str:
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word.lower()).translate(_LETTERS)
        if not word.isascii():
            word = "".join(one for one in word if unicodedata.category(one)[0] == "L")
    word = word.lower().replace("'", "")
    for written, plain in _ALIKE:
        if written in word:
            word = word.replace(written, plain)
    return _DOUBLED.sub(r"\1", word)


def original(text: str) -> list[str]:
    """The words of a text as they stand there, in the order of `spelt`."""
    return [word for word in _WORD.findall(text) if _word(word)]
