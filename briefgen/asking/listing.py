"""Lists of records: a kind, or what waits, has gone, is used by nothing or is due; filtered, sorted, in columns."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import fields as struct_fields

from briefgen.as_of.claim_status import first_appearance, status_at
from briefgen.as_of.publication import is_draft, is_published, reason_unpublished
from briefgen.asking.project import Project
from briefgen.base.dates import DateError, When, day_of, parse_when
from briefgen.base.patterns import pattern
from briefgen.base.text import did_you_mean
from briefgen.linking.names import display_name
from briefgen.model.records import KINDS, PLURALS, Article, Claim, Record, Source
from briefgen.model.site import split_key
from briefgen.reading.layout import KIND_OF_NAME
from briefgen.reading.shapes import fields
from briefgen.site.editions import gone, stone_of

QUESTIONS: Mapping[str, str] = {
    "drafts": "records that are not ready",
    "scheduled": "what readers will see later",
    "expired": "articles that have been taken off",
    "orphans": "records that nothing leads to",
    "stale": "what is due for another look",
}
"""What can be listed besides kinds of records."""
_DUE = "W216"
_WORDS: Mapping[str, str] = {
    **{kind: kind for kind in KINDS},
    **KIND_OF_NAME,
    "org": "organisation",
    "orgs": "organisation",
}


class ListError(ValueError):
    """The question cannot be answered; the message says why."""


class Row(Struct, frozen=True):
    """One record of a list."""

    key: str
    path: str
    """Its file."""
    values: Mapping[str, Any]
    """What was asked for, by the name of the column: text, numbers, lists, or None."""


def words() -> tuple[str, ...]:
    """Everything that can be listed."""
    return (*PLURALS.values(), *QUESTIONS)


def rows(project: Project, what: str, where: Sequence[str], sort: str, columns: Sequence[str]) -> list[Row]:
    """The records asked for, with their columns. Raises `ListError`."""
    chosen = _chosen(project, what)
    kinds = frozenset(split_key(key)[0] for key in chosen) or frozenset(KINDS)
    tests = [_test(one, kinds) for one in where]
    names = tuple(columns) or _columns(what)
    for name in names:
        _known(name, kinds)
    asker = _Asker(project, chosen)
    keys = [key for key in chosen if all(test(asker, key) for test in tests)]
    for name in reversed([one.strip() for one in sort.split(",") if one.strip()]):
        plain = name.removeprefix("-")
        _known(plain, kinds)
        empty = [key for key in keys if asker.value(key, plain) in (None, "", ())]
        full = [key for key in keys if key not in set(empty)]
        full.sort(key=lambda key: _order(asker.value(key, plain)), reverse=name.startswith("-"))
        keys = full + empty
    return [
        Row(key, project.records.origins[key].path, {one: plain_value(asker.value(key, one)) for one in names})
        for key in keys
    ]


def _columns(what: str) -> tuple[str, ...]:
    if what in QUESTIONS:
        return ("why", "title")
    match _WORDS.get(what):
        case "article":
            return ("date", "state", "title")
        case "claim":
            return ("date", "status", "title")
        case "event":
            return ("date", "status", "title")
        case "correction":
            return ("date", "target", "text")
        case "source":
            return ("published", "reliability", "title")
        case _:
            return ("mentions", "title")


# --- what is listed --------------------------------------------------------------------------------------------------


def _chosen(project: Project, what: str) -> dict[str, str]:
    """Keys, each with the reason why it is listed, where the question has reasons."""
    records = project.resolved.records
    match what:
        case "drafts":
            return {key: _why_draft(one) for key, one in records.items() if is_draft(one)}
        case "scheduled":
            return {key: why for key, one in records.items() if (why := _why_scheduled(project, one))}
        case "expired":
            return {key: why for key, one in records.items() if (why := _why_gone(project, key, one))}
        case "orphans":
            return _orphans(project)
        case "stale":
            return _stale(project)
    kind = _WORDS.get(what)
    if kind is None:
        hint = did_you_mean(what, [*_WORDS, *QUESTIONS]) or f"there are: {', '.join(words())}"
        raise ListError(f"“{what}” cannot be listed; {hint}")
    return {key: "" for key in records if split_key(key)[0] == kind}


def _why_draft(record: Record) -> str:
    if record.draft:
        return "draft: true"
    return "status: draft" if isinstance(record, Article) and record.status == "draft" else "no date"


def _why_scheduled(project: Project, record: Record) -> str:
    if is_draft(record) or is_published(record, project.now):
        return ""
    if isinstance(record, Article):
        reason = reason_unpublished(record, project.now)
        if reason == "embargoed":
            return f"embargo until {record.embargo_until}"
        return f"dated {record.date}" if reason == "dated later" else ""
    if isinstance(record, Claim):
        return f"first status {record.status_history[0].date}"
    return f"dated {getattr(record, 'date', '')}"


def _why_gone(project: Project, key: str, record: Record) -> str:
    """How an article was taken down, and when. A version in another language goes with the one in the site's own."""
    stone = stone_of(key, project.site) if isinstance(record, Article) else None
    return "" if stone is None else f"{gone(key, project.site)} {stone.date}"


