"""Starts a briefing from a report: reads it, asks what the project has, and writes new files only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from briefgen.base.text import slug
from briefgen.desk.new import write_new
from briefgen.drafting.draft import Helper, draft_of
from briefgen.drafting.proposals import Draft, Sure
from briefgen.drafting.report import LARGEST, ReportError, read_report
from briefgen.drafting.stubs import Filed, Plan, Stub, plan
from briefgen.linking.names import names_of
from briefgen.model.records import Place
from briefgen.model.site import Records, split_key
from briefgen.reading.content import read_content
from briefgen.reading.disk import read_project

SEEDS = "seeds"
_LONGEST_ID = 60


class Drafted(NamedTuple):
    """What was proposed, what was written, and what was there already."""

    draft: Draft
    plan: Plan
    written: tuple[Stub, ...]
    there: tuple[Stub, ...]
    """Files that exist and were left alone."""


def draft_from(
    root: Path, report: Path, today: str, *, id: str = "", date: str = "", least: Sure = "guess", dry: bool = False, helper: Helper | None = None
) -> Drafted:  # fmt: skip
    """Write the stubs for a report. Raises `ReportError` when it cannot be read."""
    draft, planned = planned_for(root, report, today, id=id, date=date, least=least, helper=helper)
    written, there = [], []
    for stub in planned.stubs:
        path = root / stub.path
        if path.exists():
            there.append(stub)
            continue
        if not dry:
            try:
                write_new(path, stub.text)
            except FileExistsError:
                there.append(stub)
                continue
        written.append(stub)
    return Drafted(draft, planned, tuple(written), tuple(there))


def planned_for(
    root: Path, report: Path, today: str, *, id: str = "", date: str = "", least: Sure = "guess", helper: Helper | None = None
) -> tuple[Draft, Plan]:  # fmt: skip
    """What would be written for a report. Raises `ReportError`."""
    read = read_report(report.name, _bytes(report))
    if date:
        read = type(read)(read.title, read.paragraphs, date, read.publisher, read.url)
    if not read.paragraphs:
        raise ReportError(f"{report.name} holds no text")
    draft = draft_of(read, helper)
    records = read_content(read_project(root).value).value
    id = id or slug(report.stem)[:_LONGEST_ID].strip("-") or "report"
    for kind in ("source", "article"):
        if f"{kind}:{id}" in records.records:
            path = records.origins[f"{kind}:{id}"].path
            raise ReportError(f"there is {kind}:{id} already ({path}); to draft once more, give another id with --id")
    return draft, plan(draft, id, today, _below_seeds(root, report), _filed(records), least)


def _bytes(report: Path) -> bytes:
    try:
        with report.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise ReportError(f"{report} cannot be read: {error.strerror}") from None


def _below_seeds(root: Path, report: Path) -> str:
    """The path of a report in the project’s `seeds/`, which checks read; empty for any other, and for kinds they cannot read."""
    try:
        below = report.resolve().relative_to(root.resolve())
    except ValueError:
        return ""
    return below.as_posix() if below.parts[:1] == (SEEDS,) and report.suffix in {".md", ".txt"} else ""


def _filed(records: Records) -> Filed:
    names = names_of(records.records)
    known: dict[str, str] = {}
    for form, entries in names.exact.items():
        keys = list(dict.fromkeys(one.key for one in entries if one.key and one.strength == "strong"))
        if len(keys) == 1 and split_key(keys[0])[0] in {"person", "place", "organisation"}:
            known[form] = keys[0]
    return Filed(known, frozenset(records.records), _countries(records))


def _countries(records: Records) -> Mapping[str, str]:
    return {
        record.country: split_key(key)[1]
        for key, record in records.records.items()
        if isinstance(record, Place) and record.kind == "country" and record.country
    }
