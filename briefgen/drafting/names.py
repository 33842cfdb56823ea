"""Who and what a report names: people, places, organisations, each with why it is taken for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from briefgen.base.patterns import pattern
from briefgen.drafting import gazetteer
from briefgen.drafting.amounts import NUMBER_WORDS
from briefgen.drafting.proposals import Name, NameKind, Point, Sentence, Sure
from briefgen.drafting.words import AREAS, AREAS_OF_WORDS, BODIES_THAT_SPEAK, NO_NAMES_AT_END, POSTS, SAYING
from briefgen.linking.lexicon import DAYS, DEMONYMS, GEOGRAPHIC, HEADS, HEADS_OF, PREFIXES, SMALL_WORDS, TITLES
from briefgen.linking.runs import NEVER_ALONE, RUN, SMALL_TITLES, likely_kind, pieces


class Spelled(NamedTuple):
    """A stretch that looks like a name."""

    words: str
    sentence: int
    start: int
    end: int
    titled: bool


class _Seen:
    """All places of one form, and what stands around them."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.places: list[Spelled] = []
        self.titled = self.located = self.listed = self.speaks = self.honorific = self.checks = self.articled = (
            self.chained
        ) = 0
        self.short: set[str] = set()
        """Abbreviations in brackets behind it."""
        self.beside: set[str] = set()
        """Names next to it in a list."""
        self.body = ""
        """A noun behind it that makes a body of it: “the Interfax news agency”."""
        self.inside = 0
        """Places that are not the beginning of a sentence."""


_HONORIFIC = pattern(r"\b(Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Prof|Professor)\.?[ \u00a0]$")
_LOCATING = pattern(
    r"\b(?:in|near|from|around|outside|inside|across|throughout|toward|towards|into|at|over|to|between|via|through|off|on|of|and|or|capital|city|town|village|region|port"
    r"|northern|southern|eastern|western|central|north|south|east|west),?(?: the)?[ \u00a0]$"
)
_SURELY_LOCATING = pattern(
    r"\b(?:in|near|around|outside|across|throughout|town of|city of|village of|region of|province of|coast of|capital of|northern|southern|eastern|western|central)(?: the)?[ \u00a0]$"
)
_SPEAKING = pattern(
    r"^(?:,[^,.;]{1,80},)?(?: (?:also|later|then|had|has|have|previously|reportedly|last week|this week|on \w+day|earlier|who))*+ ("
    + "|".join(sorted(SAYING))
    + r")\b"
)
_SAID_BEFORE = pattern(r"\b(?:said|says|told|added|wrote|asked|according to|by)(?: the)?[ \u00a0]$")
_ACRONYM = pattern(r"(?<![\w.@#/-])(?:[A-Z]\.){2,5}|(?<![\w@#/-])[A-Z][A-Z&]{1,6}(?![\w-])")
_HEAD_BEHIND = pattern(
    r"[’'s]{0,2} (region|oblast|province|district|county|prefecture|governorate|peninsula|valley|coast|municipality|island|islands)\b"
)
_BODY_BEHIND = pattern(
    r"^ (news agency|newspaper|magazine|television|party|ministry|council|foundation|company|army|airlines?|police)\b"
)
_ARTICLE = pattern(r"(?<![\w’'-])(?:[Tt]he|[Aa]n?) $")
_BRACKET = pattern(r" \(([A-Z]{2,7})\)")
_CHAIN = pattern(r", ([A-Z][^,;:“”]{2,50})")
_NEIGHBOUR = pattern(r"((?:[A-Z][\w’'-]+ )*[A-Z][\w’'-]+)(?:,| and|, and)[ \u00a0]$")
_NEIGHBOUR_BEHIND = pattern(r"(?:,| and|, and)[ \u00a0]((?:[A-Z][\w’'-]+ )*[A-Z][\w’'-]+)")
_LISTED_BEFORE = pattern(r"[^\W\d_a-z][\w’'-]+(?:,| and|, and|,? or)[ \u00a0]$")
_LISTED_BEHIND = pattern(r"(?:,| and|, and)[ \u00a0][A-Z][\w’'-]+(?:,| and\b|, and\b|\.)")
_CHECKING = pattern(
    r" (?:could not|cannot|was unable to|has not been able to|was not able to) (?:independently |immediately )?(?:verify|confirm)\b"
)
_BODY_BEFORE = pattern(
    r"\b(company|airline|newspaper|magazine|news agency|charity|firm|bank|carrier|operator|party|group|broadcaster|foundation) $"
)
_POSTS_OF = pattern(r"^, (?:the |a |an |his |her |their )?([a-zà-ÿ][^,.;:“”•]{3,70}),")
_BEGINS = pattern(r"(?:^|[.!?:…]|[“„«(\[—–•-])[ \u00a0]*[”\"]?[ \u00a0]*$")
_NO_ACRONYMS = frozenset(("AM", "PM", "TV", "OK", "GMT", "UTC", "EST", "BST", "PDT", "EDT", "ID", "CEO", "CFO", "MP", "MPs", "PM", "VP", "AI", "DNA", "AIDS",
                          "ALL", "NOT", "AND", "THE", "FAQ", "PDF", "URL", "CD", "DVD", "HIV", "II", "III", "IV", "VI", "PC", "GPS", "SUV", "LGBT", "LGBTQ", "IQ", "USD", "BC", "AD", "Q&A"))  # fmt: skip
