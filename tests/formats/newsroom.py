"""A small newsroom with every kind of record that formats look at, and readers of what they write."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any

import html5lib
from small_sites import SmallSite

URL = "https://example.org/news/"
Make = Callable[[Mapping[str, str | bytes]], SmallSite]

SITE = f"""title: The Merrow Desk
url: {URL}
lang: en-GB
images: {{cards: none}}
timezone: Europe/London
description: What is known about the island of Merrow.
publisher: {{name: Merrow Publishing, policies: {{corrections: about}}}}
authors: [ida, desk]
"""
PEOPLE = """ann: {name: Ann Lee, summary: A witness., roles: [{title: Harbour master, org: harbour, from: 2020-01-01}], ids: {wikidata: Q1}}
hid: {name: Hid Denby, summary: Stays private., privacy: limited, privacy_reason: A minor witness.}
"""
CLAIMS = """rain:
  statement: It rained on Merrow on Saturday.
  short: Rain on Saturday
  kind: event
  about: [place:merrow]
  topics: [storm]
  assertions:
    - {by: ann, date: 2022-04-02, mode: interview, source: paper}
    - {by: harbour, date: 2022-04-03, mode: press-statement, source: notice}
  status_history:
    - {date: 2022-04-02, status: unverified, reason: Only she says so.}
    - {date: 2022-04-04, status: refuted, reason: The gauge was dry., evidence: [e1]}
  evidence:
    - {id: e1, stance: refutes, source: gauge, origin: The weather service, origin_note: It measures by itself., type: data}
  review: {published: true, date: 2022-04-05, rating: 1, label: "False", explanation: The gauge was dry., author: ida}
boat:
  statement: A boat was lost off Merrow.
  short: Boat lost
  kind: event
  assertions: [{by: hid, date: 2022-04-02, mode: interview, source: paper}]
  status_history: [{date: 2022-04-02, status: unverified, reason: Nobody has seen it since.}]
moon:
  statement: The moon is far away.
  short: Moon far away
  kind: background
  assertions: [{by: ann, date: 2022-03-01, mode: interview, source: paper}]
  status_history: [{date: 2022-03-01, status: confirmed, reason: It has been measured., evidence: [e1]}]
  evidence: [{id: e1, stance: supports, source: gauge, origin: The observatory, origin_note: It measures by itself., type: data}]
"""
FILES: Mapping[str, str | bytes] = {
    "/briefgen.yaml": SITE,
    "people.yaml": PEOPLE,
    "claims.yaml": CLAIMS,
    "organisations.yaml": "harbour: {name: Merrow Harbour Board, kind: local-government, summary: Runs the port., url: 'https://harbour.example/'}\n",
    "places.yaml": "merrow: {name: Merrow, kind: area, summary: An island., coordinates: {lat: 50.123456789, lon: -5.5, precision: settlement}}\n"
    "den: {name: Safe House, kind: building, summary: A house., coordinates: {lat: 51.0, lon: -5.0, precision: obscured}}\n",
    "events.yaml": "storm-night: {title: The night of the storm, date: 2022-04-01, kind: disaster, places: [merrow], people: [ann], status: reported, summary: It blew.}\n",
    "topics.yaml": "storm: {title: The storm, summary: What the storm did.}\n",
    "glossary.yaml": "squall: {term: squall, definition: A sudden wind.}\n",
    "authors.yaml": "ida: {name: Ida Marsh, ids: {orcid: 0000-0002-1825-0097}}\ndesk: {name: The desk, group: true}\n",
    "sources.yaml": "paper: {kind: news-article, title: Merrow Times, url: 'https://times.example/rain', published: 2022-04-02, publisher: Merrow Times}\n"
    "notice: {kind: official-statement, title: Notice, url: 'https://harbour.example/notice', published: 2022-04-03}\n"
    "gauge: {kind: dataset, title: Rain gauge, url: 'https://weather.example/gauge'}\n",
    "corrections.yaml": "c1: {target: 'article:storm', date: 2022-04-05T09:00+01:00, kind: correction, severity: material, "
    "text: We wrote Sunday; it was Saturday., was: Sunday, now: Saturday}\n",
    "pages/about.md": "---\ntitle: About us\nsummary: Who we are.\nmenu: true\n---\nWe correct what is wrong.\n",
    "articles/storm.md": "---\ntitle: Storm over Merrow\ndate: 2022-04-03T08:00+01:00\nstandfirst: The wind came at night.\n"
    "summary: [It blew hard., Nobody was hurt.]\nsection: World\ntopics: [storm]\nbased_on: [paper]\nlocation: merrow\ntags: [weather]\n"
    "changelog: [{date: 2022-04-06, kind: update, note: The gauge was read., material: true}]\n---\n"
    "Ann Lee said on Merrow that [it had rained]{claim=rain}.[[source:paper]] Hid Denby saw a squall, and [a boat was gone]{claim=boat}.\n",
    "articles/calm.md": "---\ntitle: Calm on Merrow\ndate: 2022-04-07\nauthors: [Tom Field]\nnoindex: true\n---\nAnn Lee slept on Merrow.\n",
    "articles/sun.md": "---\ntitle: Sun on Merrow\ndate: 2022-04-05\nsection: World\n---\nAnn Lee saw the sun. The Merrow Harbour Board opened the port and Safe House.\n",
}  # fmt: skip
"""A site without a fault, by path below `content/`."""


def with_site(extra: str) -> dict[str, str | bytes]:
    """The files with more lines in the site record."""
    return {**FILES, "/briefgen.yaml": SITE + extra}


def output(site: SmallSite) -> dict[str, str]:
    """Every text file of the built site, by its path."""
    folder = site.root / "site"
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".css", ".js", ".svg", ".png", ".jpg", ".webp"}:
            found[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
    return found


def built(make: Make, files: Mapping[str, str | bytes] = FILES) -> tuple[SmallSite, dict[str, str]]:
    """The site, built without an error, and its files."""
    site = make(files)
    done = site.build()
    assert done.written is not None, site.text(done.prepared.diagnostics)
    return site, output(site)


def blocks(html: str) -> list[dict[str, Any]]:
    """The blocks of structured data on a page, as a parser of HTML finds them."""
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    return [json.loads(one.text or "") for one in tree.iter("script") if one.get("type") == "application/ld+json"]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a block."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from nodes(one)


def of_type(found: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Objects of one type in some blocks."""
    return [
        one
        for one in nodes(found)
        if kind in (one.get("@type") if isinstance(one.get("@type"), list) else [one.get("@type")])
    ]


def metas(html: str) -> list[tuple[str, str]]:
    """Names and contents of the tags in a head."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html)
    return [(name, unescape(content)) for name, content in found]