def _orphans(project: Project) -> dict[str, str]:
    """Records that no text names and no other record refers to. Articles and pages stand by themselves."""
    led = {one.key for one in project.references if one.spot != one.key}
    for linked in project.linked.archive.linked.values():
        led.update(one.target for one in linked.mentions)
        led.update(one.claim for one in linked.claims)
        led.update(target for _, _, _, target in linked.links)
    for passage in project.linked.archive.fields.values():
        led.update(one.target for one in passage.links)
    return {
        key: "nothing refers to it"
        for key, record in project.resolved.records.items()
        if key not in led and split_key(key)[0] not in {"article", "page", "correction"} and not is_draft(record)
    }


def _stale(project: Project) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in project.said:
        if one.code == _DUE and one.record:
            found.setdefault(one.record, one.message)
    return found


# --- fields ----------------------------------------------------------------------------------------------------------


class _Asker:
    """Values of records by the names of fields, and of what is worked out."""

    def __init__(self, project: Project, reasons: Mapping[str, str]) -> None:
        self._project, self._reasons = project, reasons

    def value(self, key: str, name: str) -> Any:
        """A field (`roles.title` goes through lists), or what is worked out under that name."""
        if (made := MADE.get(name)) is not None:
            return made(self, key)
        return _field(self._project.resolved.records[key], name.split("."))

    def key(self, key: str) -> str:
        return key

    def kind(self, key: str) -> str:
        return split_key(key)[0]

    def title(self, key: str) -> str:
        record = self._project.resolved.records[key]
        return display_name(record) if not isinstance(record, Claim) else record.short

    def path(self, key: str) -> str:
        return self._project.records.origins[key].path

    def why(self, key: str) -> str:
        return self._reasons.get(key, "")

    def mentions(self, key: str) -> int:
        return sum(one.count for one in self._project.site.backlinks.get(key, ()))

    def articles(self, key: str) -> int:
        site = self._project.site
        by_kind: Mapping[str, Mapping[str, Sequence[Any]]] = {
            "claim": site.articles_with, "source": site.cited_in, "topic": site.topic_articles
        }  # fmt: skip
        return len(by_kind.get(split_key(key)[0], site.backlinks).get(key, ()))

    def state(self, key: str) -> str:
        record, now = self._project.resolved.records[key], self._project.now
        if is_draft(record):
            return "draft"
        if how := gone(key, self._project.site):
            return how
        if is_published(record, now):
            return "published"
        return reason_unpublished(record, now) if isinstance(record, Article) else "dated later"

    def status(self, key: str) -> Any:
        record = self._project.resolved.records[key]
        if isinstance(record, Claim):
            entry = status_at(record, day_of(self._project.now.day))
            return entry.status if entry is not None else None
        return self.state(key) if isinstance(record, Article) else getattr(record, "status", None)

    def since(self, key: str) -> Any:
        record = self._project.resolved.records[key]
        entry = status_at(record, day_of(self._project.now.day)) if isinstance(record, Claim) else None
        return entry.date if entry is not None else None

    def date(self, key: str) -> Any:
        record = self._project.resolved.records[key]
        if isinstance(record, Claim):
            return first_appearance(record)
        return record.published if isinstance(record, Source) else getattr(record, "date", None)


MADE: Mapping[str, Callable[[_Asker, str], Any]] = {
    "key": _Asker.key, "kind": _Asker.kind, "title": _Asker.title, "path": _Asker.path, "why": _Asker.why,
    "state": _Asker.state, "status": _Asker.status, "since": _Asker.since, "date": _Asker.date,
    "mentions": _Asker.mentions, "articles": _Asker.articles,
}  # fmt: skip
"""What is worked out for a record; everything else is one of its fields."""


