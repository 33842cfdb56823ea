"""Whether a known name stands inside a longer one that is not on file: “New Mexico”, “Duterte Youth”, “*Texas v. Johnson*”.

The words beside the name decide, by the lists of `lexicon`. When they cannot tell, the answer is “longer”: no link
is better than a wrong one, and the unknown name is reported. Known names are settled before this is asked.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Literal, NamedTuple

from briefgen.base.patterns import pattern
from briefgen.linking.lexicon import (
    BEFORE_MONTHS,
    DAYS,
    DEMONYMS,
    FREE_PREFIXES,
    GENERATIONS,
    GEOGRAPHIC,
    HEADS,
    HEADS_BEFORE_POSTS,
    HEADS_OF,
    MONTHS_LIKE_NAMES,
    OF,
    PARTICLES,
    PEOPLE_OF,
    PREFIXES,
    SMALL_WORDS,
    TITLES,
    TITLES_CYRILLIC,
)

_BREAKS = frozenset(' \t\n"«»“”„()[]{}<>,;:!?…—–|/*')
"""Characters that no word goes over."""
_WORD_AFTER = pattern(r"[^\s\"«»“”„()\[\]{}<>,;:!?…—–|/*]+")
_SENTENCE_END = pattern(r"(?:^|[.!?…:;\n]['\")\]»]*\s+|[\"“«(\[•*]\s*|[—–|]\s|\d\s)$")
_SENTENCES = pattern(r"[.;] \w")
LONGEST_HEADLINE = 250
_HEADLINE_WORD = pattern(r"[^\W\d_][\w'-]{3,}")
_RUN_ON = pattern(r"(?:[ -](?:(?:of|the|and|de|du|des|da|do|di|del|for) )*(?:& )?[^\W\d_a-zà-öø-ÿа-яёіїєґ][\w.'-]*)*")
_RUN_BACK = pattern(
    r"(?:[^\W\d_a-zà-öø-ÿа-яёіїєґ][\w.'-]*(?: &)?(?: (?:of|the|de|du|des|da|do|di|del|for|v|v\.))*[ -])*$"
)
_WORK_BEFORE = pattern(
    r"\b(?:film|movie|novel|song|album|series|documentary|book|play|sitcom|miniseries|podcast|musical|opera)s?"
    r"(?: (?:[^\W\d_a-z][\w'-]*|in|to|of|the|a|from|for|on|at))+ $"
)
_ELISION = pattern(r"(?:[LlDd]|[Qq]u)'")
_ARTICLES = frozenset(("the", "la", "le", "les"))
_ADJECTIVES = ("ая", "ый", "ий", "ой", "ое", "яя", "ее", "ие", "ые", "ська", "цька", "зька", "ні", "кі", "і")
"""Endings of Russian and Ukrainian adjectives, which may begin a name."""
_FIELDS = frozenset(
    [
        "Foreign",
        "Defence",
        "Defense",
        "Interior",
        "Finance",
        "Home",
        "Health",
        "Education",
        "Energy",
        "Economy",
        "Trade",
        "Labour",
        "Labor",
        "Security",
        "National",
        "Air",
        "Army",
        "Treasury",
        "State",
        "Justice",
        "Press",
        "Policy",
        "Majority",
        "Minority",
        "House",
        "Senate",
        "Party",
        "Opposition",
        "First",
        "Prime",
        "Vice",
        "Deputy",
        "Chief",
    ]
)
"""Words of posts that stand between a title and a family name."""
MOST_COMMAS = 3
"""A line with more is a list."""
_BEFORE_PLACES = frozenset(("Former", "Ex", "Then"))
"""Of the titles, those that may stand in front of a place: “Then Prussia …”."""
_OFFICE_GOES_ON = pattern(r" (?:of|for) (?:the )?[^\W\d_a-z]")
_WHOSE = frozenset(("of", "to", "for", "in", "from"))
_LOWER_TITLES = frozenset(title.lower() for title in TITLES)
_DIRECTIONS = frozenset(
    ("North", "South", "East", "West", "North-East", "North-West", "South-East", "South-West", "Northeast", "Southeast")
)
_FAR = 60
"""Characters on either side that are looked at for the beginning or end of a longer name."""
_AROUND = 20_000
"""Characters on either side in which a word is looked for in lower case: an article, not a book."""
_COUNTRY_OF_NOUNS = frozenset(("de", "lb"))
"""Languages that write all nouns with a capital: there a capital beside a name tells nothing."""


class Neighbours(NamedTuple):
    """What is known of the text around a name."""

    text: str
    """Folded, with plain spaces; line ends kept."""
    starts: Container[int]
    """Where known names begin."""
    ends: Container[int]
    """Where known names end."""
    lang: str = "en"


Kind = Literal["person", "place", "other"]


class Candidate(NamedTuple):
    """What is known of those whose name it may be."""

    kind: Kind
    weak: bool = False
    """True for a short form."""
    own: frozenset[str] = frozenset()
    """Words of their full names."""
    inflected: bool = False
    """True for a form in another case than the nominative."""
    titled: bool = False
    """True where the words in front are an office that is on file."""


def longer(around: Neighbours, start: int, end: int, who: Candidate) -> tuple[int, int] | None:
    """The stretch of the longer thing that `text[start:end]` is a part of; None when it stands for itself."""
    text = around.text
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if not who.titled and (before == " " or before == "-") and _longer_before(around, start, end, before, who):
        return _sequence(around, start, end)
    if before == "-" and start > 1 and text[start - 2].islower():
        return None  # “pro-EU Party”: an adjective, not a part of what follows
    if (after == " " or after == "-") and _longer_after(around, start, end, after, person=who.kind == "person"):
        return _sequence(around, start, end)
    if after in "+&$€£¥" or (before == "&" and start > 1 and text[start - 2].isalnum()):
        return _sequence(around, start, end)
    if before == " " and _WORK_BEFORE.search(text, max(0, start - _FAR), start):
        return _sequence(around, start, end)
    return None


def _is_title(word: str) -> bool:
    """Whether a word is a title or a post: “President”, “Under-Secretary-General”."""
    return word in TITLES or ("-" in word and any(part in TITLES for part in word.split("-")))


def _longer_before(around: Neighbours, start: int, end: int, joint: str, who: Candidate) -> bool:
    if start - 1 in around.ends:
        return False
    text = around.text
    at = _word_start(text, start - 1)
    word = text[at : start - 1]
    if not word:
        return False
    if joint == "-":
        return not text[start:end].isupper() and _hyphen_before(word)
    if word == "&":
        return at - 1 not in around.ends or text.endswith(text[start:end], 0, at - 1)
    if word in {"v.", "v"}:
        return bool(_is_capital(_word_before(text, at)))
    if word in _ARTICLES and (particle := _word_before(text, at)) in OF:
        at, word = at - 1 - len(particle), particle
    if not word[0].isupper():
        return word in OF and _of(around, at, word, who)
    return _capital_before(around, word, at, start, end, who)


def _capital_before(around: Neighbours, word: str, at: int, start: int, end: int, who: Candidate) -> bool:
    """A capitalised word and a space in front: title, people, day, beginning of a sentence, or a part of the name."""
    text = around.text
    name = text[start:end]
    several = " " in name
    kind = who.kind
    person = kind == "person"
    acronym = name.isupper()
    if not person and not acronym and word in PREFIXES:
        return True
    if kind == "place" and _is_title(word) and word not in _BEFORE_PLACES and not (several or acronym):
        return True
    if _is_title(word) or word.lower() in TITLES_CYRILLIC:
        return False
    if word in DEMONYMS:
        return not (person or acronym or (several and kind == "other"))
    if len(word) == 2 and word[1] == ".":
        return person
    if word in DAYS or not word[-1].isalnum():
        return False
    if word.endswith(("'s", "s'")) or ("-" in word and word.rsplit("-", 1)[1].islower()):
        return False
    lower = word.lower()
    if lower in SMALL_WORDS and not (word.isupper() and len(word) > 1):
        return False
    if person and who.weak:
        return _given_name_before(text, word, at, who)
    if around.lang in _COUNTRY_OF_NOUNS:
        return False
    if _begins_sentence(text, at):
        if acronym or (several and person) or (who.inflected and not lower.endswith(_ADJECTIVES)):
            return False
        return not (lower.endswith(("ing", "ed", "ly", "ward", "wards")) or _stands_in_lower_case(text, lower, at))
    if is_headline(text, start):
        return False
    if kind != "place" and _has_title(_run_before(text, start)):
        return False
    return not (person and several and (word.isupper() or word in HEADS))


def _given_name_before(text: str, word: str, at: int, who: Candidate) -> bool:
    """Whether a capitalised word in front of a family name is a given name of somebody else.

    It is none when it belongs to a post (“Secretary of State Baker”, “Defense Minister” …), to the bearer's own full
    name, or to the sentence.
    """
    if word in who.own or word in HEADS or word in _FIELDS or word.isupper() or _word_before(text, at) == "of":
        return False
    lower = word.lower()
    if _begins_sentence(text, at):
        return not (lower.endswith(("ing", "ed", "ly", "ward", "wards")) or _stands_in_lower_case(text, lower, at))
    return not (is_headline(text, at) and lower.endswith(("s", "ed", "ing", "amid")))


def _run_before(text: str, start: int) -> list[str]:
    """The capitalised words, and small words between them, that lead up to a name."""
    found = _RUN_BACK.search(text, max(0, start - _FAR), start)
    return found.group().split() if found else []


def _has_title(words: Iterable[str]) -> bool:
    return any(_is_title(word) for word in words)


def _of(around: Neighbours, at: int, particle: str, who: Candidate) -> bool:
    """“… of X”: a longer name when a capitalised noun stands in front that is neither a post nor somebody's name."""
    text = around.text
    head = _word_before(text, at)
    place = at - 1 - len(head)
    if (found := _ELISION.match(head)) is not None:
        head, place = head[found.end() :], place + found.end()
    if not head or not head[0].isupper():
        return who.weak and bool(head) and particle in PARTICLES
    listed = head in HEADS_OF or head in HEADS
    if at - 1 in around.ends and who.kind != "person":
        return head in HEADS_OF
    if head in PEOPLE_OF and _word_before(text, place) == "of":
        return True
    if (_is_title(head) and not listed) or head in DAYS or head in DEMONYMS or head.isupper() or head in _DIRECTIONS:
        return False
    if around.lang in _COUNTRY_OF_NOUNS or _begins_sentence(text, place):
        return head in HEADS_OF and head not in PEOPLE_OF and not _is_title(head)
    leading = _word_before(text, place)
    if _is_title(head) or (not listed and _has_title(_run_before(text, place))):
        return False
    if particle != "of":
        return head.lower() not in SMALL_WORDS
    if _is_capital(leading) and leading.lower() not in SMALL_WORDS:
        # Two capitals in front: “Sagaing Region of …” is a place of its own, “Hugo Calderano of …” a person.
        return head not in GEOGRAPHIC and listed
    return head.lower() not in SMALL_WORDS and head not in GEOGRAPHIC


