"""Pure operations on text: folding that keeps offsets, slugs, nearest words, sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from briefgen.base.patterns import pattern

# One code point for one code point, so that offsets in the folded text are offsets in the text.
_FOLD = (
    ("’", "'"), ("‘", "'"), ("ʼ", "'"), ("`", "'"), ("“", '"'), ("”", '"'), ("„", '"'),
    ("\u00a0", " "), ("\u202f", " "), ("‑", "-"),
)  # fmt: skip
_INVISIBLE = pattern("[\u00ad\u200b\u2060\ufeff]")
_WORD = pattern(r"[^\W_]+(?:['’][^\W_]+)?", re.UNICODE)
_UNSPACED = pattern(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_PRINTED = (("’", "'"), ("“", " "), ("”", " "), ("…", " "), ("–", " "), ("—", " "))
"""What typography puts into a text of Western letters, and what counts the same."""
_BLANKED = bytes(one if one == ord("'") or _WORD.match(chr(one)) else ord(" ") for one in range(256))
"""Latin-1 with a blank for everything but letters, digits and apostrophes."""
_LATIN = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "þ": "th",
        "ð": "d",
        "ı": "i",
    }
)
_PLAIN = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "İ": "I"}
"""Letters whose stroke or dot is no accent to Unicode."""
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ь": "", "ю": "iu", "я": "ia", "ъ": "", "ы": "y", "э": "e", "ё": "e",
}  # fmt: skip
"""Ukrainian romanisation (Cabinet resolution 55 of 27 January 2010), with the letters Russian has besides."""


_RESERVED = pattern("[\ue000-\ue003]")


def without_reserved(text: str) -> str:
    """The text without the four private characters that stand for things of ours between parsing and rendering."""
    return _RESERVED.sub("", text)


def nfc(text: str) -> str:
    """Composed form, so that equal-looking texts are equal."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Straight apostrophes, quotes, hyphens and plain spaces; the length stays the same."""
    # Ten searches for single characters are ten times as fast as one translation by a table.
    for one, plain in _FOLD:
        if one in text:
            text = text.replace(one, plain)
    return text


def fold_case(text: str) -> str:
    """`fold`, in lower case; letters whose lower case is longer stay as they are, so the length stays the same."""
    lowered = fold(text).lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := one.lower()) == 1 else one for one in fold(text))


def without_invisible(text: str) -> str:
    """Soft hyphens, zero-width spaces and word joiners taken out."""
    return _INVISIBLE.sub("", text)


def without_accents(text: str) -> str:
    """Latin letters without their accents: Erdoğan gives Erdogan. Other scripts stay, for there marks make other letters."""
    letters = []
    for one in text:
        plain = _PLAIN.get(one)
        if plain is None:
            parts = unicodedata.normalize("NFD", one)
            plain = parts[0] if len(parts) > 1 and parts[0].isascii() else one
        letters.append(plain)
    return "".join(letters)


def has_invisible(text: str) -> bool:
    """Whether `without_invisible` would change the text."""
    return _INVISIBLE.search(text) is not None


def slug(text: str) -> str:
    """An id made from a name: `Hanna Malyar` gives `hanna-malyar`. Empty when nothing can be written in Latin letters."""
    text = "".join(_CYRILLIC.get(one, one) for one in text.lower())
    plain = unicodedata.normalize("NFKD", text.translate(_LATIN)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:80].strip("-")


def count_words(text: str) -> int:
    """Words, for reading time; characters of scripts without spaces count by twos."""
    for mark, plain in _PRINTED:
        if mark in text:
            text = text.replace(mark, plain)
    try:
        return _count_western(text)
    except UnicodeEncodeError:
        pass
    words = unspaced = 0
    for line in text.split("\n"):
        try:
            words += _count_western(line)
        except UnicodeEncodeError:
            unspaced += len(_UNSPACED.findall(line))
            words += len(_WORD.findall(_UNSPACED.sub(" ", line)))
    return words + (unspaced + 1) // 2


def _count_western(text: str) -> int:
    """What `_WORD` finds, six times as fast: Latin-1 has one byte for a letter, and bytes split by a table.

    Raises `UnicodeEncodeError` for any other text.
    """
    pieces = text.encode("latin-1").translate(_BLANKED).split(b"'")
    words = joined = 0
    before = b""
    for number, piece in enumerate(pieces):
        words += len(piece.split())
        if number:
            # One apostrophe between letters joins them, but `a'b'c` is two words.
            joins = before[-1:].strip() and piece[:1].strip() and not (joined and b" " not in before)
            joined = 1 if joins else 0
            words -= joined
        before = piece
    return words


def distance(one: str, other: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) that turn one word into the other; `limit + 1` when more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    last: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, last, row = last, row, [i]
        for j, right in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def nearest(word: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Known words that the writer may have meant, nearest first; a third of the letters may differ."""
    limit = max(1, min(3, len(word) // 3))
    plain = _spelling(word)
    letters, length = frozenset(plain), len(plain)
    scored: list[tuple[int, str]] = []
    for candidate in known:
        other = _spelling(candidate)
        if plain == other:
            steps = 0
        elif abs(len(other) - length) > limit or len(letters.symmetric_difference(other)) > 2 * limit:
            # Each edit brings one letter and takes away another at most: seen quicker than the edits.
            steps = limit + 1
        else:
            steps = distance(plain, other, limit)
        if steps > limit and len(plain) >= 4 and (other.startswith(plain) or other.endswith("-" + plain)):
            steps = limit
        if steps <= limit:
            scored.append((steps, candidate))
    return tuple(candidate for _, candidate in sorted(scored)[:most])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known words, or nothing."""
    near = nearest(word, known)
    return "" if not near else f"did you mean {' or '.join(f'“{one}”' for one in near)}?"


def _spelling(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "").replace(" ", "").replace(".", "")


_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku-arab", "ps", "sd", "ug", "ur", "yi"})
"""Languages written from right to left (CLDR, script orientation)."""


def direction(lang: str) -> str:
    """`rtl` for languages written from right to left, else `ltr`."""
    tag = lang.lower()
    return "rtl" if tag.partition("-")[0] in _RTL or tag.endswith("-arab") or "-arab-" in tag else "ltr"