def _field(value: Any, way: Sequence[str]) -> Any:
    """The value under a name, or those of all members of a list."""
    if not way:
        return value
    if isinstance(value, tuple):
        found = [_field(one, way) for one in value]
        return tuple(dict.fromkeys(one for one in found if one is not None))
    if isinstance(value, Mapping):
        return _field(value.get(way[0]), way[1:])
    if isinstance(value, Struct) and not isinstance(value, When):
        field = fields(type(value)).get(way[0])
        return _field(getattr(value, field.name), way[1:]) if field is not None else None
    return None


def _known(name: str, kinds: Iterable[str]) -> None:
    """Raise `ListError` for a column that no record of these kinds has."""
    first = name.split(".")[0]
    known = {one for kind in kinds for one in fields(KINDS[kind])}
    if name not in MADE and first not in known:
        hint = did_you_mean(first, {*known, *MADE}) or f"besides its keys there are: {', '.join(MADE)}"
        raise ListError(f"there is no field “{name}” here; {hint}")


def plain_value(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, When):
        return str(value)
    if isinstance(value, Struct):
        parts = ((one, getattr(value, one.name)) for one in struct_fields(value))
        written = {made.name: made.written for made in fields(type(value)).values()}
        return {written[one.name]: plain_value(part) for one, part in parts if part != one.default and part != {}}
    if isinstance(value, Mapping):
        return {key: plain_value(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(one) for one in value]
    return value


def cell(value: Any) -> str:
    """A value as one line of text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {cell(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(cell(one) for one in value)
    return " ".join(str(value).split())


# --- conditions ------------------------------------------------------------------------------------------------------

_CONDITION = pattern(r"\s*([A-Za-z_][\w.]*)\s*(<=|>=|!=|!~|=|~|<|>)\s*(.*?)\s*", re.DOTALL)
_ALONE = pattern(r"\s*(!?)\s*([A-Za-z_][\w.]*)\s*")
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
Test = Callable[[_Asker, str], bool]


def _test(text: str, kinds: Iterable[str]) -> Test:
    """A condition: `status=unverified`, `date>=2022-04`, `title~storm`, `summary`, `!summary`."""
    if alone := _ALONE.fullmatch(text):
        name, wanted = alone[2], not alone[1]
        _known(name, kinds)
        return lambda asker, key: (asker.value(key, name) not in (None, "", (), {}, False)) == wanted
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise ListError(
            f"“{text}” is no condition; write one such as status=unverified, date>=2022-04, title~storm or !summary"
        )
    name, sign, value = found.groups()
    _known(name, kinds)
    return lambda asker, key: _holds(asker.value(key, name), sign, value)


def _holds(value: Any, sign: str, wanted: str) -> bool:
    """Of a list it is enough that one member fits; with `!=` and `!~` none may."""
    if sign in {"!=", "!~"}:
        return not _holds(value, sign[1:], wanted)
    if isinstance(value, tuple):
        return any(_holds(one, sign, wanted) for one in value)
    if sign == "~":
        return wanted.casefold() in cell(plain_value(value)).casefold()
    if sign == "=":
        return _equal(value, wanted)
    if value is None or value == "":
        return False
    if isinstance(value, When):
        return _dated(value, sign, wanted)
    try:
        return _COMPARED[sign](float(value), float(wanted))
    except (TypeError, ValueError):
        return _COMPARED[sign](str(value), wanted)


def _equal(value: Any, wanted: str) -> bool:
    """A key fits by its id alone; a date by any date that holds it."""
    if isinstance(value, When):
        try:
            other = parse_when(wanted)
        except DateError:
            return str(value) == wanted
        return other.lower <= value.lower and value.upper <= other.upper
    text = cell(plain_value(value))
    return text == wanted or (":" in text and text.partition(":")[2] == wanted)


def _dated(value: When, sign: str, wanted: str) -> bool:
    try:
        other = parse_when(wanted)
    except DateError as error:
        raise ListError(str(error)) from None
    return {
        "<": value.lower < other.lower, "<=": value.lower <= other.upper,
        ">": value.upper > other.upper, ">=": value.upper >= other.lower,
    }[sign]  # fmt: skip


def _order(value: Any) -> tuple[Any, ...]:
    """For sorting values of one field, of whatever sort."""
    if isinstance(value, When):
        return (1, value.lower.toordinal(), value.upper.toordinal(), "")
    if isinstance(value, bool | int | float):
        return (0, value, 0, "")
    return (2, 0, 0, cell(plain_value(value)).casefold())
