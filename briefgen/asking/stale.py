"""What is due for another look: open claims, articles whose claims have moved, sources without a copy, drafts, and a calendar.

Pure: one answer for `briefgen stale`, for its calendar file and for the desk of the preview.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from briefgen.as_of.claim_status import status_at
from briefgen.as_of.publication import is_draft
from briefgen.base.dates import When, day_of, later
from briefgen.checking.changes import moved_claims
from briefgen.linking.names import display_name
from briefgen.model.parts import StatusEntry
from briefgen.model.records import Article, Claim, Event, Record, Source
from briefgen.model.site import Records, Site, split_key
from briefgen.pages.chrome import routes_of


class Item(Struct, frozen=True):
    """One thing to look after."""

    key: str
    title: str
    path: str
    """Its file."""
    why: str
    """What is to be done, or what has happened."""
    owner: str = ""
    """Id of the author who decided last; of an article the first author, or a name."""
    since: date | None = None
    """Since when it has been so."""
    due: date | None = None
    """When it is to be looked at again."""


class Stale(Struct, frozen=True):
    """The board."""

    day: date
    claims: tuple[Item, ...]
    """Open claims, the oldest first."""
    moved: tuple[Item, ...]
    """Articles whose claims have moved since, and whose changelog is silent."""
    sources: tuple[Item, ...]
    """Sources with an address of which no copy is kept."""
    drafts: tuple[Item, ...]
    calendar: tuple[Item, ...]
    """Everything with a day on which it is due, the earliest first."""
    addresses: Mapping[str, str] = {}
    """Addresses of records that have a page, below the site's root."""

    def of(self, owner: str) -> Stale:
        """What one person looks after."""
        parts = {name: tuple(one for one in items if one.owner == owner) for name, items in self.parts()}
        return Stale(self.day, **parts, addresses=self.addresses)

    def parts(self) -> Iterator[tuple[str, tuple[Item, ...]]]:
        """Every list by its name."""
        for name in ("claims", "moved", "sources", "drafts", "calendar"):
            yield name, getattr(self, name)


def stale(records: Records, site: Site) -> Stale:
    """What is due. `records` have their references resolved."""
    claims, dated = [], []
    for key, record in site.records.items():
        if isinstance(record, Claim):
            entry = status_at(record, day_of(site.now.day))
            if entry is None or entry.status not in site.statuses or site.statuses[entry.status].closed:
                continue
            if not record.superseded_by:
                claims.append(_open(key, record, entry, records, site))
        elif (found := _dated(key, record, records, site)) is not None:
            dated.append(found)
    moved = [_moved(key, records, site) for key in site.articles]
    shown = [one for one in moved if one is not None]
    sources = [
        _item(key, one, records, "no copy is kept of what stands at its address")
        for key, one in site.records.items()
        if isinstance(one, Source) and one.url and not one.archived
    ]
    drafts = [_item(key, one, records, "draft") for key, one in records.records.items() if is_draft(one)]
    calendar = [one for one in (*claims, *dated) if one.due is not None]
    lists = (
        tuple(sorted(claims, key=lambda one: (one.since or date.max, one.key))),
        tuple(shown),
        tuple(sources),
        tuple(drafts),
        tuple(sorted(calendar, key=lambda one: (one.due or date.max, one.key))),
    )
    return Stale(site.now.day, *lists, addresses=_addresses((one.key for some in lists for one in some), site))


def _addresses(keys: Iterable[str], site: Site) -> dict[str, str]:
    """The addresses of those records that have a page."""
    routes = routes_of(site)
    there = {key: record for key in keys if (record := site.records.get(key)) is not None}
    return {key: routes.record(key) for key, record in there.items() if routes.has_page(record, key)}


def review_day(claim: Claim, entry: StatusEntry, site: Site) -> date | None:
    """When a claim is to be looked at again: as it says, else by its status (content model 7)."""
    if claim.review_by is not None:
        return claim.review_by.upper
    if entry.status == "pending" and claim.due is not None:
        return claim.due.upper
    days = site.statuses[entry.status].review_days
    return later(entry.date.upper, days) if days is not None else None


def _open(key: str, claim: Claim, entry: StatusEntry, records: Records, site: Site) -> Item:
    due = review_day(claim, entry, site)
    late = f", overdue since {due}" if due is not None and due < site.now.day else ""
    owner = next((one.by for one in reversed(claim.status_history) if one.by), "").removeprefix("author:")
    item = _item(key, claim, records, f"“{entry.status}” since {entry.date}{late}")
    return Item(item.key, item.title, item.path, item.why, owner, entry.date.lower, due)


def _dated(key: str, record: Record, records: Records, site: Site) -> Item | None:
    """A record that says when it is to be looked at again, or an event that is still to come."""
    when: When | None = record.review_by
    why = "to be looked at again"
    if when is None and isinstance(record, Event) and record.status == "planned":
        when, why = record.date, "planned: has it happened?"
    if when is None or when.upper == date.max:
        return None
    item = _item(key, record, records, why)
    return Item(item.key, item.title, item.path, item.why, item.owner, None, when.upper)


def _moved(key: str, records: Records, site: Site) -> Item | None:
    article = site.records[key]
    found = moved_claims(key, article, site) if isinstance(article, Article) else []
    if not found:
        return None
    words = ", ".join(f"{split_key(claim)[1]} is “{entry.status}” since {entry.date}" for claim, entry in found)
    item = _item(key, article, records, words)
    return Item(item.key, item.title, item.path, item.why, item.owner, found[0][1].date.lower)


def _item(key: str, record: Record, records: Records, why: str) -> Item:
    title = record.short if isinstance(record, Claim) else display_name(record) or key
    owner = next(iter(record.authors), "").removeprefix("author:") if isinstance(record, Article) else ""
    return Item(key, title, records.origins[key].path, why, owner)


# --- a calendar file -------------------------------------------------------------------------------------------------


def as_calendar(items: Iterable[Item], day: date) -> str:
    """Days on which something is due, as calendar programs read them (RFC 5545). The same items give the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//briefgen//stale//EN"]
    for one in items:
        if one.due is None:
            continue
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.key.replace(':', '-')}@briefgen",
            f"DTSTAMP:{day:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{one.due:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.due + timedelta(1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{one.title} ({one.key})')}",
            f"DESCRIPTION:{_escaped(f'{one.why}; {one.path}')}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{folded}\r\n" for line in (*lines, "END:VCALENDAR") for folded in _folded(line))


def _escaped(text: str) -> str:
    for one in ("\\", ";", ","):
        text = text.replace(one, f"\\{one}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of 75 bytes at most; what goes on begins with a space."""
    held, size = "", 0
    for letter in line:
        length = len(letter.encode())
        if size + length > 75:
            yield held
            held, size = " ", 1
        held, size = held + letter, size + length
    yield held
