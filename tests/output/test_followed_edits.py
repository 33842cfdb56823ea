"""A build that only follows a few edits says and writes what a whole build does, whatever was lost in between."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_sites import SmallSite

from briefgen.cli.main import main

FILES = {
    "/briefgen.yaml": "title: T\nas_of: 2022-04-08\n",
    "people.yaml": "ann: {name: Ann Lee, summary: One.}\nbob: {name: Bob Ray}\n",
    "articles/storm.md": "---\ntitle: Storm\ndate: 2022-04-02\n---\nAnn Lee spoke.\n",
    "articles/flood.md": "---\ntitle: Flood\ndate: 2022-04-03\n---\nBob Ray spoke.\n",
}


@pytest.fixture
def site(small_site: Callable[[Mapping[str, str | bytes]], SmallSite]) -> SmallSite:
    return small_site(FILES)


def briefgen(root: Path, *options: str) -> str:
    """Build, once the times of files can be trusted; what was said."""
    time.sleep(0.03)
    done = CliRunner().invoke(main, ["-C", str(root), "build", *options], standalone_mode=False)
    assert done.exception is None, done.exception
    assert done.return_value == 0, done.output
    return done.output


def edited(site: SmallSite, words: str) -> str:
    """Edit one article, build, and compare with a clean build; what the first build said."""
    text = str(FILES["articles/storm.md"])
    site.with_files({"articles/storm.md": text.replace("spoke", words)})
    said = briefgen(site.root)
    clean = site.root.parent / "clean"
    briefgen(site.root, "--clean", "-o", str(clean))
    assert tree(site.root / "site") == tree(clean)
    return said


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_secrets_stay_unread(site: SmallSite) -> None:
    """A secret in the settings is shown to nobody, also when the settings are not what was edited."""
    secret = "ghp_" + "0123456789abcdefghijklmnopqrstuvwxyz"
    settings = f"title: T\nas_of: 2022-04-08\ndescription: {secret}\nchecks: {{E407: warning}}\n"
    site.with_files({"/briefgen.yaml": settings})
    for said in (briefgen(site.root), edited(site, "slept"), edited(site, "sang")):
        assert "BG-E407" in said
        assert secret not in said


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"# \xce\x91\xcc\x81\r\n"])
def test_lines_are_shown_as_they_are_read(site: SmallSite, start: bytes) -> None:
    """Byte order marks, ends of lines and composed letters look the same in every build's messages."""
    site.with_files({"people.yaml": start + str(FILES["people.yaml"]).encode()})
    first, second = briefgen(site.root), edited(site, "slept")
    shown = [line for line in first.splitlines() if " │ " in line]
    assert shown
    assert shown == [line for line in second.splitlines() if " │ " in line]


def lose(ledger: Path) -> None:
    ledger.unlink()


def overwrite(ledger: Path) -> None:
    ledger.write_bytes(b"no database" * 100)


def cut(ledger: Path) -> None:
    os.truncate(ledger, ledger.stat().st_size // 2)


@pytest.mark.parametrize("harm", [lose, overwrite, cut])
def test_a_lost_ledger_is_made_anew(site: SmallSite, harm: Callable[[Path], None]) -> None:
    """Edits after the ledger is lost give the site they should, and pages that are gone go again."""
    briefgen(site.root)
    edited(site, "slept")
    harm(site.root / ".briefgen/ledger.sqlite")
    edited(site, "sang")
    edited(site, "sat")
    (site.root / "content/articles/flood.md").unlink()
    briefgen(site.root)
    edited(site, "stood")


def test_a_clean_build_after_a_lost_ledger(site: SmallSite) -> None:
    """An edit that was followed without a ledger does not make briefgen take its own pages for those of others."""
    briefgen(site.root)
    (site.root / ".briefgen/ledger.sqlite").unlink()
    edited(site, "slept")
    briefgen(site.root, "--clean")
    (site.root / ".briefgen/unchanged").rename(site.root / "aside")
    briefgen(site.root)


def test_a_list_of_mentions_gets_a_page_more_and_keeps_it(site: SmallSite) -> None:
    """The new page is written and known to all that comes after: further edits, the quick answer, a full build."""
    day = "---\ntitle: Day\ndate: 2022-04-02\n---\nThe storm, called Old Tom, went on.\n"
    site.with_files({f"articles/day-{number}.md": day for number in range(100)})
    briefgen(site.root)
    page = site.root / "site/people/bob/page/1/index.html"
    assert not page.exists()
    site.with_files({"people.yaml": str(FILES["people.yaml"]).replace("Bob Ray}", "Bob Ray, aliases: [Old Tom]}")})
    assert "removed" not in briefgen(site.root)
    assert page.exists()
    assert "0 written" in briefgen(site.root)
    edited(site, "spoke of Old Tom")
    page.unlink()
    briefgen(site.root)
    assert page.exists()
    site.with_files({"people.yaml": FILES["people.yaml"]})
    edited(site, "spoke")
    assert not page.exists()


def test_findings_are_shown_where_they_stand_after_the_file_was_edited(site: SmallSite) -> None:
    """Places move with an edit that was followed, and stay moved when another file is edited next."""
    people = "ann: {name: Ann Lee, summary: One., aliases: [II]}\nbob: {name: Bob Ray}\n"
    site.with_files({"people.yaml": people})
    assert "people.yaml:1:" in briefgen(site.root)
    site.with_files({"people.yaml": f"# the desk’s own\n{people.replace('One.', 'Two.')}"})
    for said in (briefgen(site.root), edited(site, "slept")):
        assert "BG-W110" in said
        assert "people.yaml:2:" in said
        assert "people.yaml:1:" not in said


def test_a_language_may_be_given_up(site: SmallSite) -> None:
    """Pages that spoke of the other language's pages are made without them."""
    settings = "title: T\nas_of: 2022-04-08\nurl: https://merrow.example/\nlanguages: [{}]\n"
    site.with_files(
        {
            "/briefgen.yaml": settings.format("uk, de"),
            "articles/storm.uk.md": "---\ntitle: Буря\ndate: 2022-04-02\n---\nБуря.\n",
            "articles/storm.de.md": "---\ntitle: Sturm\ndate: 2022-04-02\n---\nEs stürmt.\n",
        }
    )
    briefgen(site.root)
    (site.root / "content/articles/storm.de.md").unlink()
    site.with_files({"/briefgen.yaml": settings.format("uk")})
    briefgen(site.root)
    clean = site.root.parent / "clean"
    briefgen(site.root, "--clean", "-o", str(clean))
    assert tree(site.root / "site") == tree(clean)
