"""Proposals as files: YAML stubs and an article skeleton, everything a draft, everything with its sentence and rule."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from briefgen.base.patterns import pattern
from briefgen.base.text import slug
from briefgen.drafting.claims import LONGEST_QUOTE, short
from briefgen.drafting.proposals import SURENESS, Claim, Draft, Name, Point, Sure
from briefgen.linking.names import surface
from briefgen.model.records import PLURALS

TODO = "TODO"
MOST_QUOTES = 5
"""Quotations that the skeleton of an article shows."""
_LONGEST_ID = 60
_LONGEST_SHORT = 60
_FOLDERS = {"person": "people", "place": "places", "organisation": "organisations"}
_SENTENCE_SHOWN = 400
"""Characters of a sentence shown in a comment."""


class Stub(NamedTuple):
    """A file to be written."""

    path: str
    """Below the project."""
    text: str
    kind: str
    what: str
    """In a few words, for the list of what is proposed."""
    sure: Sure = "sure"


class Plan(NamedTuple):
    """What a draft would write, and what is on file already."""

    stubs: tuple[Stub, ...]
    known: tuple[tuple[str, str], ...]
    """Names in the report that records have already, with the record's key."""


class Filed(NamedTuple):
    """What the project has."""

    names: Mapping[str, str]
    """Keys of records by the folded forms of their names."""
    keys: frozenset[str]
    """Every key there is."""
    countries: Mapping[str, str]
    """Ids of countries by ISO code."""


def plan(draft: Draft, id: str, today: str, seed: str, filed: Filed, least: Sure = "guess") -> Plan:
    """The files for a draft. `id` names the report; `seed` is its path below `seeds/`, empty when it lies elsewhere.

    Proposals that are less sure than `least` are left out.
    """
    wanted = SURENESS[: SURENESS.index(least) + 1]
    source = _free("source", id, filed.keys)
    refs, known, names = _refs([one for one in draft.names if one.sure in wanted], filed)
    day = draft.report.date or today
    claims = _claim_ids([one for one in draft.claims if one.sure in wanted], filed.keys)
    countries = {**filed.countries, **_countries(names, refs)}
    own = _free("article", id, filed.keys)
    keys = {*filed.keys, *refs.values(), *(f"claim:{its}" for its, _ in claims), f"source:{source}", f"article:{own}"}
    stubs = [
        _article(draft, id, day, source, claims, filed, refs),
        _notes(id, draft, refs, claims, filed),
        _source(draft, source, seed, today),
        *(_name(one, refs[one.name], countries) for one in names),
        *(_claim(one, its, day, source, refs, keys) for its, one in claims),
    ]
    return Plan(tuple(stubs), known)


def _free(kind: str, id: str, taken: Iterable[str]) -> str:
    """The id, or with the first number that is free behind it."""
    if len(id) > _LONGEST_ID:
        id = id[: _LONGEST_ID + 1].rpartition("-")[0] or id[:_LONGEST_ID]
    id = id.strip("-") or "report"
    number, found = 1, id
    while f"{kind}:{found}" in taken:
        number += 1
        found = f"{id}-{number}"
    return found


def _refs(names: Sequence[Name], filed: Filed) -> tuple[dict[str, str], tuple[tuple[str, str], ...], list[Name]]:
    """Keys by the names of the report; names that are on file; names that need a stub."""
    refs: dict[str, str] = {}
    known: list[tuple[str, str]] = []
    new: list[Name] = []
    taken = set(filed.keys)
    for one in names:
        forms = (one.name, *one.forms, *((one.point.name,) if one.point is not None else ()))
        key = next((filed.names[form] for form in map(surface, forms) if form in filed.names), "")
        if key:
            refs[one.name] = key
            known.append((one.name, key))
        elif id := slug(_shown_name(one)):
            if any(f"{kind}:{id}" in taken for kind in PLURALS if kind != one.kind):
                # What names the other one by its id alone would no longer say which is meant.
                id = f"{id}-{one.kind}"
            refs[one.name] = f"{one.kind}:{_free(one.kind, id, taken)}"
            taken.add(refs[one.name])
            new.append(one)
    return refs, tuple(known), new