def _hyphen_before(word: str) -> bool:
    stem = word[:-1] if word.endswith("-") else word
    last = stem.rsplit("-", 1)[-1]
    if last in OF and stem[0].isupper():
        return True
    if not last or not last[0].isupper():
        return False
    return not (
        last.isupper() or last in DEMONYMS or last.endswith("o") or last.lower() in FREE_PREFIXES or _is_title(last)
    )


def _longer_after(around: Neighbours, start: int, end: int, joint: str, *, person: bool) -> bool:
    if end + 1 in around.starts:
        return False
    text = around.text
    found = _WORD_AFTER.match(text, end + 1, end + 1 + _FAR)
    if found is None:
        return False
    word = found.group()
    bare = word.rstrip(".'")
    if joint == "-":
        return around.lang not in _COUNTRY_OF_NOUNS and _hyphen_after(text[start:end], word)
    if bare.endswith("'s"):
        bare = bare[:-2]
    if word == "&":
        following = found.end() + 1
        another = following in around.starts and not text.startswith(text[start:end], following)
        return not another and _is_capital(text[following : following + 1])
    if word in {"v.", "v"}:
        return _is_capital(text[found.end() + 1 : found.end() + 2])
    if person and (word in GENERATIONS or bare in GENERATIONS):
        return True
    if not word[0].isupper():
        return bare in HEADS
    run = [one.rstrip(".'") for one in _run_after(text, end)]
    if _names_a_post(run):
        return False
    if bare in HEADS:
        return True
    return not _ends_a_post(text, start, run) and _capital_after(around, start, end, bare)


