"""What counts in the end: accepted warnings, severities set by the site, `--strict`."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from briefgen.as_of.publication import is_draft
from briefgen.base.codes import CODES
from briefgen.base.diagnostics import Diagnostic, Level, Spot
from briefgen.model.config import SiteConfig
from briefgen.model.records import Record
from briefgen.reading.marks import SITE

ON_REQUEST = frozenset({"W321", "I322", "I323"})
"""Codes that are looked for only when somebody asks, so that a waiver of one is not idle when nothing of the kind was said."""


class Waiver(Struct, frozen=True):
    """A warning that somebody accepted, with the reason."""

    record: str
    code: str
    reason: str
    used: int
    """How many diagnostics it took away."""


class Judged(Struct, frozen=True):
    """Diagnostics with the level that counts, and the waivers that applied."""

    diagnostics: tuple[Diagnostic, ...]
    waivers: tuple[Waiver, ...]


def judge(
    diagnostics: Iterable[Diagnostic],
    records: Mapping[str, Record],
    published: Container[str],
    config: SiteConfig,
    strict: bool = False,
    another_day: bool = False,
) -> Judged:
    """Apply waivers and the site's settings. Errors cannot be waived; a waiver without effect is itself reported.

    A record that is not published yet has not been checked, so its waivers are left alone; so are all of them when
    the site is built for another day than its own, since then other things are wrong.
    """
    accepted = {(SITE, plain(code)): reason for code, reason in config.accept.items()}
    for key, record in records.items():
        accepted.update({(key, plain(code)): reason for code, reason in record.accept.items()})
    used: dict[tuple[str, str], int] = dict.fromkeys(accepted, 0)
    refused: set[tuple[str, str]] = set()
    kept = []
    for one in diagnostics:
        level = _softened(one, level_of(one, config), records)
        waiver = next((each for each in ((one.record, one.code), (SITE, one.code)) if each in accepted), None)
        if waiver is not None and level in {"warning", "note"}:
            used[waiver] += 1
        elif level != "off":
            refused |= {waiver} if waiver is not None else set()
            kept.append(replace(one, level="error" if strict and level == "warning" else level))
    idle = [
        _idle(key, code, (key, code) in refused, config, strict)
        for (key, code), times in used.items()
        if (key, code) in refused
        or (not times and code not in ON_REQUEST and not another_day and (key in published or key == SITE))
    ]
    kept += [one for one in idle if one.level != "off"]
    waivers = [Waiver(key, code, accepted[key, code], times) for (key, code), times in used.items()]
    return Judged(tuple(kept), tuple(waivers))


LEFT_OVER = frozenset({"E036", "I038"})
"""What is left to do, which matters once readers may see the record."""
_UNKNOWN = "E002"
"""Names a record that there is not."""


def whose_record_counts(diagnostics: Iterable[Diagnostic]) -> set[str]:
    """Records that `judge` looks at besides those that accept something."""
    return {one.record for one in diagnostics if one.code == _UNKNOWN or one.code in LEFT_OVER}


def _softened(one: Diagnostic, level: Level, records: Mapping[str, Record]) -> Level:
    """A draft may still lack the records that it will speak of, and say what is left to do."""
    record = records.get(one.record)
    if one.code in LEFT_OVER and (record is None or is_draft(record)):
        return "off"
    if one.code == _UNKNOWN and level == "error" and record is not None and is_draft(record):
        return "warning"
    return level


def _idle(key: str, code: str, refused: bool, config: SiteConfig, strict: bool) -> Diagnostic:
    found = Diagnostic(
        "W030",
        Spot(key, ("accept", code), on_key=True),
        f"{code} is an error, which cannot be accepted" if refused else f"nothing is left of {code} to accept here",
        "mend what it tells, and take the line out" if refused else "take the line out",
        record=key,
    )
    level = level_of(found, config)
    return replace(found, level="error" if strict and level == "warning" else level)


def plain(code: str) -> str:
    """A code without its prefix."""
    return code.removeprefix("BG-")


def level_of(one: Diagnostic, config: SiteConfig) -> Level:
    """The site's own setting, else what the check said, else the register.

    Errors of block 0xx and unknown statuses cannot be softened: what could not be read cannot be published.
    """
    default: Level = one.level or CODES[one.code].level
    if one.code.startswith("E0") or one.code == "E204":
        return default
    return {plain(code): level for code, level in config.checks.items()}.get(one.code, default)