def _countries(names: Iterable[Name], refs: Mapping[str, str]) -> dict[str, str]:
    return {
        one.point.country: refs[one.name].partition(":")[2]
        for one in names
        if one.point is not None and one.point.kind == "country" and refs[one.name].startswith("place:")
    }


def _claim_ids(claims: Sequence[Claim], taken: Iterable[str]) -> list[tuple[str, Claim]]:
    used = set(taken)
    found = []
    for one in claims:
        words = slug(one.statement).split("-")
        id = _free("claim", "-".join(words[:8]) or "claim", used)
        used.add(f"claim:{id}")
        found.append((id, one))
    return found


# --- YAML -------------------------------------------------------------------------------------------------------------

_BLANKS = pattern(r"\s+")


def _quoted(text: str) -> str:
    """A text as a YAML value that cannot be misread, on one line."""
    return json.dumps(_line(text), ensure_ascii=False)


def _line(text: str) -> str:
    return _BLANKS.sub(" ", "".join(one if one.isprintable() else " " for one in text)).strip()


def _why(sentence: str, sure: str, rule: str) -> str:
    return f"# {sure}: {_line(rule)}\n# {_line(sentence)[:_SENTENCE_SHOWN]}\n"


def _shown_name(one: Name) -> str:
    """The gazetteer's spelling for places of their own name; else as the report writes it."""
    if one.point is not None and one.point.name and one.point.kind in {"country", "city", "town", "settlement"}:
        return one.point.name
    return one.name


# --- records ----------------------------------------------------------------------------------------------------------


def _name(one: Name, key: str, countries: Mapping[str, str]) -> Stub:
    id = key.partition(":")[2]
    name = _shown_name(one)
    lines = ["draft: true          # take this line out when the record is ready", f"name: {_quoted(name)}"]
    others = [
        form for form in (one.name, *one.forms) if form != name and surface(form) != surface(name) and " " in form
    ]
    if one.kind == "person":
        lines += _person(one, name)
    else:
        others = [form for form in (one.name, *one.forms) if form != name]
        lines += _place(one, name, countries, id) if one.kind == "place" else _organisation(one)
    if others:
        lines.insert(2, f"aliases: [{', '.join(_quoted(form) for form in dict.fromkeys(others))}]")
    lines.append("summary:             # TODO one or two sentences for cards")
    text = _why(one.sentence, one.sure, one.rule) + "\n".join(lines) + "\n"
    return Stub(f"content/{_FOLDERS[one.kind]}/{id}.yaml", text, one.kind, name, one.sure)


def _person(one: Name, name: str) -> Iterator[str]:
    given, _, family = name.rpartition(" ")
    if given:
        yield f"sort_name: {_quoted(f'{family}, {given}')}  # TODO check which is the family name"
        yield f"family_name: {_quoted(family)}"
    yield (
        f"honorific: {one.honorific}"
        if one.honorific in {"Mr", "Ms", "Mrs", "Dr", "Sir"}
        else "honorific:           # TODO Mr, Ms, Dr"
    )
    if one.role:
        yield f"roles:\n  - title: {_quoted(one.role)}  # TODO in house style, with from: and source:"
    else:
        yield "roles: []            # TODO - {title: …, from: …}"


def _organisation(one: Name) -> Iterator[str]:
    yield f"kind: {one.sort or 'other'}          # TODO check"
    yield "country:             # TODO two letters, for example UA"


def _place(one: Name, name: str, countries: Mapping[str, str], id: str) -> Iterator[str]:
    point = one.point
    if point is None:
        yield f"kind: {one.sort or 'area'}          # TODO check"
        yield "parent:              # TODO"
        return
    yield f"kind: {point.kind}"
    if point.names:
        yield f"names: {{{', '.join(f'{lang}: {_quoted(words)}' for lang, words in point.names)}}}"
    if point.country:
        parent = countries.get(point.country, "")
        yield f"parent: {parent}" if parent and parent != id else "parent:              # TODO"
        yield f"country: {_quoted(point.country)}"
    if point.lat is not None and point.lon is not None:
        yield f"coordinates: {{lat: {point.lat:.5f}, lon: {point.lon:.5f}, precision: settlement, source: geonames}}"
    if point.geonames:
        yield f"ids: {{geonames: {point.geonames}}}{_rivals(point)}"


