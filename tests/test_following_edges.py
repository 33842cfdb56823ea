"""Edits that look harmless and are not: each has to give what a full build of the same files gives."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from test_revision import as_plain, followed, planned, said, state_of

OPEN, REFUTED = "status: unverified, reason: One driver.", "status: refuted, reason: Seen., evidence: [e1]"
CONFIRMED = "status: confirmed, reason: Seen., evidence: [e2]"


def claim(id: str, day: str, status: str, more: str = "") -> str:
    """A claim with one entry, and evidence of both kinds."""
    return (
        f"{id}:\n  kind: event\n  short: It is open.\n  statement: It is open.\n{more}"
        f"  assertions: [{{by: un, date: {day}, mode: press-statement, source: paper}}]\n  evidence:\n"
        "    - {id: e1, stance: refutes, source: other, origin: organisation:un, type: statement}\n"
        "    - {id: e2, stance: supports, source: paper, origin: organisation:rail, type: statement}\n"
        f"  status_history:\n    - {{date: {day}, {status}}}\n"
    )


def article(day: str, text: str, more: str = "") -> str:
    """An article in a few words."""
    return f"---\ntitle: About {day}\ndate: {day}\n{more}---\n{text}\n"


BRIDGE = "[the bridge is open]{claim=bridge}"
MERROW: Mapping[str, str] = {
    "briefgen.yaml": "title: Merrow\nlang: en\nurl: https://merrow.example/\nas_of: 2022-05-01\n",
    "content/sources.yaml": "".join(
        f"{id}: {{kind: webpage, title: The {id}, url: https://{id}.example/}}\n" for id in ("paper", "other")
    ),
    "content/organisations.yaml": "".join(
        f"{id}: {{name: {name}, kind: government, summary: A body.}}\n"
        for id, name in (("un", "United Nations"), ("rail", "Rail Board"))
    ),
    "content/places.yaml": "merrow:\n  name: Merrow\n  kind: settlement\n  summary: A town.\n  coordinates: {lat: 51.2, lon: -0.5, precision: settlement}\n",
    "content/claims.yaml": claim("bridge", "2022-04-02", OPEN),
    "content/articles/storm.md": article("2022-04-02", f"In Merrow {BRIDGE}."),
    "content/articles/rain.md": article("2022-04-03", "It rains."),
}
CLAIMS, STYLE, ABOUT = "content/claims.yaml", "content/style.yaml", "content/pages/about.md"
DOUBT = f"It is allegedly so that {BRIDGE}."
HEDGES = {STYLE: "hedges: [allegedly]\n"}
LIM = {
    STYLE: "honorifics: {later: always}\n",
    "content/people.yaml": "lim: {name: Wanda Lim, family_name: Lim, honorific: Prof, summary: A cook.}\n",
    "content/articles/lunch.md": article("2022-04-04", "Wanda Lim cooked. Soup was what Lim ate."),
}
MARKED = {
    ABOUT: f"---\ntitle: About\n---\nIt is so that {BRIDGE}.\n",
    "content/articles/storm.md": article("2022-04-02", f"In Merrow {BRIDGE}.", "claims: [bridge]\n"),
    "content/articles/rain.md": article("2022-04-03", "[See](about.md#c-bridge) and [see](storm.md#c-bridge)."),
}


class Case(NamedTuple):
    """In a small newsroom with some more files, words of one file become others."""

    name: str
    more: Mapping[str, str]
    file: str
    old: str
    new: str


CASES = (
    Case(
        "a claim that nobody lists closes and has no feed any more",
        {CLAIMS: MERROW[CLAIMS] + claim("tunnel", "2022-04-20", OPEN)},
        CLAIMS,
        f"2022-04-20, {OPEN}",
        f"2022-04-20, {REFUTED}",
    ),
    Case(
        "a claim opens and has one from then on",
        {CLAIMS: MERROW[CLAIMS] + claim("tunnel", "2022-04-20", REFUTED)},
        CLAIMS,
        f"2022-04-20, {REFUTED}",
        f"2022-04-20, {OPEN}",
    ),
    Case(
        "the feed is all that rests on the history",
        {"briefgen.yaml": MERROW["briefgen.yaml"] + "pages: {days: false, timeline: false, changes: false}\n"},
        CLAIMS,
        OPEN,
        REFUTED,
    ),
    Case(
        "the only place loses its point",
        {},
        "content/places.yaml",
        "  coordinates: {lat: 51.2, lon: -0.5, precision: settlement}\n",
        "",
    ),
    Case("the only place is obscured", {}, "content/places.yaml", "precision: settlement", "precision: obscured"),
    Case(
        "the first place has a point",
        {"content/places.yaml": "merrow:\n  name: Merrow\n  kind: settlement\n  summary: A town.\n"},
        "content/places.yaml",
        "  summary",
        "  coordinates: {lat: 51.2, lon: -0.5, precision: settlement}\n  summary",
    ),
    Case(
        "a source is a claim's no more, but is still named",
        {CLAIMS: claim("bridge", "2022-04-02", OPEN, "  see_also: [source:other]\n")},
        CLAIMS,
        "    - {id: e1, stance: refutes, source: other, origin: organisation:un, type: statement}\n",
        "",
    ),
    Case("a doubt in a page", {**HEDGES, ABOUT: f"---\ntitle: About\n---\n{DOUBT}\n"}, CLAIMS, OPEN, CONFIRMED),
    Case(
        "a doubt in a draft",
        {**HEDGES, "content/articles/draft.md": article("2022-04-05", DOUBT, "draft: true\n")},
        CLAIMS,
        OPEN,
        CONFIRMED,
    ),
    Case(
        "a doubt where the claim is not listed",
        {**HEDGES, "content/articles/without.md": article("2022-04-05", DOUBT, "claims: {exclude: [bridge]}\n")},
        CLAIMS,
        OPEN,
        CONFIRMED,
    ),
    Case("a page has a mark less, which another text names", MARKED, ABOUT, BRIDGE, "the bridge is open"),
    Case(
        "an article has a mark less, which another text names",
        MARKED,
        "content/articles/storm.md",
        BRIDGE,
        "the bridge is open",
    ),
    Case(
        "a heading goes that a short field names",
        {
            ABOUT: "---\ntitle: About\n---\n## Money\n\nWe have none.\n",
            CLAIMS: claim("bridge", "2022-04-02", OPEN, "  note: See [who pays](about.md#money).\n"),
        },
        ABOUT,
        "## Money",
        "## Means",
    ),
    Case("another honorific", LIM, "content/people.yaml", "Prof", "Dame"),
    Case("no honorific", LIM, "content/people.yaml", " honorific: Prof,", ""),
    Case(
        "a day goes that a text links to",
        {
            CLAIMS: MERROW[CLAIMS] + "    - {date: 2022-04-12, status: disputed, reason: Another denies it.}\n",
            "content/articles/rain.md": article("2022-04-03", "It rained [later](/as-of/2022-04-12/)."),
        },
        CLAIMS,
        "2022-04-12",
        "2022-04-13",
    ),
)  # fmt: skip


def written(root: Path, files: Mapping[str, str]) -> Path:
    """A project of these files."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("case", CASES, ids=[one.name for one in CASES])
def test_a_followed_edit_gives_what_a_full_build_gives(tmp_path: Path, case: Case) -> None:
    """The same records, pages and findings; or it is not followed, and a full build is what the editor gets."""
    files = {**MERROW, **case.more}
    before = state_of(written(tmp_path, files))
    assert files[case.file].count(case.old) == 1
    written(tmp_path, {case.file: files[case.file].replace(case.old, case.new)})
    full, done = state_of(tmp_path), followed(before, tmp_path, case.file)
    assert (said(before), planned(before.site)) != (said(full), planned(full.site)) or as_plain(
        before.site
    ) != as_plain(full.site)
    if done is not None:
        assert said(done.state) == said(full)
        assert as_plain(done.state.site) == as_plain(full.site)
        pages = {**{page.path: page for page in planned(before.site)}, **done.pages}
        assert {page for path, page in pages.items() if path not in done.gone} == set(planned(full.site))
