"""One record or page: what it is, where it is used, what its page is made of, and why it would be made anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from briefgen.asking.listing import plain_value, rows
from briefgen.asking.project import Project, UnknownRecordError, path_of_address
from briefgen.asking.where import Place, where
from briefgen.base.text import did_you_mean
from briefgen.model.output import Page
from briefgen.model.site import split_key
from briefgen.output.making import made_of, would_change
from briefgen.pages.routes import file_of
from briefgen.pages.view import template_of
from briefgen.preparing import Prepared


class PageShown(Struct, frozen=True):
    """A page of the built site."""

    path: str
    """File below the output folder."""
    address: str
    template: str
    made_of: tuple[str, ...]
    why: tuple[str, ...] | None
    """Why the next build would make it anew, empty when it would not; None when nobody asked."""


class Shown(Struct, frozen=True):
    """What there is to tell of one record or page."""

    key: str
    """Empty for a page that is not one record's."""
    name: str
    file: str
    """Where the record is written, with its line."""
    facts: Mapping[str, Any]
    used: tuple[Place, ...]
    pages: tuple[PageShown, ...]


def show(project: Project, prepared: Prepared, output: Path, wanted: str, why: bool) -> Shown:
    """Everything about a record, or about a page that is no record's. Raises `UnknownRecordError` and `UseError`."""
    try:
        key = project.find(wanted)
    except UnknownRecordError:
        page = _page(prepared.pages, wanted)
        if page is None:
            raise
        if page.key not in project.records.records:
            return Shown("", page.owner or page.kind, "", {}, (), (_shown(project, prepared, output, page, why),))
        key = page.key
    pages = [one for one in prepared.pages if one.key == key and one.kind == split_key(key)[0] and not one.number]
    return Shown(
        key,
        project.name(key),
        project.place(key),
        _facts(project, key),
        tuple(where(project, key)),
        tuple(_shown(project, prepared, output, one, why) for one in pages),
    )


def _page(pages: Sequence[Page], wanted: str) -> Page | None:
    plain = path_of_address(wanted)
    known = {one.path: one for one in pages}
    tried = (plain, file_of(plain), file_of(f"{plain}/"), f"{plain}.html", plain or "index.html")
    found = next((known[one] for one in tried if one in known), None)
    if found is None and "/" in wanted:
        hint = did_you_mean(plain, (one.url.strip("/") for one in pages)) or "briefgen list tells what there is"
        raise UnknownRecordError(f"there is no record and no page “{wanted}”; {hint}")
    return found


def _shown(project: Project, prepared: Prepared, output: Path, page: Page, why: bool) -> PageShown:
    base = project.records.config.url
    address = f"{base.rstrip('/')}/{page.url}" if base else page.url
    site, theme = prepared.site, prepared.theme
    if theme is None:
        return PageShown(page.path, address, template_of(page), (), ("the theme cannot be read",) if why else None)
    reasons = would_change(project.root, output, site, theme, page) if why else None
    return PageShown(page.path, address, template_of(page), _condensed(made_of(site, theme, page)), reasons)


_SETTING = ("the site record (", ")")


def _condensed(asked: Sequence[str]) -> tuple[str, ...]:
    """What a page is made of: records first, everything it asks of the settings in one line, what says nothing left out."""
    settings = [one.removeprefix(_SETTING[0]).removesuffix(_SETTING[1]) for one in asked if one.startswith(_SETTING[0])]
    others = [one for one in asked if not one.startswith(_SETTING[0]) and one not in {"the record", "the text of"}]
    first = [one for one in others if ":" in one]
    told = f"the site record: {', '.join(settings)}"
    return (*first, *(one for one in others if one not in first), *((told,) if settings else ()))


_FACTS = ("state", "status", "since", "date", "mentions", "articles")
_LEFT_OUT = frozenset({"id", "editor_notes"})


def _facts(project: Project, key: str) -> dict[str, Any]:
    """What is worked out, then what is written; longer texts cut."""
    made = rows(project, split_key(key)[0], [f"key={key}"], "", _FACTS)
    found = {name: value for row in made if row.key == key for name, value in row.values.items()}
    written = plain_value(project.resolved.records[key])
    facts = {name: value for name, value in found.items() if value not in (None, "", 0)}
    facts.update({name: value for name, value in written.items() if name not in facts and name not in _LEFT_OUT})
    return facts