def _ends_a_post(text: str, start: int, run: Sequence[str]) -> bool:
    """Whether a name ends a post whose holder follows: “the ambassador to Ukraine Jane Doe”."""
    if any(word in HEADS for word in run):
        return False
    if _word_before(text, start).lower() in TITLES_CYRILLIC:
        return True  # «посол России Антонов»
    words = text[max(0, start - _FAR) : start].replace(" the ", " ").split()[-5:]
    return len(words) > 1 and words[-1] in _WHOSE and any(word.lower() in _LOWER_TITLES for word in words[:-1])


def _run_after(text: str, end: int) -> list[str]:
    found = _RUN_ON.match(text, end, min(len(text), end + _FAR))
    return found.group().split() if found else []


def _names_a_post(words: Sequence[str]) -> bool:
    """Whether capitalised words behind a name are a post: “Prime Minister”, “House Minority Leader”, “High Commissioner”."""
    for word in words[:4]:
        if not word[:1].isupper():
            return False
        if _is_title(word.removesuffix("'s")):
            return True
        if word in HEADS and word not in HEADS_BEFORE_POSTS:
            return False
    return False


def _capital_after(around: Neighbours, start: int, end: int, word: str) -> bool:
    text = around.text
    if word in DAYS or word in DEMONYMS or word.lower() in SMALL_WORDS:
        return False
    if text[start:end].isupper() and "&" not in word and (word.isupper() or any(one.isdigit() for one in word)):
        return False  # “US NGO”, “US B-52”: what is written so has a name of its own
    if around.lang in _COUNTRY_OF_NOUNS:
        return False
    if text[end - 1] == "." and word.endswith("s") and not _is_capital(_word_after(text, end + 1 + len(word))):
        return False  # “… in the U.S. Officials said”
    return not is_headline(text, start)


