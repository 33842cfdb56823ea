"""Rules about one record that no single field can state: what needs what, what excludes what, what comes first.

Pure functions from a record to its problems. `written` are the keys the editor wrote, since a default says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.codes import CODES
from briefgen.base.dates import When
from briefgen.base.diagnostics import Loc
from briefgen.base.patterns import pattern
from briefgen.base.text import did_you_mean
from briefgen.model.notes import Notes
from briefgen.model.parts import Image
from briefgen.model.records import Article, Claim, Event, Organisation, Person, Place, Record, Source, Topic
from briefgen.reading.problems import Problem
from briefgen.reading.walks import walk

_USUAL = pattern(r"https?://[a-z0-9.-]*[a-z0-9][a-z0-9.-]*(?:[/?#][!-Z\\^-~]*)?")
"""Addresses that need no second look: a host of small letters without a port, and nothing odd behind it."""
MOST_POINTS = 5
"""Key points an article's summary should have at most."""


def problems(record: Struct, written: Collection[str] = ()) -> tuple[Problem, ...]:
    """All that is wrong with a record taken by itself."""
    own = _RULES.get(type(record))
    found = [*_texts(record), *_image(record)]
    if own is not None:
        found += own(record, written)
    if isinstance(record, Record):
        found += unknown_codes("accept", record.accept)
    return tuple(found)


def unknown_codes(name: str, codes: Iterable[str]) -> Iterator[Problem]:
    """Codes that no check has."""
    for code in codes:
        if code not in CODES:
            hint = did_you_mean(code, CODES) or "`briefgen explain` lists the codes"
            yield Problem("E031", (name, code), f"there is no code “{code}”", hint, on_key=True)


def settled(record: Record, written: Collection[str] = ()) -> Record:
    """The record with what its own fields force: a child is never fully public without consent."""
    if not isinstance(record, Person) or not record.minor or record.privacy != "public":
        return record
    agreed = record.minor_consent and "privacy" in written
    return record if agreed else replace(record, privacy="limited")


def _article(record: Article, written: Collection[str]) -> Iterator[Problem]:
    if record.date is None and not record.draft and record.status in {"published", "embargoed", "withdrawn"}:
        yield Problem(
            "E010", ("status",), f"an article that is {record.status} needs a `date`", "add `date: 2022-04-02`"
        )
    if record.status == "embargoed" and record.embargo_until is None:
        hint = "add `embargo_until: 2022-04-02T19:30+01:00`"
        yield Problem("E034", ("status",), "an embargoed article needs `embargo_until`", hint)
    if record.status == "withdrawn" and record.withdrawn is None:
        hint = "add `withdrawn: {date: 2022-04-02, reason: …}`"
        yield Problem("E034", ("status",), "a withdrawn article needs `withdrawn` with the reason readers see", hint)
    yield from _draft(record, written)
    if len(record.summary) > MOST_POINTS:
        message = f"the summary has {len(record.summary)} points; readers keep {MOST_POINTS} at most"
        yield Problem("W033", ("summary", MOST_POINTS), message, "leave out or join the least important ones")
    yield from _order(record.date, record.updated, "date", "updated")
    yield from _order(record.date, record.expires, "date", "expires")


def _draft(record: Article, written: Collection[str]) -> Iterator[Problem]:
    if record.draft and record.status not in {None, "draft"}:
        hint = "keep one of the two"
        yield Problem("E034", ("status",), f"`draft: true` and `status: {record.status}` contradict each other", hint)
    if "draft" in written and not record.draft and record.status == "draft":
        yield Problem(
            "E034", ("status",), "`draft: false` and `status: draft` contradict each other", "keep one of the two"
        )


def _person(record: Person, written: Collection[str]) -> Iterator[Problem]:
    yield from _order(record.born, record.died, "born", "died")
    yield from _stretches(record.roles, "roles")
    if record.minor and "privacy" in written and record.privacy == "public" and not record.minor_consent:
        hint = "write `privacy: limited`, or `minor_consent: true` if consent was given"
        yield Problem("E502", ("privacy",), "a child’s record is not public without consent", hint)


def _organisation(record: Organisation, written: Collection[str]) -> Iterator[Problem]:
    yield from _order(record.founded, record.dissolved, "founded", "dissolved")
    yield from _stretches(record.affiliations, "affiliations")


def _place(record: Place, written: Collection[str]) -> Iterator[Problem]:
    yield from _stretches(record.control, "control")


def _event(record: Event, written: Collection[str]) -> Iterator[Problem]:
    yield from _order(record.date, record.end, "date", "end")


