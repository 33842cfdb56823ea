"""A small whole example of each kind of file, for schemas. Invented; tests hold every one against the checks of reading."""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLES: Mapping[str, str] = {
    "site": """\
title: Explained, claim by claim
url: https://example.org/briefings/
lang: en-GB
timezone: Europe/London
description: Short news briefings that show who said what.
publisher: {name: The Explained Desk}
checks: {W104: note}
""",
    "article": """\
title: Storm closes the harbour
date: 2024-03-08
standfirst: Ferries stay in port until Monday.
summary: [The harbour is closed., Nobody was hurt.]
topics: [winter-storms]
authors: [newsdesk]
location: port-town
""",
    "person": """\
name: Ada Example
sort_name: Example, Ada
names: {uk: Ада Екземпл}
aliases: [Ada B. Example]
honorific: Ms
family_name: Example
roles:
  - {title: Harbour master of Port Town, short: harbour master, org: port-authority, from: 2021-05-01}
summary: Harbour master of Port Town since May 2021.
""",
    "organisation": """\
name: Port Authority
kind: local-government
country: GB
place: port-town
summary: Runs the harbour of Port Town.
url: https://example.org/port
""",
    "place": """\
name: Port Town
kind: town
country: GB
coordinates: {lat: 50.35, lon: -4.14, precision: settlement}
aliases: [Port-on-Sea]
summary: A town with a ferry harbour.
""",
    "event": """\
title: Harbour closed
date: 2024-03-08
time: in the morning
kind: disaster
status: reported
places: [port-town]
people: [ada-example]
summary: The harbour master closed the harbour because of the storm.
""",
    "claim": """\
statement: All ferries stayed in port on 8 March 2024.
short: Ferries stayed in port
kind: event
about: [port-authority, port-town]
where: port-town
assertions:
  - by: ada-example
    date: 2024-03-08
    mode: press-statement
    source: port-statement
    quote: No ferry will leave today.
status_history:
  - date: 2024-03-08
    status: unverified
    reason: The port authority says so, and nobody else could be asked yet.
evidence:
  - id: e1
    stance: supports
    source: port-statement
    origin: organisation:port-authority
    type: statement
""",
    "source": """\
kind: official-statement
title: Harbour closed until Monday
url: https://example.org/port/closed
publisher: port-authority
published: 2024-03-08
accessed: 2024-03-08
reliability: B
""",
    "term": """\
term: storm surge
plural: storm surges
definition: A rise of the sea that a storm pushes against the coast.
""",
    "topic": """\
title: Winter storms
summary: What the storms of the winter do to the coast.
status: ongoing
key_people: [ada-example]
what_we_know: [{text: The harbour is closed., claims: [ferries-stayed]}]
""",
    "correction": """\
target: article:storm-closes-harbour
date: 2024-03-09
kind: correction
severity: material
was: until Sunday
now: until Monday
text: An earlier version said that the harbour was closed until Sunday. It is closed until Monday.
""",
    "author": """\
name: Robin Writer
role: Reporter
links: [{label: Robin’s own page, url: https://example.org/robin}]
""",
    "page": """\
title: How we work
summary: Which words we use, and what they mean.
menu: true
""",
    "style": """\
spellings:
  - {prefer: Kyiv, reject: [Kiev], allow_phrases: [chicken Kiev]}
honorifics: {dots: never, first: never}
attribution: {claimed: said, admitted: said}
""",
    "theme": """\
name: evening
version: 1.0.0
api: 1
title: Evening
extends: broadsheet
options:
  accent: {type: choice, default: ink, choices: [ink, plum], help: The one colour.}
""",
    "notes": """\
who:
  - {ref: ada-example, note: Closed the harbour., group: Officials}
places:
  - {ref: port-town, note: The harbour is here.}
claims:
  - {ref: ferries-stayed}
terms: [storm-surge]
""",
    "translation": """\
name: Ада Екземпл
sort_name: Екземпл, Ада
summary: Начальниця порту з травня 2021 року.
words: {Harbour master of Port Town: Начальниця порту міста}
""",
}
