"""Made-up words, with the statistics of real ones: common words, names, and the shapes of texts.

Nothing here is taken from a text. A few figures are, so that what is measured resembles news:

- lengths of articles have the spread of the daily briefings of English Wikipedia's portal of current events (601 of
  them, 933 words on average), scaled to an average of 650 words;
- sentences are about as long as in the Reuters-21578 collection (23 words), headlines too (44 characters);
- names are mentioned with frequencies that fall as their rank to the power of 0.9, as people do in that collection.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, pairwise
from random import Random

WORDS = 650
"""Words of an average article."""
RANK_EXPONENT = 0.9
"""How steeply frequencies of names fall with their rank."""

_BRIEFING_MEAN = 933.33
_BRIEFING_WORDS = (
    (0.0, 185),
    (0.1, 500),
    (0.25, 651),
    (0.5, 877),
    (0.75, 1157),
    (0.9, 1458),
    (0.99, 1897),
    (1.0, 2179),
)
"""Share of briefings that have at most so many words."""
_SENTENCE_MEDIAN, _SENTENCE_SPREAD = 20.5, 0.42


def _list(words: str) -> list[str]:
    return words.split()


_SMALL_WORDS = _list("""
the of to and a in that for on is was said by it with as at from be he has had were not an which have but are they his
who its been after would will this more one two she there their when no over also about into than before other against
could some only under between
""")
"""Real ones, the most frequent first: texts begin sentences with them, and linking looks at that."""

_ONSETS = _list("b br c cl d dr f fl g gr h l m n p pl pr r s sl st str t tr v w")
_VOWELS = _list("a e i o u a e i o ai ea ie ou")
_CODAS = ["", "", "", "l", "n", "r", "m", "nd", "s", "t"]
_WORD_ENDINGS = _list("ing ed ly tion er al ment ous ate est ic ive ure s")
_FAMILY_ENDINGS = _list("ak ard bauer berg een enko ette hart ides lund mann oğlu ova ów ska well wick yan")
_PLACE_ENDINGS = _list("abad borough dal dorf ești gard havn heim ivka mouth polis stead thorpe tun vár vik")
_GIVEN_ENDINGS = _list("a o e an en is ia or ël ín")
_STRANGE_ENDINGS = _list("quez zexa xez qazi")
"""Two letters of these stand in no name on file, so that strangers are no near misses of anybody."""


class Language:
    """A source of words. Equal seeds give equal words."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.common = self._common(6000)
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(self.common) + 1)))

    def words(self, count: int) -> list[str]:
        """Words of running text, each as frequent as its rank lets expect."""
        return self.random.choices(self.common, cum_weights=self._weights, k=count)

    def article_words(self) -> int:
        """How long an article is to be."""
        share = self.random.random()
        for (below, least), (above, most) in pairwise(_BRIEFING_WORDS):
            if share <= above:
                briefing = least + (most - least) * (share - below) / (above - below)
                return round(briefing * WORDS / _BRIEFING_MEAN)
        raise AssertionError("a share is at most one")

    def sentence_words(self) -> int:
        """How long a sentence is to be."""
        length = _SENTENCE_MEDIAN * self.random.lognormvariate(0, _SENTENCE_SPREAD)
        return min(60, max(5, round(length)))

    def given(self) -> str:
        """A first name."""
        return (self._syllable() + self.random.choice(_GIVEN_ENDINGS)).capitalize()

    def family(self) -> str:
        """A family name."""
        return self._name(_FAMILY_ENDINGS)

    def place(self) -> str:
        """The name of a town or a land."""
        return self._name(_PLACE_ENDINGS)

    def stranger(self) -> str:
        """A word of a name that is not on file."""
        return self._name(_STRANGE_ENDINGS)

    def _name(self, endings: list[str]) -> str:
        syllables = self.random.choices((1, 2), (3, 2))[0]
        return ("".join(self._syllable() for _ in range(syllables)) + self.random.choice(endings)).capitalize()

    def _syllable(self) -> str:
        choice = self.random.choice
        return choice(_ONSETS) + choice(_VOWELS) + choice(_CODAS)

    def _common(self, count: int) -> list[str]:
        made: dict[str, None] = {}
        while len(made) < count - len(_SMALL_WORDS):
            syllables = self.random.choices((1, 2, 3), (5, 5, 1))[0]
            word = "".join(self._syllable() for _ in range(syllables)) + self.random.choice(_WORD_ENDINGS)
            # A few words with accents, as texts in any language have them.
            made[word.replace("ea", "é") if len(made) % 50 == 0 else word] = None
        # The frequent words of a language are the short ones, more or less.
        return [*_SMALL_WORDS, *sorted(made, key=lambda word: len(word) + self.random.uniform(0, 5))]


def capitalised(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


_LONGEST_ID = 70
"""Ten characters less than may be, so that a number can stand behind."""


def identifier(text: str) -> str:
    """The id that a desk would give to what has this name."""
    plain = unicodedata.normalize("NFKD", text.lower()).replace("ı", "i").encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_ID].strip("-")


_CYRILLIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстуввхиз")


def in_cyrillic(text: str) -> str:
    """A native spelling: it is searched for, and English texts never have it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(word.translate(_CYRILLIC).capitalize() for word in plain.lower().split())