def _rivals(point: Point) -> str:
    if not point.rivals:
        return ""
    others = "one other place has" if point.rivals == 1 else f"{point.rivals} other places have"
    return f"  # TODO check: {others} this name"


def _source(draft: Draft, id: str, seed: str, today: str) -> Stub:
    report = draft.report
    lines = [
        "draft: true          # take this line out when the record is ready",
        "kind: news-article   # TODO check",
        f"title: {_quoted(report.title or f'{TODO} its title')}",
        f"url: {_quoted(report.url)}"
        if report.url.startswith(("http://", "https://"))
        else "url_missing: TODO replace by url",
        f"publisher: {_quoted(report.publisher)}" if report.publisher else "publisher:           # TODO",
        f"published: {report.date}" if report.date else "published:           # TODO",
        f"accessed: {today}",
    ]
    if seed:
        lines.append(f"text: {_quoted(seed)}")
    return Stub(f"content/sources/{id}.yaml", "\n".join(lines) + "\n", "source", report.title or id)


_STATUS = {"pledge": "pending", "prediction": "pending", "assessment": "not-checkable", "opinion": "not-checkable"}


def _any_kind(key: str, keys: Container[str]) -> str:
    """The id of a record, or its key where a field takes every kind and several have one of this id."""
    own, _, id = key.partition(":")
    return key if any(f"{kind}:{id}" in keys for kind in PLURALS if kind != own) else id


def _claim(one: Claim, id: str, day: str, source: str, refs: Mapping[str, str], keys: Container[str]) -> Stub:
    kind = "event" if one.kind == "figure" and one.figure is None else one.kind
    about = list(dict.fromkeys(_any_kind(refs[name], keys) for name in one.about if name in refs))
    said = [f"  - {_by(one, refs)}", f"    date: {one.date or day}{'' if one.date else '  # TODO the day it was said'}",
            f"    mode: {one.mode}", f"    source: {source}"]  # fmt: skip
    if one.quote:
        said.append(f"    quote: {_quoted(one.quote)}")
    notes = [f"verb: {one.verb}" if one.verb else "the report’s own words"] + (
        [f"hedge: {one.hedge}"] if one.hedge else []
    )
    lines = [
        "draft: true          # take this line out when the record is ready",
        f"statement: {_quoted(f'{TODO} in your own words: {one.statement}')}",
        f"short: {_quoted(_short_label(one.statement))}",
        f"kind: {kind}          # TODO check",
        f"about: [{', '.join(about)}]",
        f"assertions:            # {'; '.join(_line(note) for note in notes)}",
        *said,
        "status_history:",
        f"  - date: {day}",
        f"    status: {_STATUS.get(kind, 'unverified')}",
        "    reason: TODO why, in one sentence for readers",
    ]
    if kind == "figure" and one.figure is not None:
        lines.append(
            f"figure: {{value: {one.figure.value:.15g}, comparator: {one.figure.comparator}, unit: {_quoted(one.figure.unit)}}}"
        )
    who = one.speaker.name or one.speaker.label if one.speaker else "the report"
    text = _why(one.sentence, one.sure, one.rule) + "\n".join(lines) + "\n"
    return Stub(f"content/claims/{id}.yaml", text, "claim", f"{_line(who)}: {_short_label(one.statement)}", one.sure)


