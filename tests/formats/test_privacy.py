"""What must not leave the site: by no output, whatever refers to it, and by no format that is off."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import FILES, SITE, Make, blocks, built, metas

EVERYTHING = (
    "languages: [uk]\nnames: {inflect: [uk]}\napi: true\nexports: true\nembeds: true\nllms: true\nmail: {articles: 99}\n"
    "feeds: {formats: [atom, json, rss]}\nsitemap: {news: true}\n"
    "security: {contact: ['mailto:x@example.org'], expires: 2023-01-01}\ntrust: {contact: ['mailto:x@example.org']}\n"
)
MARK = "Zyxwv"
"""Stands in every field of what must not be told; no other text has it."""
KINDS = {
    "people": "name: {n}, summary: {n}., honorific: {n}, born: 1961-02-03, ids: {{wikidata: Q424242}}, aliases: [{n} Also], "
    "names: {{uk: {n}}}, roles: [{{title: {n}, org: harbour, from: 2020-01-01}}], links: [{{url: 'https://zyxwv.example/', label: {n}}}]",
    "organisations": "name: {n}, kind: company, summary: {n}., url: 'https://zyxwv.example/', names: {{uk: {n}}}, parent: harbour",
    "places": "name: {n}, kind: building, summary: {n}., coordinates: {{lat: 42.4242, lon: 42.4242, precision: exact}}, names: {{uk: {n}}}",
}
"""Fields of a record by the folder of its kind."""
HIDDEN = ("privacy: limited, privacy_reason: A witness", "privacy: protected, privacy_reason: A witness", "draft: true")
TRACES = re.compile(r"zyxwv|hidden-[pol]|Q424242|42\.4242|1961-02-03", re.IGNORECASE)
MACHINES = ("embed/", "oembed/", "api/", "data/", "uk/embed/", "uk/oembed/", "uk/api/", "uk/data/")


def site_with(hidden: Mapping[str, str]) -> dict[str, str | bytes]:
    """The newsroom with records that readers may not see, to which everything refers that can."""
    files: dict[str, str | bytes] = {**FILES, "/briefgen.yaml": SITE + EVERYTHING}
    files["articles/storm.uk.md"] = "---\ntitle: Буря\ndate: 2022-04-03\n---\nБуло [мокро]{claim=rain}.\n"
    for folder, how in hidden.items():
        fields = KINDS[folder].format(n=f"{MARK} {folder[0].upper()}el")
        if how.startswith("privacy: protected"):
            fields = fields.replace(", parent: harbour", "").replace(", org: harbour", "")
        files[f"{folder}.yaml"] = f"{files[f'{folder}.yaml']}hidden-{folder[0]}: {{{fields}, {how}}}\n"
    # References to drafts are mistakes, and with those to protected records nothing is written (see below).
    person, body, place = (
        hidden.get(one, "").startswith("privacy: limited") for one in ("people", "organisations", "places")
    )
    claims = str(files["claims.yaml"])
    about = [
        one
        for one, may in (("person:hidden-p", person), ("organisation:hidden-o", body), ("place:hidden-p", place))
        if may
    ]
    claims = claims.replace("about: [place:merrow]", f"about: [{', '.join(['place:merrow', *about])}]")
    if person:
        claims = claims.replace("{by: ann, date: 2022-03-01", "{by: hidden-p, date: 2022-03-01")
    if body:
        claims = claims.replace("origin: The observatory", "origin: organisation:hidden-o")
    files["claims.yaml"] = claims
    events = str(files["events.yaml"])
    places = f"places: [merrow{', hidden-p' if place else ''}], orgs: [harbour{', hidden-o' if body else ''}]"
    events = events.replace("places: [merrow]", places).replace(
        "people: [ann]", f"people: [ann{', hidden-p' if person else ''}]"
    )
    files["events.yaml"] = events
    if body:
        files["sources.yaml"] = str(files["sources.yaml"]).replace(
            "publisher: Merrow Times", "publisher: organisation:hidden-o"
        )
    return files


def told_to_machines(files: Mapping[str, str]) -> dict[str, str]:
    """All that leaves the site but the words of pages: whole files, and what the heads of pages say."""
    found = {}
    for path, text in files.items():
        if path.endswith(".html") and not path.startswith(MACHINES):
            found[path] = json.dumps([*blocks(text), *metas(text)], ensure_ascii=False)
        else:
            found[path] = text
    return found


@given(hidden=st.dictionaries(st.sampled_from(sorted(KINDS)), st.sampled_from(HIDDEN), min_size=1))
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_readers_may_not_see_is_in_no_output(small_site: Make, hidden: dict[str, str]) -> None:
    _, files = built(small_site, site_with(hidden))
    assert [path for path in files if TRACES.search(path)] == []
    told = told_to_machines(files)
    assert {
        "api/v1/people/1.json",
        "uk/api/v1/claims/1.json",
        "mail/storm.txt",
        "data/claims.csv",
        "claimreview.json",
    } <= set(told)
    assert {path: found[0] for path, text in told.items() if (found := TRACES.search(text))} == {}


def test_a_protected_record_that_is_referred_to_stops_the_build(small_site: Make) -> None:
    limited = site_with({"organisations": "privacy: limited, privacy_reason: A witness"})
    site = small_site(
        {name: text.replace("limited, privacy_reason: A w", "protected, privacy_reason: A w") if isinstance(text, str) else text
         for name, text in limited.items()}
    )  # fmt: skip
    done = site.build()
    assert done.written is None
    assert not (site.root / "site/index.html").exists()


@pytest.mark.parametrize("privacy", ["limited", "protected"])
def test_lists_on_pages_of_others_name_nobody_who_is_not_public(small_site: Make, privacy: str) -> None:
    """A part says where it belongs, a person where they work: the page of the whole must not tell of it, nor the build stop."""
    how = f"privacy: {privacy}, privacy_reason: A witness"
    files = dict(FILES)
    for folder, more in (("people", ""), ("organisations", ""), ("places", ", parent: merrow")):
        fields = KINDS[folder].format(n=f"{MARK} {folder[0].upper()}el")
        files[f"{folder}.yaml"] = f"{files[f'{folder}.yaml']}hidden-{folder[0]}: {{{fields}{more}, {how}}}\n"
    _, out = built(small_site, files)
    assert {path: found[0] for path, text in out.items() if (found := TRACES.search(text))} == {}


def test_why_a_status_holds_is_nowhere_when_the_entry_is_not_shown(small_site: Make) -> None:
    """It still counts: cards have the status, and neither they nor the lists by day have its words."""
    entry = f"    - {{date: 2022-04-05, status: refuted, reason: {MARK}, visible: false, evidence: [e1]}}\n"
    claims = str(FILES["claims.yaml"]).replace("  evidence:\n", f"{entry}  evidence:\n", 1)
    files = {**FILES, "/briefgen.yaml": f"{SITE}{EVERYTHING}as_of: 2022-04-08\n", "claims.yaml": claims}
    site, out = built(small_site, files)
    assert [path for path, text in out.items() if TRACES.search(text)] == []
    assert "False" in site.main("claims/rain/index.html")


def test_what_is_withheld_or_yet_to_come_is_in_no_output(small_site: Make) -> None:
    """Evidence that is held back, entries that are not shown, verdicts and articles of tomorrow, pages for nobody."""
    claims = str(FILES["claims.yaml"])
    withheld = f"    - {{id: e2, stance: refutes, source: gauge, origin: {MARK} office, type: data, access: withheld, summary: {MARK}}}\n"
    claims = claims.replace("  review: {published", f"{withheld}  review: {{published", 1)
    entry = f"    - {{date: 2022-04-05, status: refuted, reason: {MARK}, visible: false, evidence: [e1]}}\n"
    claims = claims.replace("  evidence:\n", f"{entry}  evidence:\n", 1)
    files = {
        **FILES,
        "/briefgen.yaml": f"{SITE}{EVERYTHING}as_of: 2022-04-08\n",
        "claims.yaml": claims,
        "articles/later.md": f"---\ntitle: {MARK} later\ndate: 2022-05-01\n---\n{MARK}.\n",
        "articles/draft.md": f"---\ntitle: {MARK} draft\ndate: 2022-04-01\ndraft: true\n---\n{MARK}.\n",
    }
    _, out = built(small_site, files)
    assert {path: found[0] for path, text in told_to_machines(out).items() if (found := TRACES.search(text))} == {}


FORMATS = {
    "structured_data": r"claimreview\.jsonl?|ld\+json|citation_|og:locale",
    "feeds": r"feed[^/]*\.(?:xml|json)|feed\.css|application/(?:atom|rss|feed)",
    "sitemap": r"sitemap|robots\.txt",
    "receipt": r"build\.json",
    "api": r"api/v1",
    "exports": r"data/|datapackage",
    "embeds": r"(?:o?embed)/|oembed",
    "mail": r"mail/",
    "llms": r"llms\.txt",
    "security": r"security\.txt",
    "trust": r"trust\.txt",
}
"""By the switch: what is left of it, as a path or in a page."""


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_that_is_off_leaves_no_trace(small_site: Make, name: str) -> None:
    site = SITE + re.sub(rf"^{name}:.*\n", "", EVERYTHING, flags=re.MULTILINE)
    if name in {"structured_data", "feeds", "sitemap", "receipt"}:
        site += f"{name}: false\n"
    _, files = built(small_site, {**FILES, "/briefgen.yaml": site})
    others = {one: pattern for one, pattern in FORMATS.items() if one != name}
    assert [path for path in files if re.search(FORMATS[name], path)] == []
    pages = chain.from_iterable(
        re.findall(r"<(?:link|a|script|meta)\b[^>]*>", text) for path, text in files.items() if path.endswith(".html")
    )
    assert [one for one in pages if re.search(FORMATS[name], one.replace("mailto:", ""))] == []
    whole = "\n".join(files) + "\n".join(files.values())
    assert [one for one, pattern in others.items() if not re.search(pattern, whole)] == []