def _topic(record: Topic, written: Collection[str]) -> Iterator[Problem]:
    yield from _order(record.start, record.end, "start", "end")
    yield from _stretches(record.chapters, "chapters")


def _source(record: Source, written: Collection[str]) -> Iterator[Problem]:
    if not record.url and not record.url_missing:
        hint = "add `url: https://…`, or `url_missing:` with the reason"
        yield Problem("E034", (), "a source needs `url` or `url_missing`", hint, on_key=True)


def _claim(record: Claim, written: Collection[str]) -> Iterator[Problem]:
    if record.kind == "figure" and record.figure is None:
        hint = "add `figure: {value: 35, unit: countries}`, or choose another kind"
        yield Problem("E010", ("kind",), "a claim of kind “figure” needs `figure`", hint)
    for n, one in enumerate(record.assertions):
        if not one.by and not one.by_label:
            hint = "add `by:` with an id, or `by_label:` with words"
            yield Problem("E034", ("assertions", n), "an assertion needs `by` or `by_label`", hint)
    yield from _evidence(record)


def _evidence(record: Claim) -> Iterator[Problem]:
    known: dict[str, int] = {}
    for n, one in enumerate(record.evidence):
        if known.setdefault(one.id, n) != n:
            yield Problem(
                "E001", ("evidence", n, "id"), f"“{one.id}” is the id of two pieces of evidence", "number them on"
            )
    for n, entry in enumerate(record.status_history):
        for m, id in enumerate(entry.evidence):
            if id not in known:
                hint = did_you_mean(id, known) or (
                    f"there are {', '.join(known)}" if known else "this claim has no evidence"
                )
                yield Problem("E002", ("status_history", n, "evidence", m), f"this claim has no evidence “{id}”", hint)


def _notes(record: Notes, written: Collection[str]) -> Iterator[Problem]:
    yield from _stretches((record.timeline,), "timeline", only=True)


def _stretches(values: tuple[Any, ...], name: str, only: bool = False) -> Iterator[Problem]:
    for n, one in enumerate(values):
        loc: Loc = (name,) if only else (name, n)
        for problem in _order(one.since, one.until, "from", "to"):
            yield replace(problem, loc=(*loc, *problem.loc))


def _order(first: When | None, second: When | None, earlier: str, later: str) -> Iterator[Problem]:
    """Wrong only if no reading of the two dates is right: 2022 may well come before 2022-03."""
    if first is None or second is None:
        return
    ahead = second.upper < first.lower
    if first.instant is not None and second.instant is not None:
        ahead = second.instant < first.instant
    if ahead:
        message = f"`{later}` ({second}) is before `{earlier}` ({first})"
        yield Problem("E029", (later,), message, "check both dates; perhaps day and month are swapped")


def _image(record: Struct) -> Iterator[Problem]:
    image = getattr(record, "image", None)
    if isinstance(image, Image) and bool(image.alt.strip()) == image.decorative:
        hint = 'say in `alt` what the picture shows, or write `alt: ""` together with `decorative: true`'
        yield Problem("E012", ("image", "alt"), "a picture is either described in `alt` or decorative", hint)


def _texts(record: Struct) -> list[Problem]:
    found: list[Problem] = []

    def length(text: str, notes: Mapping[str, Any], loc: Loc) -> str:
        if len(text) > notes["advised"]:
            message = f"{len(text)} characters; {notes['advised']} at most are advised here"
            found.append(Problem("W033", loc, message, "shorten it: cards and lists cut longer texts"))
        return text

    def address(text: str, notes: Mapping[str, Any], loc: Loc) -> str:
        if not _absolute(text):
            message = f"“{text[:80]}” is no web address"
            found.append(Problem("E012", loc, message, _address_hint(text)))
        return text

    walk(record, "advised", length)
    walk(record, "url", address)
    return found


def _absolute(address: str) -> bool:
    if _USUAL.fullmatch(address):
        return True
    try:
        parts = urlsplit(address)
        # Reading the port finds addresses such as https://host:abc/.
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and " " not in address
    except ValueError:
        return False


def _address_hint(text: str) -> str:
    if text.startswith("www."):
        return f"write https://{text}"
    return "write the whole address: https://…"


_Rule = Callable[[Any, Collection[str]], Iterator[Problem]]
_RULES: Mapping[type[Struct], _Rule] = {
    Article: _article,
    Person: _person,
    Organisation: _organisation,
    Place: _place,
    Event: _event,
    Topic: _topic,
    Source: _source,
    Claim: _claim,
    Notes: _notes,
}
"""The rules of each kind of record."""