_CITY_ENOUGH = 100_000
"""Inhabitants of a town whose name alone is enough."""
_LARGER_HEADS = HEADS | HEADS_OF
_MOST_WORDS = 5
"""Words of the longest name of a person."""


class Names(NamedTuple):
    """The names of a report, and where each stands."""

    names: tuple[Name, ...]
    places: Mapping[int, tuple[tuple[int, int, int], ...]]
    """By number of sentence: start, end, and number of the name."""

    def inside(self, sentence: int, start: int, end: int) -> tuple[Name, ...]:
        """Names in a stretch of a sentence, in reading order."""
        return tuple(
            self.names[n] for first, last, n in self.places.get(sentence, ()) if first >= start and last <= end
        )


def names_in(
    sentences: Sequence[Sentence],
    helped: Mapping[str, NameKind] | None = None,
    look_up: gazetteer.LookUp = gazetteer.look_up,
) -> Names:
    """Everybody and everything named. `helped` tells the kinds that a language model sees."""
    small = _small_words(sentences)
    seen: dict[str, _Seen] = {}
    for number, sentence in enumerate(sentences):
        for one in _spelled(sentence.text, number, small):
            found = seen.setdefault(one.words, _Seen(one.words))
            found.places.append(one)
            _note_surroundings(found, sentence.text, one)
    points = _points(seen, look_up)
    return _joined(sentences, _judged(seen, points, helped or {}, small), seen, points)


