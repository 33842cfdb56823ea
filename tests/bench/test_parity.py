"""The parity benchmark: a corpus becomes a project that briefgen takes, and unequal sites are no comparison."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.build import build
from briefgen.preparing import BuildOptions

from .parity import Site, UnequalError, compare, kind_of, look_at, write_project

_FILES = {
    "articles/2022/bridge-1.md": """\
---
title: "Long bridge closed"
date: 2022-04-02
section: world
summary: "Ann Lee closed the bridge."
tags: [local-aid, rare-talks]
---
Ann Lee closed the bridge of Oldport on Friday. [Bridge records](https://example.org/bridge/1) *rescued* it.[^n1]

[^n1]: It rained.
""",
    "articles/2022/bridge-1.notes.yaml": """\
claims:
  - id: c1-0
    by: ann-lee-1
    status: "disputed"
    text: "The bridge is safe."
    note: "Nobody looked."
  - id: c1-1
    by: oldport-2
    status: "false"
    text: "The town has two bridges."
    note: "It has one."
""",
    "entities/person/ann-lee-1.yaml": """\
id: ann-lee-1
name: "Ann Lee"
kind: person
aliases: ["Governor Lee"]
summary: "She governs."
text: |
  She has governed for long.
""",
    "entities/place/oldport-2.yaml": """\
id: oldport-2
name: "Oldport"
kind: place
aliases: []
summary: "A town."
text: |
  It has a bridge.
""",
}


def test_a_corpus_becomes_a_site_of_the_same_pages(tmp_path: Path) -> None:
    for name, text in _FILES.items():
        path = tmp_path / "neutral" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    project = tmp_path / "project"
    write_project(tmp_path / "neutral", project)
    built = build(project, BuildOptions())
    assert [one for one in built.prepared.diagnostics if one.level != "note"] == []
    site = look_at(project / "site", "briefgen")
    assert {kind: site.kinds[kind] for kind in ("article", "entity", "tag", "section", "tracker")} == {
        "article": 1, "entity": 2, "tag": 2, "section": 1, "tracker": 1,
    }  # fmt: skip
    assert site.rows == {"claims in articles": 2, "names found in texts": 2, "entries of who and where": 2}
    compare(site, site)


@pytest.mark.parametrize(
    "other",
    [
        Site({"article": 1}, {"claims in articles": 4}, 10),
        Site({"article": 2}, {"claims in articles": 3}, 10),
        Site({"article": 2, "poem": 1}, {"claims in articles": 4}, 10),
    ],
)
def test_sites_of_other_pages_are_not_compared(other: Site) -> None:
    with pytest.raises(UnequalError):
        compare(Site({"article": 2}, {"claims in articles": 4}, 10), other)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "front"),
        ("404.html", "404"),
        ("articles/x/index.html", "article"),
        ("entities/ann/index.html", "entity"),
        ("places/oldport/page/2/index.html", "list"),
        ("claims/index.html", "tracker"),
        ("tags/index.html", "index"),
        ("categories/world/index.html", "section"),
    ],
)
def test_pages_of_both_sites_are_counted_by_the_same_kinds(path: str, kind: str) -> None:
    assert kind_of(path) == kind
