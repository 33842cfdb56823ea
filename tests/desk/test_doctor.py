"""`briefgen doctor`: finds what is wrong with a place, says what to do, and touches nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from small_sites import SmallSite

from briefgen.desk.doctor import Finding, examine

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
TODAY = date(2026, 11, 23)
ARTICLE = "---\ntitle: A storm\ndate: 2022-04-02\n---\nIt rained.\n"


def found(root: Path | None, **environment: str) -> dict[str, Finding]:
    """What is not good, by what it is about."""
    return {one.about: one for one in examine(root, None, TODAY, environment) if one.health != "good"}


@pytest.fixture
def site(small_site: Make) -> SmallSite:
    return small_site({"articles/storm.md": ARTICLE, "/briefgen.yaml": "title: News\n"})


def test_a_sound_project_has_nothing_bad(site: SmallSite) -> None:
    """Before and after a build; and looking changes no file."""
    assert "bad" not in {one.health for one in examine(site.root, None, TODAY, {})}
    site.build()
    before = {path: path.stat().st_mtime_ns for path in site.root.rglob("*")}
    findings = list(examine(site.root, None, TODAY, {}))
    assert "bad" not in {one.health for one in findings}
    assert any(one.about == "last build" and "files of site/ are known" in one.said for one in findings)
    assert {path: path.stat().st_mtime_ns for path in site.root.rglob("*")} == before


@pytest.mark.parametrize(
    ("files", "about", "words"),
    [
        ({"/briefgen.yaml": "tilte: News\n"}, "settings", "no key “tilte”"),
        ({"/briefgen.yaml": "theme: boardsheet\n"}, "theme", "no theme “boardsheet”"),
        ({"/site": "a file"}, "output", "is a file where a folder is needed"),
    ],
)
def test_what_is_wrong_is_said_with_a_way_out(
    small_site: Make, files: Mapping[str, str], about: str, words: str
) -> None:
    one = found(small_site({"articles/storm.md": ARTICLE, **files}).root)[about]
    assert one.health == "bad"
    assert words in one.said
    assert one.todo


def test_a_damaged_ledger_is_noticed(site: SmallSite) -> None:
    site.build()
    (site.root / ".briefgen/ledger.sqlite").write_bytes(b"not a ledger")
    assert "may be deleted" in found(site.root)["store"].todo


def test_an_interrupted_build_is_noticed(site: SmallSite) -> None:
    stage = site.root / ".site.staged-by-briefgen"
    stage.mkdir()
    (stage / "switch.json").write_text("{}")
    assert "briefgen build" in found(site.root)["last build"].todo


def test_a_clock_that_is_no_number_is_bad(site: SmallSite) -> None:
    assert found(site.root, SOURCE_DATE_EPOCH="soon")["day"].health == "bad"
    assert found(site.root, SOURCE_DATE_EPOCH="1")["day"].health == "note"


def test_outside_a_project_it_says_how_to_start_one() -> None:
    assert "briefgen init" in found(None)["project"].todo