def _small_words(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Words that the report also writes without a capital."""
    return frozenset(
        word
        for one in sentences
        for found in _WORD.findall(one.text)
        if found.islower()
        for word in (found, *found.split("-"))
    )


_WORD = pattern(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")

# --- candidates -------------------------------------------------------------------------------------------------------


def _spelled(text: str, number: int, small: frozenset[str]) -> Iterator[Spelled]:
    taken: list[tuple[int, int]] = []
    for run in RUN.finditer(text):
        for piece in pieces(run.group()):
            start, end = run.start() + piece.start, run.start() + piece.end
            titled = piece.titled
            if not titled:
                start = _without_opening(text, start, end, small)
                before = text[max(0, start - 30) : start]
                titled = before.rstrip().rpartition(" ")[2].strip("(“") in SMALL_TITLES and before.endswith(
                    (" ", "\u00a0")
                )
            if not titled and (behind := _HEAD_BEHIND.match(text[end : end + 20])) is not None and behind.start(1) == 1:
                end += behind.end()
            start, end = _without_posts(text, start, end)
            words = text[start:end].rstrip(" \u00a0-")
            if words and not _is_no_name(words, text, start, small):
                taken.append((start, start + len(words)))
                yield Spelled(words, number, start, start + len(words), titled)
    for found in _ACRONYM.finditer(text):
        words = found.group()
        if words.rstrip(".") not in _NO_ACRONYMS and not any(a < found.end() and found.start() < b for a, b in taken):
            yield Spelled(words.rstrip("."), number, found.start(), found.start() + len(words.rstrip(".")), False)


_OFFICE = pattern(r"^([A-Z][\w-]+) (?:of|for) (?:the )?(?=[A-Z])")
_MADE = pattern(r"-(?:[a-z]+ed|run|led|based|born|made|style|like|wide|era|winner|winning|speaking)$")


def _without_posts(text: str, start: int, end: int) -> tuple[int, int]:
    """“Chairman of the Australian Centre” names the centre, “State Department Spokesperson” the department."""
    office = _OFFICE.match(text[start:end])
    if office is not None and office[1] in TITLES - _LARGER_HEADS:
        start += office.end()
    while (space := text.rfind(" ", start, end)) > 0 and (
        text[space + 1 : end] in TITLES or text[space + 1 : end].lower() in _SPEAKERS
    ):
        end = space
    first, blank, _ = text[start:end].partition(" ")
    if blank and _MADE.search(first):
        start += len(first) + 1
    return start, end


_SPEAKERS = frozenset(
    ("spokesperson", "spokesman", "spokeswoman", "secretary", "minister", "president", "officials", "leaders")
)


def _without_opening(text: str, start: int, end: int, small: frozenset[str]) -> int:
    """The start without words that owe their capital to the beginning of a sentence."""
    if not begins_sentence(text, start):
        return start
    at = start
    while (space := text.find(" ", at, end)) >= 0:
        word = text[at:space]
        ordinary = word.lower() in SMALL_WORDS or word in DAYS or word.lower() in small
        ordinary = ordinary or NUMBER_WORDS.issuperset(word.lower().split("-"))
        joined = text[space + 1 : end].startswith(("of ", "for "))
        if not ordinary or joined or word in PREFIXES:
            break
        at = space + 1
    return at


def begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence, a quotation or a bracket begins here."""
    return at == 0 or _BEGINS.search(text[max(0, at - 6) : at]) is not None


def _is_no_name(words: str, text: str, start: int, small: frozenset[str]) -> bool:
    if (words in NEVER_ALONE and words not in COUNTRYLIKE) or len(words) < 2 or _MADE.search(words):
        return True
    if words.split()[-1].lower() in NO_NAMES_AT_END or words.startswith("The ") or _is_people(words):
        return True
    if " " in words:
        parts = [one for one in words.split() if not one.islower()]
        return all(one in NEVER_ALONE for one in parts)
    return begins_sentence(text, start) and (
        words.lower() in SMALL_WORDS or words.lower() in small or words.lower() in POSTS
    )


def _is_people(words: str) -> bool:
    """Whether these are the people of a place, or what is theirs: “South Korean”, “New Zealander”."""
    parts = words.split()
    if parts[-1].removesuffix("s") in DEMONYMS and (len(parts) == 1 or parts[0] in PREFIXES):
        return True
    return (
        words.removesuffix("s").removesuffix("er") in gazetteer.countries()
        and words.removesuffix("s").endswith("er")
        and words not in gazetteer.countries()
    )


COUNTRYLIKE = frozenset(("Georgia", "Jordan", "Chad"))


def _note_surroundings(found: _Seen, text: str, one: Spelled) -> None:
    before = text[max(0, one.start - 40) : one.start]
    behind = text[one.end : one.end + 120]
    found.titled += one.titled
    found.honorific += bool(_HONORIFIC.search(before))
    if (bracket := _BRACKET.match(behind)) is not None:
        found.short.add(bracket[1])
    found.articled += bool(_ARTICLE.search(before))
    chain = _CHAIN.match(behind)
    if (
        chain is not None
        and any(chain[1].startswith(one) for one in _chain_ends(chain[1]))
        and (before.endswith((", ", "in ", "of ", "near ", "at ", "from ", "across ", "and ", "on ", "off ")))
    ):
        found.chained += 1
    if (neighbour := _NEIGHBOUR.search(before)) is not None:
        found.beside.add(neighbour[1])
    if (neighbour := _NEIGHBOUR_BEHIND.match(behind)) is not None:
        found.beside.add(neighbour[1])
    found.checks += bool(_CHECKING.match(behind))
    found.listed += bool(_LISTED_BEFORE.search(before) or _LISTED_BEHIND.match(behind))
    found.inside += not begins_sentence(text, one.start)
    found.located += 2 if _SURELY_LOCATING.search(before) else bool(_LOCATING.search(before))
    if (body := _BODY_BEHIND.match(behind)) is not None or (body := _BODY_BEFORE.search(before)) is not None:
        found.body = body[1]
    found.speaks += bool(_SPEAKING.match(behind)) or bool(_SAID_BEFORE.search(before))


def _chain_ends(words: str) -> tuple[str, ...]:
    """The country that some words begin with."""
    parts = words.rstrip(".").split(" ")
    return tuple(
        name for most in (4, 3, 2, 1) if (name := " ".join(parts[:most]).rstrip(".,")) in gazetteer.countries()
    )


def _points(seen: Mapping[str, _Seen], look_up: gazetteer.LookUp) -> Mapping[str, Point]:
    names = {one for one in seen if one.count(" ") < 4}
    near = {gazetteer.countries()[one] for one in names if one in gazetteer.countries()}
    near |= {code for name, code in gazetteer.countries().items() for one in names if name in one.split()}
    located = [one for one in names if seen[one].located]
    return look_up(names, sorted(near - {""}), located)


# --- kinds ------------------------------------------------------------------------------------------------------------


class _Judged(NamedTuple):
    kind: NameKind
    sure: Sure
    rule: str
    sort: str = ""


def _judged(
    seen: Mapping[str, _Seen], points: Mapping[str, Point], helped: Mapping[str, NameKind], small: frozenset[str]
) -> dict[str, _Judged]:
    full = _families(seen)
    judged: dict[str, _Judged] = {}
    for words, one in seen.items():
        found = _judge(one, points.get(words), full, small)
        model = helped.get(words)
        if model is not None and (found is None or (found.kind != model and found.sure == "guess")):
            found = _Judged(model, "likely", "the language model takes it for one", _sort(model, words))
        if found is not None:
            judged[words] = found
    for words, one in seen.items():
        near = [other for other in one.beside if other in judged and judged[other].kind == "place"]
        if (
            words not in judged
            and near
            and one.inside
            and not one.speaks
            and " " not in words
            and words not in PREFIXES
        ):
            judged[words] = _Judged(
                "place",
                "guess",
                f"stands in a row with {near[0]}" if len(near) == 1 else "stands in a row with places",
                "area",
            )
    return judged


def _sort(kind: NameKind, words: str) -> str:
    if kind == "organisation":
        return organisation_kind(words)
    return "area" if kind == "place" else ""


def _families(seen: Mapping[str, _Seen]) -> Counter[str]:
    """How often a word ends a longer name that looks like one of a person."""
    return Counter(words.rpartition(" ")[2] for words in seen if " " in words and _looks_like_person(words))


def _looks_like_person(words: str) -> bool:
    parts = words.split()
    return (
        2 <= len(parts) <= _MOST_WORDS
        and not any(
            one in _LARGER_HEADS or one in DEMONYMS or one in DAYS or one.isdigit() or one in GEOGRAPHIC
            for one in parts
        )
        and parts[0] not in PREFIXES
        and not any(one.isupper() and len(one) > 2 and "." not in one for one in parts)
        and not {"of", "for", "the"} & set(parts)
        and words not in BODIES_THAT_SPEAK
    )


def _judge(one: _Seen, point: Point | None, full: Counter[str], small: frozenset[str]) -> _Judged | None:
    words = one.words
    if words in BODIES_THAT_SPEAK:
        return _Judged("organisation", "sure", "a body known by this name", BODIES_THAT_SPEAK[words])
    if one.body and not one.titled and words not in gazetteer.countries() and words not in DEMONYMS:
        return _Judged("organisation", "likely", f"“{one.body}” stands beside it", _BODIES.get(one.body, "other"))
    if words in gazetteer.countries():
        return _Judged("place", "sure", "a country", "country")
    if words in AREAS or words in AREAS_OF_WORDS:
        return _Judged("place", "sure", "a part of the world", "area")
    if one.checks:
        return _Judged("organisation", "likely", "is said to have checked something", "news-media")
    if one.titled or one.honorific:
        if " " in words and not _looks_like_person(words) and likely_kind(words, False) != "person":
            return _headed(words)
        return _Judged("person", "sure", "stands behind a title")
    if one.chained:
        return _Judged("place", "likely", "a country stands behind it", point.kind if point is not None else "area")
    if " " in words:
        return _judge_words(one, point, small)
    return _judge_word(one, point, full)


def _headed(words: str) -> _Judged | None:
    kind = likely_kind(words, False)
    head = "a noun in it says what it is"
    if kind == "organisation":
        return _Judged("organisation", "likely", head, organisation_kind(words))
    if kind == "place":
        return _Judged("place", "likely", head, place_kind(words))
    return None


def _judge_words(one: _Seen, point: Point | None, small: frozenset[str]) -> _Judged | None:
    words = one.words
    parts = words.split()
    if parts[-1] in GEOGRAPHIC or (parts[-1].islower() and _HEAD_BEHIND.match(f" {parts[-1]}")):
        return _Judged("place", "likely", "a noun in it says what it is", place_kind(words))
    headed = _headed(words)
    if headed is not None and (headed.kind == "organisation" or point is None):
        return headed
    if point is not None and not one.speaks and (one.located or point.population >= _CITY_ENOUGH):
        return _Judged("place", "likely", "the gazetteer has it", point.kind)
    if parts[-1] in {"North", "South", "East", "West", "Central"}:
        return _Judged("place", "guess", "a direction stands in it", "area")
    if one.articled * 2 > len(one.places) or (parts[-1].lower() in small and not one.speaks):
        # People stand without an article, and with a family name that is no common word of the report.
        return _Judged("organisation", "guess", "an article stands in front of it", "other") if one.articled else None
    if _looks_like_person(words) and likely_kind(words, False) == "person":
        if one.speaks:
            return _Judged("person", "sure", "is said to have said something")
        return _Judged(
            "person",
            "likely" if len(one.places) > 1 else "guess",
            "two or more capitalised words without a noun that says otherwise",
        )
    if parts[-1] in _LARGER_HEADS or {"of", "for"} & set(parts):
        return _Judged("organisation", "guess", "a longer name with a noun in it", organisation_kind(words))
    return None


def _judge_word(one: _Seen, point: Point | None, full: Counter[str]) -> _Judged | None:
    words = one.words
    if words in PREFIXES:
        return None
    if words in full:
        return _Judged("person", "sure", "the family name of somebody in the report")
    if words.replace(".", "").isupper():
        return _Judged(
            "organisation", "likely" if len(one.places) > 1 else "guess", "an abbreviation in capitals", "other"
        )
    if (
        f"{words}n" in DEMONYMS
        or f"{words}ian" in DEMONYMS
        or (f"{words.removesuffix('a')}an" in DEMONYMS and words.endswith("a"))
    ):
        return _Judged("place", "likely", "there is a people of this name", "area")
    strange = point is not None and point.name != words and one.located < 2 and not one.listed
    if (
        point is not None
        and not strange
        and (one.located or one.listed or (point.population >= _CITY_ENOUGH and one.inside))
    ):
        sure: Sure = "sure" if one.located and point.population >= _CITY_ENOUGH else "likely"
        return _Judged("place", sure, "the gazetteer has it", point.kind)
    if one.located > 1 and one.inside and not one.speaks:
        return _Judged("place", "guess", "stands behind a word of place", "settlement")
    if one.speaks and one.inside + one.speaks > 1:
        # People are introduced by their full names as a rule; what speaks under one word is a body.
        return _Judged("organisation", "guess", "is said to have said something", "other")
    return None


_BODIES = {
    "news agency": "news-agency", "newspaper": "news-media", "magazine": "news-media", "television": "news-media", "party": "party",
    "ministry": "ministry", "council": "local-government", "foundation": "ngo", "company": "company", "army": "military",
    "airline": "company", "firm": "company", "carrier": "company", "operator": "company", "bank": "company", "charity": "ngo", "broadcaster": "news-media", "airlines": "company",
}  # fmt: skip
_ORGANISATION_KINDS = (
    ("ministry", "Ministry Department Treasury"), ("military", "Army Forces Force Navy Guard Corps Brigade Battalion Staff Command Fleet"),
    ("party", "Party Coalition"), ("court", "Court Tribunal"), ("university", "University College School Institute Academy"),
    ("news-media", "News Times Post Herald Tribune Broadcasting Radio Television Gazette Magazine"),
    ("company", "Inc Ltd Company Corporation Airlines Airways Bank Group Industries Motors"), ("union", "Union Federation"),
    ("government", "Government Parliament Senate Congress Council Assembly Administration Cabinet"),
    ("office", "Office Agency Bureau Authority Commission Service Police"), ("ngo", "Foundation Society Association Institution Movement Alliance"),
)  # fmt: skip
_PLACE_KINDS = (
    ("region", "region oblast province county prefecture governorate state territory Region Oblast Province County State States Territory Prefecture Governorate"),
    ("district", "district raion Raion District"), ("city", "City Town"), ("village", "Village"),
    ("water", "River Lake Sea Ocean Gulf Bay Strait Canal"), ("route", "Road Street Avenue Bridge Highway"),
    ("building", "Airport Palace Station Tower Hospital"), ("site", "Park Square"),
)  # fmt: skip


def organisation_kind(words: str) -> str:
    """The content model's kind of organisation that a noun in the name tells."""
    parts = set(words.split())
    return next((kind for kind, heads in _ORGANISATION_KINDS if parts & set(heads.split())), "other")


def place_kind(words: str) -> str:
    """The content model's kind of place that a noun in the name tells."""
    parts = set(words.split())
    return next((kind for kind, heads in _PLACE_KINDS if parts & set(heads.split())), "area")


# --- one name of several forms ----------------------------------------------------------------------------------------


def _joined(
    sentences: Sequence[Sentence], judged: Mapping[str, _Judged], seen: Mapping[str, _Seen], points: Mapping[str, Point]
) -> Names:
    """Short forms counted for the full name; regions kept apart from the town of their name."""
    main = _main_forms(judged, seen, points)
    groups: dict[str, list[str]] = {}
    for form, name in main.items():
        groups.setdefault(name, []).append(form)
    order = sorted(
        groups, key=lambda name: min((p.sentence, p.start) for form in groups[name] for p in seen[form].places)
    )
    names = tuple(_name(name, groups[name], judged, seen, points, sentences) for name in order)
    places: dict[int, list[tuple[int, int, int]]] = {}
    for number, name in enumerate(order):
        for form in groups[name]:
            for one in seen[form].places:
                places.setdefault(one.sentence, []).append((one.start, one.end, number))
    return Names(names, {number: tuple(sorted(found)) for number, found in places.items()})


def _main_forms(
    judged: Mapping[str, _Judged], seen: Mapping[str, _Seen], points: Mapping[str, Point]
) -> dict[str, str]:
    """For each form the fullest form of the same name."""
    people = [one for one, found in judged.items() if found.kind == "person" and " " in one]
    by_family: dict[str, list[str]] = {}
    by_given: dict[str, list[str]] = {}
    for one in people:
        by_family.setdefault(one.rpartition(" ")[2], []).append(one)
        by_given.setdefault(one.partition(" ")[0], []).append(one)
    ids: dict[int, str] = {}
    main: dict[str, str] = {}
    for form, found in judged.items():
        main[form] = form
        if found.kind == "person" and " " not in form:
            bearers = by_family.get(form) or by_given.get(form) or []
            if bearers:
                main[form] = bearers[0]
        elif found.kind == "place" and (point := points.get(form)) is not None and found.sort != "area":
            key = hash((point.kind, point.country, point.name))
            main[form] = ids.setdefault(key, form)
        elif found.kind == "organisation" and form.isupper() and (full := _written_out(form, seen, judged)):
            main[form] = full
        elif found.kind == "organisation" and form.isupper() and judged.get(form.title(), found).kind == "place":
            # The town in front of a report: “PASSAU, May 14 –”.
            main[form] = form.title()
        elif found.kind == "organisation" and form.startswith("The ") and form[4:] in judged:
            main[form] = form[4:]
    return main


def _written_out(short: str, seen: Mapping[str, _Seen], judged: Mapping[str, _Judged]) -> str:
    """The name behind which an abbreviation stands in brackets: “World Health Organisation (WHO)”."""
    for words, one in seen.items():
        if judged.get(words, _NOTHING).kind == "organisation" and words != short and short in one.short:
            return words
    return ""


_NOTHING = _Judged("person", "guess", "")


def _name(
    name: str, forms: Sequence[str], judged: Mapping[str, _Judged], seen: Mapping[str, _Seen],
    points: Mapping[str, Point], sentences: Sequence[Sentence],
) -> Name:  # fmt: skip
    found = judged[name]
    first = min((place for form in forms for place in seen[form].places), key=lambda one: (one.sentence, one.start))
    full = seen[name].places[0]
    sure, rule = found.sure, found.rule
    if found.kind == "person" and sure != "sure" and len(forms) > 1:
        sure, rule = "sure", "a short form of it stands in the report too"
    role = honorific = ""
    for form in sorted(forms, key=len, reverse=True):
        for one in seen[form].places:
            text = sentences[one.sentence].text
            role = role or (_role(text, one) if found.kind == "person" else "")
            before = _HONORIFIC.search(text[max(0, one.start - 20) : one.start])
            honorific = honorific or (before[1] if before and found.kind == "person" else "")
    others = tuple(dict.fromkeys(one for one in forms if one != name))
    return Name(
        kind=found.kind, name=name, sentence=sentences[full.sentence if " " in name else first.sentence].text, sure=sure, rule=rule,
        forms=others, times=sum(len(seen[form].places) for form in forms), role=role, honorific=honorific,
        sort=found.sort, point=points.get(name) if found.kind == "place" else None,
    )  # fmt: skip


_MODIFIERS = frozenset(["deputy", "prime", "foreign", "defence", "defense", "vice", "former", "senior", "chief", "acting", "interim", "first", "second", "executive", "assistant", "associate", "general", "national", "regional", "local", "presidential", "parliamentary", "managing", "finance", "interior", "health", "education", "home", "justice", "labour", "labor", "energy", "environment", "trade", "transport", "security", "military", "police", "press", "opposition", "party", "team", "lead", "head", "head-of-state", "co-founder", "founder", "veteran", "retired", "current", "then", "new", "local", "state", "federal", "city", "district", "county", "climate", "human", "rights", "weather", "research", "chief-of-staff"])  # fmt: skip
"""Small words that stand in posts."""
_MOST_POST_WORDS = 7


def _role(text: str, one: Spelled) -> str:
    """The post in front of a name, or in commas behind it."""
    behind = _POSTS_OF.match(text[one.end : one.end + 90])
    if behind and any(word.strip("’s") in POSTS or word in SMALL_TITLES for word in behind[1].lower().split()):
        return behind[1]
    words = (
        text[max(0, one.start - 100) : one.start].split(" ")[:-1]
        if text[max(0, one.start - 1) : one.start] == " "
        else []
    )
    post: list[str] = []
    for word in reversed(words[-_MOST_POST_WORDS:]):
        bare = word.lower()
        possessive = word.endswith(("’s", "'s", "s’"))
        capital = word[:1].isupper() and bare not in SMALL_WORDS and word not in DAYS
        if not (bare in POSTS or bare in _MODIFIERS or bare in SMALL_TITLES or capital or (post and possessive)):
            break
        post.insert(0, word)
        if possessive:
            break
    named = [word for word in post if word.lower() in POSTS or word.lower() in SMALL_TITLES or word in TITLES]
    if (
        not named
        or not post
        or (len(post) == 1 and _HONORIFIC.search(f"{post[0]} "))
        or _HONORIFIC.search(f"{post[-1]} ")
    ):
        return ""
    return " ".join(post)


def forms_of(names: Iterable[Name]) -> dict[str, Name]:
    """Names by each of their forms."""
    return {form: one for one in names for form in (*one.forms, one.name)}
