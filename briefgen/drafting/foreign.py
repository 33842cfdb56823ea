"""Reports that are not in English: the rules about who says what do not know their language, and must not pretend to.

What is left is what capitals and the gazetteer tell, all of it a guess: names of two or three words, places, figures, days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from briefgen.base.patterns import pattern
from briefgen.drafting.proposals import Name

_LETTERS = pattern(r"[^\W\d_]+")
_SMALL = frozenset((
    "the", "of", "and", "to", "that", "was", "is", "were", "are", "be", "been", "for", "with", "said", "says", "has", "have", "had",
    "it", "its", "by", "from", "at", "not", "his", "her", "their", "this", "which", "who", "will", "would", "they", "he", "she", "as", "an", "or", "but", "on", "after", "about",
))  # fmt: skip
"""Words that stand in any English text. Those that other languages write alike (a, in, on) are few among them."""
_LEAST = 0.15
"""The part of all words that they are at least: in English reports a third, in others a twentieth."""
_FEW = 12
"""Words below which a text is too short to tell; letters other than Latin tell all the same."""
_MOST = 3
"""Words of a person's name; what stands in front of more is a post or a country in another case."""
RULE = "capitals; the rules know English only"


def is_english(paragraphs: Iterable[str]) -> bool:
    """Whether a text reads as English."""
    words: list[str] = [one.casefold() for text in paragraphs for one in _LETTERS.findall(text)]
    if len(words) < _FEW:
        return 2 * sum(one[0] < "\u0250" for one in words) >= len(words)
    known = sum(one in _SMALL for one in words)
    return known >= _LEAST * len(words)


def careful(names: Sequence[Name]) -> tuple[Name, ...]:
    """The names as guesses. A person's of one word is left out: it may be any word with a capital."""
    made = (_careful(one) for one in names)
    return tuple({(one.kind, one.name): one for some in made for one in some}.values())


def _careful(one: Name) -> Iterator[Name]:
    words = one.name.split()
    if one.kind != "person":
        yield replace(one, sure="guess", rule=RULE, role="", honorific="")
    elif len(words) > 1:
        # In Cyrillic, posts and countries stand in front without a comma: «Президент України Олена Сокіл».
        short = words[-2:] if words[-1][0] >= "\u0370" else words[-_MOST:]
        yield replace(one, name=" ".join(short), sure="guess", rule=RULE, role="", honorific="", forms=())
