"""Editorial rules about records in general: summaries, length, records nobody mentions, dates to look again."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from briefgen.base.diagnostics import Diagnostic, Spot
from briefgen.checking.changes import check_changes
from briefgen.checking.roles import TWO_HOLDERS, check_offices
from briefgen.checking.safety import check_safety
from briefgen.checking.sources import UNKEPT, UNUSED, check_source, unkept_sources, unused_sources
from briefgen.model.records import (
    Article,
    Claim,
    Correction,
    Event,
    Organisation,
    Page,
    Person,
    Place,
    Record,
    Source,
    Term,
)
from briefgen.model.site import Site

NEVER_MENTIONED = "I107"
"""Said of a record when nothing in the whole site refers to it."""
OF_ALL = frozenset((NEVER_MENTIONED, UNKEPT, UNUSED, TWO_HOLDERS))
"""Findings that rest on all records, not on one and those it names."""


def check_drafts(records: Mapping[str, Record], faulty: Container[str]) -> Iterator[Diagnostic]:
    """Articles that are drafts only because nobody gave them a date; not those whose date may have been the fault."""
    for key, record in records.items():
        if key in faulty:
            continue
        if isinstance(record, Article) and record.date is None and record.status is None and not record.draft:
            hint = "write `date: …` to publish it, or `draft: true` to keep it"
            yield Diagnostic("I035", Spot(key), "the article has no date, so it counts as a draft", hint, record=key)


def check_records(site: Site) -> Iterator[Diagnostic]:
    """Everything to say about records that are no claims, and what all share."""
    used = _in_use(site).union(*(_in_use(edition) for edition in site.editions.values()))
    for key, record in site.records.items():
        yield from check_record(key, record, site)
        yield from _never_mentioned(key, record, site, used)
    yield from unkept_sources(site)
    yield from unused_sources(site)
    yield from check_offices(site.records)


def check_editions(site: Site) -> Iterator[Diagnostic]:
    """What can be said about the articles and pages of the site's other languages, and about what corrects these alone."""
    for lang, edition in site.editions.items():
        for key, record in edition.records.items():
            if isinstance(record, Article | Page) and key not in edition.elsewhere:
                yield from check_record(f"{key}.{lang}", record, edition, key)
            elif isinstance(record, Correction) and key not in site.records and key not in edition.elsewhere:
                yield from check_record(key, record, edition)


def check_record(key: str, record: Record, site: Site, here: str = "") -> Iterator[Diagnostic]:
    """What can be said about a record by itself and by what it names. `here` is its key in an edition."""
    yield from _summary(key, record)
    yield from _review_by(key, record, site)
    yield from check_safety(key, record)
    yield from check_changes(key, record, site, here or key)
    if isinstance(record, Source):
        yield from check_source(key, record, site)


def _summary(key: str, record: Record) -> Iterator[Diagnostic]:
    if isinstance(record, Person | Organisation | Place) and record.privacy == "public" and not record.summary:
        message = f"{record.name} has a page but no summary for cards and notes"
        yield Diagnostic("W032", Spot(key), message, "add a sentence or two: summary: …", record=key)


def _review_by(key: str, record: Record, site: Site) -> Iterator[Diagnostic]:
    if isinstance(record, Claim) or record.review_by is None or record.review_by.upper >= site.now.day:
        return
    message = f"was to be looked at again by {record.review_by}"
    yield Diagnostic("W216", Spot(key, ("review_by",)), message, "check it, then move review_by", record=key)


def _in_use(site: Site) -> frozenset[str]:
    """Records that something refers to: a text, a claim, an event, a source, another record."""
    indexes = (site.backlinks, site.claims_about, site.claims_by, site.events_of, site.parts_of, site.members_of)
    used = {key for index in indexes for key in index}
    for record in site.records.values():
        if isinstance(record, Claim):
            used.update(one.origin for one in record.evidence)
            used.add(record.figure.verified_by if record.figure is not None else "")
        elif isinstance(record, Source):
            used.update((record.publisher, record.author))
        elif isinstance(record, Organisation | Place):
            used.add(record.parent)
        elif isinstance(record, Person):
            used.update(role.org for role in record.roles)
        elif isinstance(record, Article):
            used.add(record.location)
        used.update(record.see_also)
        used.update(getattr(record, "not_to_be_confused_with", ()))
    for notes in site.notes.values():
        used.update(one.ref for one in notes.who if not one.hide)
        used.update(one.ref for one in notes.orgs if not one.hide)
        used.update(one.ref for one in notes.places if not one.hide)
        used.update(() if notes.terms == "auto" else notes.terms)
    return frozenset(used)


def _never_mentioned(key: str, record: Record, site: Site, used: frozenset[str]) -> Iterator[Diagnostic]:
    if not isinstance(record, Person | Organisation | Place | Event | Term):
        return
    if (
        not site.articles
        or isinstance(record, Event)
        or key in used
        or getattr(record, "privacy", "public") != "public"
    ):
        return
    hint = "nothing needs to be done; perhaps an alias is missing"
    yield Diagnostic(NEVER_MENTIONED, Spot(key), f"no article mentions {key}", hint, record=key)