def _by(one: Claim, refs: Mapping[str, str]) -> str:
    if one.speaker is None:
        return "by_label: TODO the outlet"
    key = refs.get(one.speaker.name, "")
    kind, _, id = key.partition(":")
    if kind in {"person", "organisation"}:
        role = one.speaker.label if one.speaker.kind == "organisation" and one.speaker.label != one.speaker.name else ""
        return f"by: {id}" + (f"\n    as: {_quoted(role)}" if role and len(role) <= _LONGEST_SHORT else "")
    return f"by_label: {_quoted(one.speaker.label or one.speaker.name)}"


def _short_label(statement: str) -> str:
    plain = statement.rstrip(".")
    if len(plain) <= _LONGEST_SHORT:
        return plain
    return (
        plain[: _LONGEST_SHORT - 1].rpartition(" ")[0] + "…"
        if " " in plain[:_LONGEST_SHORT]
        else plain[: _LONGEST_SHORT - 1] + "…"
    )


# --- the article ------------------------------------------------------------------------------------------------------

_MARKUP = pattern(r"([\\`*_{}\[\]<>#|~^!$@:&])")


def _plain(text: str) -> str:
    """A text in Markdown that means itself."""
    return _MARKUP.sub(r"\\\1", _line(text))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _article(
    draft: Draft, id: str, day: str, source: str, claims: Sequence[tuple[str, Claim]], filed: Filed, refs: Mapping[str, str]
) -> Stub:  # fmt: skip
    own = _free("article", id, filed.keys)
    head = [
        "---", f"title: {_quoted(f'{TODO} headline: {id}')}", f"date: {day}", "draft: true          # take this line out to publish",
        "standfirst:          # TODO one sentence", "topics: []           # TODO", f"based_on: [{source}]", "---", "",
    ]  # fmt: skip
    body = ["TODO Say in your own words what happened, and to whom.", ""]
    for its, one in claims:
        who = (
            f"{_plain(one.speaker.name or one.speaker.label)} ({_plain(one.verb)})"
            if one.speaker
            else "the report itself"
        )
        body += [f"[TODO in your own words]{{claim={its}}}, according to {who}.", ""]
    quotes = [
        one
        for one in draft.quotations
        if one.speaker is not None and one.sure != "guess" and len(one.words.split()) > 3
    ]
    if quotes:
        body += ["## TODO Quotations: keep what you need, check each against the source", ""]
    for quote in quotes[:MOST_QUOTES]:
        who = quote.speaker.name or quote.speaker.label if quote.speaker is not None else ""
        body += [f"> “{_plain(short(quote.words, LONGEST_QUOTE))}” ({_plain(who)})", ""]
    return Stub(
        f"content/articles/{own}.md",
        "\n".join((*head, *body)),
        "article",
        f"skeleton with {_counted(len(claims), 'claim')}",
    )


def _notes(id: str, draft: Draft, refs: Mapping[str, str], claims: Sequence[tuple[str, Claim]], filed: Filed) -> Stub:
    own = _free("article", id, filed.keys)
    lines = [
        "# People, bodies and places of the report in its order. TODO say why each matters, take out who does not."
    ]
    for key, kind in (("who", "person"), ("orgs", "organisation"), ("places", "place")):
        ids = list(
            dict.fromkeys(
                refs[one.name] for one in draft.names if one.name in refs and refs[one.name].startswith(f"{kind}:")
            )
        )
        lines.append(f"{key}:" if ids else f"{key}: []")
        lines += [f"  - {{ref: {one.partition(':')[2]}}}" for one in ids]
    lines += ["claims: auto", *_amounts(draft)]
    return Stub(f"content/articles/{own}.notes.yaml", "\n".join(lines) + "\n", "notes", "who’s who and places")


def _amounts(draft: Draft) -> Iterator[str]:
    """Figures and dates as comments: they belong into claims and events, which somebody must choose."""
    if draft.numbers:
        yield "# Figures:"
        for number in dict.fromkeys(draft.numbers):
            yield f"#   {_line(number.words)}: {number.comparator} {number.value:.15g} {_line(number.unit)}"
    if draft.days:
        yield "# Dates:"
        for words, when in dict.fromkeys((one.words, one.when) for one in draft.days):
            yield f"#   {_line(words)}: {when or 'TODO which day'}"