def _hyphen_after(name: str, word: str) -> bool:
    first = word.split("-", 1)[0].rstrip(".'")
    if not first or not first[0].isupper():
        return False
    return not (name.replace(".", "").isupper() or first.isupper() or first in DEMONYMS)


def _begins_sentence(text: str, at: int) -> bool:
    """Whether the word at this offset is the first of a sentence, a line, a quotation or a list item."""
    if at == 0:
        return True
    stretch = text[max(0, at - 8) : at]
    return _SENTENCE_END.search(stretch) is not None and not _is_initial(text, at)


def _is_initial(text: str, at: int) -> bool:
    """Whether what looks like the end of a sentence is the point of an abbreviation: “Sen. ”, “J. ”."""
    word = _word_before(text, at)
    return _is_title(word) or (len(word) == 2 and word[0].isupper() and word[1] == ".")


def _word_before(text: str, at: int) -> str:
    """The word that ends just before the space at `at - 1`; empty when something else stands there."""
    if at < 2 or text[at - 1] != " ":
        return ""
    return text[_word_start(text, at - 1) : at - 1]


def _word_start(text: str, end: int) -> int:
    """Where the word that ends at this offset begins."""
    at = end
    first = max(0, end - _FAR)
    while at > first and text[at - 1] not in _BREAKS:
        at -= 1
    return at


def _word_after(text: str, at: int) -> str:
    if at >= len(text) or text[at] != " ":
        return ""
    found = _WORD_AFTER.match(text, at + 1, at + 1 + _FAR)
    return found.group() if found else ""


def _is_capital(word: str) -> bool:
    return bool(word) and word[0].isupper()


def _stands_in_lower_case(text: str, word: str, at: int) -> bool:
    """Whether the text around has the word in lower case, so that its capital is owed to the sentence."""
    first, last = max(0, at - _AROUND), at + _AROUND
    return text.find(f" {word} ", first, last) >= 0 or text.find(f" {word},", first, last) >= 0


def is_headline(text: str, at: int) -> bool:
    """Whether the line at this offset is written as a headline: nearly all its longer words with a capital."""
    first, last = max(0, at - LONGEST_HEADLINE), min(len(text), at + LONGEST_HEADLINE)
    start, end = text.rfind("\n", first, at) + 1, text.find("\n", at, last)
    if (not start and first) or (end < 0 and last < len(text)):
        return False
    line = text[start : end if end >= 0 else len(text)]
    if len(line) > LONGEST_HEADLINE or _SENTENCES.search(line) or line.count(",") > MOST_COMMAS:
        return False
    words = _HEADLINE_WORD.findall(line)
    return len(words) >= 5 and sum(word[0].isupper() for word in words) >= 0.85 * len(words)


def _sequence(around: Neighbours, start: int, end: int) -> tuple[int, int]:
    """The longer name around a stretch, for the report: whole words, within the sentence, up to the next known name."""
    first = _first_of(around, start)
    last = _last_of(around, end)
    return first, last


