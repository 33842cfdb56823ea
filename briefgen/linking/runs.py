"""Runs of capitalised words: which of their words may be a name, and what sort of name it is.

“On Saturday President Joe Biden” is one run, and holds one name. What of a run is a name, apart from days, titles,
posts and peoples, depends on its words alone, so it is worked out once for all texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from briefgen.base.patterns import pattern
from briefgen.linking.lexicon import (
    DAYS,
    DEMONYMS,
    GENERATIONS,
    HEADS,
    HEADS_OF,
    MONTHS_LIKE_NAMES,
    SMALL_WORDS,
    TITLES,
    TITLES_CYRILLIC,
)

Kind = Literal["person", "organisation", "place", "event"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- words ----------------------------------------------------------------------------------------------------------

_ORGANISATIONS = _words("""
Academy Administration Agency Airlines Airways Alliance Army Assembly Association Authority Bank Battalion Board Brigade
Broadcasting Bureau Center Centre Church Club Coalition College Command Commission Committee Company Confederation Congress
Corporation Corps Council Court Department Division Federation Fleet Force Forces Foundation Front Fund Government Group Guard
Hospital Inc Industries Institute Institution League Legion Limited Ltd Media Ministry Mission Movement Museum Navy Network News
Office Organisation Organization Parliament Party Police Post Press Programme Program Radio Regiment School Senate Service
Services Society Staff Team Television Times Tribunal Union University
Міністерство Університет Партія Армія Рада Служба Банк Бригада Комітет Прокуратура Управління Фонд Суд
Министерство Университет Партия Армия Совет Комитет Управление
""")
_PLACES = _words("""
Airport Avenue Basin Bay Beach Border Bridge Canal Cape City Coast County Desert District Forest Governorate Gulf Harbor
Harbour Hills Island Islands Lake Mount Mountain Mountains Oblast Ocean Okrug Palace Park Peninsula Plain Port Prefecture
Province Raion Region River Road Sea Square State States Station Strait Street Strip Territory Town Valley Village
Область Місто Район Річка Острів Вулиця Город Река Остров Улица
""")
_EVENTS = _words("""
agreement attack attacks battle bombing bombings championship championships conference crisis cup election elections
festival flood floods genocide massacre massacres mutiny olympics pogrom referendum revolution riots siege summit treaty
uprising war
""")
"""In small letters, since they are often written so: “Bucha massacre”."""
_DIRECTIONS = _words("North South East West Northern Southern Eastern Western New Lake Mount Cape Fort Port")
_HEADS = HEADS | HEADS_OF | _ORGANISATIONS
_HEADS_OF = HEADS_OF | _ORGANISATIONS
_PEOPLES = DEMONYMS | {"U.S", "U.K", "U.N", "E.U"}
_TITLES = frozenset(word for word in TITLES if word.lower() not in SMALL_WORDS)
_DOMAINS = DEMONYMS | _words("""
Affairs Agriculture Assistant Culture Defence Defense Economy Education Energy Environment External Finance First Foreign
Health Home Interior Labor National Press Second Security State Trade Transport Treasury
""")
"""Words that stand in the names of posts: “Deputy Foreign Minister”."""
_SURNAMES = _words("""
Baron Bishop Cardinal Chair Coach Count Field Head Judge Justice King Lord Major Marshal Pope Prince Singer Speaker
""")
"""Titles that are family names as well, and count as such behind another word: “Julie Bishop”."""
SMALL_TITLES = TITLES_CYRILLIC | _words("""
president minister chancellor senator governor mayor general colonel captain king queen prince princess judge
président ministre presidente ministro генерал полковник майор міністр міністерка мер мэр посол речник речниця радниця
""")
"""Titles as they are written in running text in most languages: “президент Зеленський”."""
NEVER_ALONE = DAYS | DEMONYMS | {word.capitalize() for word in SMALL_WORDS} | TITLES | GENERATIONS
"""Capitalised words that are no name by themselves."""

# --- runs -----------------------------------------------------------------------------------------------------------

_UPPER = "".join(chr(at) for at in (*range(0x41, 0x590), *range(0x1E00, 0x1F00)) if chr(at).isupper())
_IN_WORD = "\\w\u0300-\u036f\u00ad\u200b\u2060\ufeff’'ʼ-"
_REST = rf"(?:(?:\.[{_UPPER}])++(?=\.)|[{_IN_WORD}]*+)"
_SMALL = (
    "of(?: the)?|for|von(?: der| den)?|van(?: der| den)?|de(?: la| los)?|der|den|del|della|di|da|do|dos|das|du|la|le|el"
    "|al|bin|ibn|bint|zu|ter|ten"
)
_PREFIX = "(?:[ae]l|a[dnrst]|ash)-|d[’']"
# It begins with a set of characters, which makes the search fast; what stands before is looked at behind it.
RUN = pattern(
    rf"[{_UPPER}](?<![\w@#/\\.-].){_REST}"
    rf"(?:\.?[ \u00a0\u202f](?:[{_UPPER}]{_REST}|(?=[abdeflotuvz])(?:(?:{_SMALL}) (?:{_PREFIX})?|{_PREFIX})[{_UPPER}]{_REST}))*+"
)
"""Capitalised words side by side, with particles, initials and abbreviations between them."""
POSSESSIVE = pattern(r"[’'ʼ][sS]?$")
_TOKEN = pattern(r"[^ \u00a0\u202f]+")
_ABBREVIATION = pattern(r"(?:[^\W\d_]\.)*[^\W\d_]|St|Mt|Ft|No|vs", re.IGNORECASE)
_REMEMBERED, _LONG = 50_000, 200


class Piece(NamedTuple):
    """A part of a run that may be a name, by its words alone."""

    start: int
    end: int
    titled: bool
    """Whether a title of the run stands before it."""


_MEMORY: dict[str, tuple[Piece, ...]] = {}
"""The same runs stand in many articles."""


def pieces(run: str) -> tuple[Piece, ...]:
    """The parts of a run that may be names."""
    if len(run) > _LONG:
        return tuple(_split(run))
    found = _MEMORY.get(run)
    if found is None:
        if len(_MEMORY) >= _REMEMBERED:
            _MEMORY.clear()
        found = _MEMORY[run] = tuple(_split(run))
    return found


class _Token(NamedTuple):
    """A word of a run."""

    start: int
    end: int
    word: str
    """Without a possessive ending or a point."""
    small: bool
    """Whether it is a particle between capitalised words."""
    closes: bool
    """Whether a name ends with it: behind it stands a possessive ending or the end of a sentence."""


def _tokens(run: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(run):
        written = found.group()
        bare = written.rstrip(".-")
        word = POSSESSIVE.sub("", bare)
        point = written != bare and written not in TITLES and not _ABBREVIATION.fullmatch(bare)
        closes = point or word != bare
        yield _Token(found.start(), found.start() + len(word if closes else written), word, word.islower(), closes)


def _split(run: str) -> Iterator[Piece]:
    part: list[_Token] = []
    office = ""
    for token in _tokens(run):
        # What follows “of” behind a title tells the office: “Secretary of State Antony Blinken”.
        if (office == "of" and not token.small) or (office == "word" and token.word in _DOMAINS):
            office = "word"
        elif token.word in {"of", "for"} and part and part[-1].word not in _HEADS_OF:
            office = "of" if _is_title(part[-1].word) else ""
            if not office:
                yield from _piece(part)
                part = []
        elif office != "of" and (part or not token.small):
            office = ""
            part.append(token)
        if token.closes:
            yield from _piece(part)
            part, office = [], ""
    yield from _piece(part)


def _piece(part: Sequence[_Token]) -> Iterator[Piece]:
    """What is left of some words when days, titles and peoples are taken from their ends."""
    first, last = _without_days(part)
    title = _last_title(part, first, last)
    if title >= first:
        first = title + 1
    elif last - first > 1 and part[first].word in _PEOPLES and not any(one.word in _HEADS for one in part[first:last]):
        first += 1
    while first < last and part[first].small:
        first += 1
    while first < last and part[last - 1].small:
        last -= 1
    if not all(one.small or one.word.isupper() or one.word in NEVER_ALONE for one in part[first:last]):
        titled = title >= 0 and (last - first > 1 or len(part[first].word) > 2)
        yield Piece(part[first].start, part[last - 1].end, titled)


def _without_days(part: Sequence[_Token]) -> tuple[int, int]:
    first, last = 0, len(part)
    while first < last and part[first].word in DAYS and (first or part[first].word not in MONTHS_LIKE_NAMES):
        first += 1
    while first < last and part[last - 1].word in DAYS - MONTHS_LIKE_NAMES:
        last -= 1
    return first, last


def _last_title(part: Sequence[_Token], first: int, last: int) -> int:
    """Where the last title stands that belongs to what follows it; -1 when there is none."""
    words = [one.word for one in part]
    if first == last or (words[last - 1] in _HEADS and words[last - 1] not in _TITLES):
        return -1
    if words[last - 1] in _TITLES and all(
        one in _TITLES or one in _DOMAINS or one.islower() for one in words[first:last]
    ):
        return last - 1
    for at in range(last - 2, first - 1, -1):
        after = words[at + 1]
        if _is_title(words[at]) and after not in _HEADS and after not in GENERATIONS and not after.islower():
            return -1 if at > first and words[at] in _SURNAMES else at
    return -1


def _is_title(word: str) -> bool:
    """A title, also with something in small letters behind it: `Senator-elect`."""
    title, _, rest = word.partition("-")
    return word in _TITLES or (rest.islower() and title in _TITLES)


def likely_kind(name: str, titled: bool) -> Kind:
    """What a name that is not on file probably is: heads such as “Ministry” and “River” tell, else it is a person."""
    words = name.split()
    if titled:
        return "person"
    if any(word in _ORGANISATIONS for word in words):
        return "organisation"
    if any(word in _PLACES for word in words) or words[0] in _DIRECTIONS:
        return "place"
    return "event" if any(word.lower() in _EVENTS for word in words) else "person"
