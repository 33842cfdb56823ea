"""What the search index holds, in parts: readers get the first one at once, the others year by year as they ask for more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from briefgen.as_of.claim_status import status_at
from briefgen.base.dates import When, day_of
from briefgen.base.packed import Packed, only
from briefgen.linking.names import display_name
from briefgen.model.config import SiteConfig
from briefgen.model.document import Document, PassageKind
from briefgen.model.mention import Linked
from briefgen.model.parts import alias_names
from briefgen.model.records import Article, Claim, Event, Organisation, Page, Person, Place, Record, Term, Topic
from briefgen.model.site import Now
from briefgen.model.vocabulary import Status

FIRST = "first"
"""The part that is loaded when a reader begins to search."""
REST = "rest"
"""The part of what has no year and did not fit into the first."""
MOST = 270_000
"""Bytes of a part as servers send it: a reader on a phone has it within some seconds."""
NAME, CLAIM, ARTICLE, WORD = 150, 170, 130, 5
"""Bytes of a name, of a claim, of an article and of each of its words, compressed: measured in the benchmark's newsrooms of 1,000."""
NAMED = 0.8
"""Share of the first part that names may have; what is left they leave to the newest articles and open claims, half and half."""

_NAMED = (Topic, Page, Term, Person, Organisation, Place)


def parts_of_search(
    config: SiteConfig,
    records: Mapping[str, Record],
    articles: Sequence[str],
    statuses: Mapping[str, Status],
    now: Now,
) -> dict[str, tuple[str, ...]]:
    """Part to the keys in it: names first, then what is newest."""
    if not config.search_settings.enabled:
        return {}
    named = [key for kind in _NAMED for key, record in records.items() if type(record) is kind and _is_found(record)]
    told = [key for key in articles if _is_found(records[key])]
    claims = _newest(records, Claim)
    events = _newest(records, Event)
    article = ARTICLE + WORD * config.search_settings.words
    if NAME * len(named) + article * len(told) + CLAIM * (len(claims) + len(events)) <= MOST:
        return {FIRST: (*named, *told, *events, *claims)}
    today = day_of(now.day)
    still_open = [key for key in claims if _is_open(records[key], statuses, today)]
    known = named[: int(MOST * NAMED / NAME)]
    left = MOST - NAME * len(known)
    first = dict.fromkeys((*known, *told[: left // 2 // article], *still_open[: left // 2 // CLAIM]))
    parts: dict[str, list[str]] = {FIRST: list(first)}
    for key in (*named, *told, *events, *claims):
        if key not in first:
            parts.setdefault(_year(records[key]) or REST, []).append(key)
    ordered = (FIRST, *sorted((one for one in parts if one.isdigit()), reverse=True), REST)
    return {one: tuple(parts[one]) for one in ordered if one in parts}


class _Passage(Struct, frozen=True):
    """What is wanted of a passage here."""

    text: str
    kind: PassageKind


class _Text(Struct, frozen=True):
    passages: tuple[_Passage, ...] = ()


def openings(config: SiteConfig, documents: Mapping[str, Document], keys: Iterable[str]) -> dict[str, str]:
    """The first words of the texts of articles and pages. Beside the texts, since an edit further down leaves the index alone."""
    most = config.search_settings.words if config.search_settings.enabled else 0
    if not most:
        return {}
    wanted = [key for key in keys if key in documents]
    texts = only(documents, wanted)
    parts = texts.parts(_Text) if isinstance(texts, Packed) else texts.items()
    return {key: _opening(text, most) for key, text in parts}


def with_opening(records: Mapping[str, Record]) -> Iterator[str]:
    """Records whose first words are searched."""
    return (key for key, record in records.items() if isinstance(record, Article | Page))


def _opening(text: _Text | Document, most: int) -> str:
    words: list[str] = []
    for passage in text.passages:
        if passage.kind in {"prose", "quote", "heading"}:
            words += passage.text.split()
        if len(words) >= most:
            break
    return " ".join(words[:most])


def often_named(
    config: SiteConfig, linked: Mapping[str, Linked], articles: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Article to the people and places that its text names, most often first: readers narrow a search down by them."""
    if not config.search_settings.enabled:
        return {}
    return {key: _often(linked[key]) for key in articles if key in linked}


def _often(linked: Linked) -> tuple[str, ...]:
    named = Counter(one.target for one in linked.mentions if one.target.startswith(("person:", "place:")))
    return tuple(target for target, _ in named.most_common())


def _is_found(record: Record) -> bool:
    """Whether readers may look for it: what engines must leave out we leave out too."""
    return not record.noindex and getattr(record, "privacy", "public") == "public"


def _newest(records: Mapping[str, Record], kind: type[Claim] | type[Event]) -> list[str]:
    dated = [(_day(record), key) for key, record in records.items() if isinstance(record, kind) and _is_found(record)]
    return [key for _, key in sorted(dated, reverse=True)]


def _day(record: Record) -> str:
    """The day that counts, in ISO form; empty for what has none."""
    when: When | None = None
    match record:
        case Article() | Event():
            when = record.date
        case Claim():
            when = max((one.date for one in record.status_history), key=lambda one: one.lower)
        case _:
            return ""
    return when.lower.isoformat() if when is not None else ""


def _year(record: Record) -> str:
    return _day(record)[:4]


def _is_open(record: Record, statuses: Mapping[str, Status], today: When) -> bool:
    entry = status_at(record, today) if isinstance(record, Claim) else None
    return entry is not None and not statuses[entry.status].closed


def unsearchable_names(records: Mapping[str, Record]) -> tuple[str, ...]:
    """Every name of those whose privacy is not public: texts name them, but nobody shall find them by it.

    A family name counts unless somebody public has it too.
    """
    withheld = [one for one in records.values() if isinstance(one, _PRIVATE) and one.privacy != "public"]
    if not withheld:
        return ()
    known = {one.family_name for one in records.values() if isinstance(one, Person) and one.privacy == "public"}
    names = {name for record in withheld for name in _names(record) if name.strip() and name not in known}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


_PRIVATE = (Person, Organisation, Place)


def _names(record: Person | Organisation | Place) -> Iterator[str]:
    former = record.historic_names if isinstance(record, Place) else record.former_names
    yield display_name(record)
    yield from record.names.values()
    yield from alias_names((*record.aliases, *record.weak_aliases))
    yield from (one.name for one in former)
    if isinstance(record, Person):
        yield record.family_name