def _first_of(around: Neighbours, start: int) -> int:
    text, first, sure = around.text, start, start
    for _ in range(_MOST_WORDS):
        joint = text[first - 1 : first]
        if joint not in {" ", "-", "&"} or first - 1 in around.ends:
            break
        at = _word_start(text, first - 1)
        word = text[at : first - 1]
        if not word and joint != "&":
            break
        capital = _is_capital(word)
        if capital and joint == " " and (_leads_in(word) or word in DAYS):
            break
        if not capital and word not in _INSIDE and joint == " ":
            break
        first = at
        sure = first if capital or joint != " " else sure
    while (at := text.find(" ", sure, start)) > 0 and _is_title(text[sure:at]) and at + 1 < start:
        sure = at + 1
    return sure


def _last_of(around: Neighbours, end: int) -> int:
    text, last, sure = around.text, end, end
    for _ in range(_MOST_WORDS):
        joint = text[last : last + 1]
        if joint in {"&", "+"} and not text[last + 1 : last + 2].isspace():
            found = _WORD_AFTER.match(text, last + 1)
            return found.end() if found else last + 1
        if joint not in {" ", "-"} or last + 1 in around.starts:
            break
        found = _WORD_AFTER.match(text, last + 1, last + 1 + _FAR)
        if found is None:
            break
        word = found.group()
        bare = word.rstrip(".'")
        if bare.endswith("'s"):
            return found.start() + len(bare) - 2 if bare[0].isupper() else sure
        if not bare or (not _is_capital(bare) and bare not in HEADS and word not in _INSIDE and joint == " "):
            break
        if bare.lower() in SMALL_WORDS and word not in _INSIDE and joint == " ":
            break
        last = found.end()
        if _is_capital(bare) or bare in HEADS or joint == "-":
            sure = found.start() + len(bare)
            if word.endswith(".") and word not in GENERATIONS and len(word) > 2:
                break
    return sure


_INSIDE = frozenset(("of", "the", "de", "du", "des", "da", "do", "di", "del", "for", "v", "v.", "&"))
"""Small words inside names."""
_MOST_WORDS = 8


def _leads_in(word: str) -> bool:
    """Whether a word in front of a name belongs to what stands before: an article, the end of a sentence."""
    if word in PREFIXES:
        return False
    return word.lower() in SMALL_WORDS or (word.endswith(".") and not _is_title(word) and len(word) > 2)


def is_month(text: str, start: int, end: int) -> bool:
    """Whether a word that is a name and a month is the month here: beside a number, or after “in”, “since” …"""
    if text[start:end] not in MONTHS_LIKE_NAMES:
        return False
    following, preceding = _word_after(text, end), _word_before(text, start)
    return following[:1].isdigit() or preceding[:1].isdigit() or preceding.lower() in BEFORE_MONTHS


def is_shouted(text: str, start: int, end: int) -> bool:
    """Whether an acronym that is a common word too (US, WHO, IT) stands among words written all in capitals."""
    if not text[start:end].isupper() or text[start:end].lower() not in SMALL_WORDS:
        return False
    words = [word for word in (_word_before(text, start), _word_after(text, end)) if word]
    return bool(words) and all(word.isupper() and len(word) > 1 for word in words)


def is_container(text: str, start: int, end: int) -> bool:
    """Whether a place stands where the larger place of a town is named: “Seattle, Washington”, “the state of Washington”."""
    if text.startswith(" state", end) or text.endswith("state of ", 0, start):
        return True
    if text.startswith(" and ", end):
        return False  # the last but one of a list
    return text.endswith(", ", 0, start) and _is_capital(text[_word_start(text, start - 2) : start - 2])


def is_doubtful(text: str, start: int, end: int) -> bool:
    """Whether a short form that nobody introduced may be a common word here: “Will”, “May” at the beginning of a sentence."""
    word = text[start:end]
    if _is_title(_word_before(text, start)):
        return False
    return word in MONTHS_LIKE_NAMES or (word.lower() in SMALL_WORDS and _begins_sentence(text, start))


def office_of_another(text: str, end: int) -> bool:
    """Whether an office goes on with whose it is: “the Prime Minister of Canada”."""
    return text.startswith((" of ", " for "), end) and _OFFICE_GOES_ON.match(text, end) is not None
