"""The card that an editor shows beside a name: who or what it is, on the day for which the text speaks. In Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.as_of.claim_status import status_at
from briefgen.as_of.place_control import control_at
from briefgen.as_of.publication import article_day, is_draft
from briefgen.as_of.roles import roles_at
from briefgen.base.dates import When, day_of
from briefgen.linking.names import display_name
from briefgen.lsp.analysis import Known
from briefgen.lsp.cursor import cursor_at, yaml_lines
from briefgen.lsp.fields import expected_at
from briefgen.model.records import Article, Claim, Event, Person, Place, Record, Source, Term
from briefgen.model.site import split_key


def day_in(known: Known, path: str) -> When:
    """The day for which a file speaks: an article's own, else the site's."""
    for key in known.state.keys.get(path, ()):
        record = known.state.records.records.get(key)
        if isinstance(record, Article):
            return article_day(record, known.state.site.now)
    return day_of(known.state.site.now.day)


def card(known: Known, key: str, day: When) -> str:
    """What there is to tell of a record in a few lines; empty when it is not known."""
    record = known.state.records.records.get(key)
    if record is None:
        return ""
    name, kind = display_name(record) or split_key(key)[1], split_key(key)[0]
    head = f"**{escaped(name)}** · {kind} `{split_key(key)[1]}`{' · draft' if is_draft(record) else ''}"
    return "\n\n".join((head, *_lines(known, record, day)))


def escaped(text: str) -> str:
    """Plain text in which nothing is taken for mark-up."""
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|" else one for one in text)


def _lines(known: Known, record: Record, day: When) -> Iterator[str]:
    match record:
        case Person():
            roles = [one.short or one.title for one in roles_at(record, day)]
            yield f"{escaped('; '.join(roles))} ({day})" if roles else f"no role on {day}"
        case Place():
            yield from _of_place(known, record, day)
        case Claim():
            yield from _of_claim(known, record, day)
        case Event():
            yield f"{record.date} · {record.status}"
        case Source():
            told = (record.kind, _name(known, record.publisher), str(record.published or ""), record.url)
            yield escaped(" · ".join(one for one in told if one))
        case Term():
            yield record.definition
        case Article():
            yield f"{record.date or 'no date'}{f' · {record.standfirst}' if record.standfirst else ''}"
        case _:
            pass
    if summary := getattr(record, "summary", ""):
        yield summary


def _name(known: Known, written: str) -> str:
    record = known.state.records.records.get(written)
    return display_name(record) if record is not None else written


def _of_place(known: Known, place: Place, day: When) -> Iterator[str]:
    above = f" in {_name(known, place.parent)}" if place.parent else ""
    yield escaped(f"{place.kind}{above}")
    for one in control_at(place, day):
        yield escaped(f"{one.basis}: {_name(known, one.by)} ({day})")


def _of_claim(known: Known, claim: Claim, day: When) -> Iterator[str]:
    yield escaped(claim.statement)
    entry = status_at(claim, day)
    if entry is None:
        yield f"not yet made on {day}"
    else:
        status = known.state.site.statuses.get(entry.status)
        label = (status.label if status is not None else "") or entry.status
        glyph = f"{status.glyph} " if status is not None else ""
        yield f"**{glyph}{escaped(label)}** on {day}, since {entry.date}: {entry.reason}"
        last = claim.status_history[-1]
        if last.status != entry.status:
            yield f"Now: **{escaped(last.status)}**, since {last.date}"
    speakers = dict.fromkeys(_name(known, one.by) or one.by_label for one in claim.assertions)
    yield escaped(f"said by {', '.join(one for one in speakers if one)}")


def key_card(known: Known, path: str, text: str, line: int, column: int) -> str:
    """What a key of YAML means; empty for anything else."""
    lines = text.split("\n")
    here = lines[line] if line < len(lines) else ""
    colon = here.find(":")
    if colon < column:
        return ""
    start = len(here) - len(here.lstrip(" -"))
    cursor = cursor_at(lines, line, colon, yaml_lines(path, lines))
    if cursor is None or cursor.what != "key" or column < start:
        return ""
    expected = expected_at(path, cursor.loc, known.state.records.config)
    field = expected.keys.get(here[start:colon].strip()) if expected is not None else None
    return f"`{field.written}`{' · needed' if field.required else ''}\n\n{field.doc}" if field is not None else ""
