"""Who says what: a rule of Markdown, a check and a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from briefgen.as_of.claim_status import status_at
from briefgen.base.dates import day_of
from briefgen.extending import Document, Extension, Finding, Html, OwnPage, Site, escape, marked
from briefgen.model.records import Claim, Person

HIGHLIGHTED = re.compile(r"==(?=\S)([^=\n]+?)(?<=\S)==")


def highlighted(document: Document) -> Document:
    """`==words==` stands out."""
    return marked(document, HIGHLIGHTED, "<mark>", "</mark>")


def speakers_have_roles(site: Site) -> Iterable[Finding]:
    """Readers should be able to tell for whom somebody speaks."""
    for key in site.claims_by:
        person = site.records.get(key)
        if isinstance(person, Person) and not person.roles:
            message = f"{person.name} makes claims but has no role"
            yield Finding(key, message, "add one: roles: [{title: …, org: …, from: …}]")


def speakers_page(site: Site) -> Iterable[OwnPage]:
    """Everybody who makes claims, those with most claims first."""
    if site.claims_by:
        yield OwnPage(
            address=("speakers",),
            title="Who says what",
            summary="Everybody whose claims we follow, and how many of these are open.",
            body=lambda link_to: _table(site, link_to),
        )


def _table(site: Site, link_to: Callable[[str], str]) -> Html:
    rows = []
    for key, claims in sorted(site.claims_by.items(), key=lambda one: (-len(one[1]), one[0])):
        speaker = site.records.get(key)
        if speaker is not None:
            name, url = escape(getattr(speaker, "name", "")), escape(link_to(key))
            shown = f'<a href="{url}">{name}</a>' if url else name
            opened = sum(1 for claim in claims if _is_open(site, claim))
            rows.append(f'<tr><th scope="row">{shown}</th><td>{len(claims)}</td><td>{opened}</td></tr>')
    head = '<tr><th scope="col">Speaker</th><th scope="col">Claims</th><th scope="col">Open</th></tr>'
    return Html(f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>")


def _is_open(site: Site, key: str) -> bool:
    claim = site.records[key]
    entry = status_at(claim, day_of(site.now.day)) if isinstance(claim, Claim) else None
    return entry is not None and not site.statuses[entry.status].closed


extension = Extension(
    name="speakers",
    version="1.0.0",
    markdown=(highlighted,),
    checks=(speakers_have_roles,),
    planners=(speakers_page,),
)
