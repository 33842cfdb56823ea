"""Every code has a small broken site that produces it, and a text that tells where and what to do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from loopback import web
from msgspec.structs import replace
from small_sites import NOW, SmallSite

from briefgen.asking.project import Project
from briefgen.base.codes import CODES, Code
from briefgen.base.dates import parse_when
from briefgen.base.diagnostics import Diagnostic
from briefgen.checking.severity import ON_REQUEST
from briefgen.reading.marks import Places, locate
from briefgen.weblinks.check import check_web_links

FOLDERS = Path(__file__).parent
CODES_WITH_FOLDERS = sorted(one.name for one in FOLDERS.iterdir() if one.is_dir() and not one.name.startswith("__"))
LAST_GOOD = '<meta name="generator" content="briefgen 1.0">The last good site.'
ARTICLE = "---\ntitle: What happened\ndate: 2022-04-02\n---\nIt rained.\n"

NOT_FOR_GIT: Mapping[str, Mapping[str, bytes]] = {
    "E008": {"people.yaml": "ann: {name: Ann Lée, summary: A witness.}\n".encode("cp1252")},
    "E017": {"articles/storm.md": ARTICLE.encode() + b"It rained and rained.\n" * 100_000},
    "I024": {"articles/storm.md": ARTICLE.replace("\n", "\r\n").encode()},
    "I025": {"articles/storm.md": b"\xef\xbb\xbf" + ARTICLE.encode()},
}
"""Files that version control or an editor would mend: by code, path below `content/` to bytes."""

Copy = Callable[[str], SmallSite]
WEB = "@WEB@"
"""Stands in broken sites for the address of another site, which the tests keep on this machine."""


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """A copy of the broken site of a code; some ask for an extension that is installed beside them."""
    monkeypatch.syspath_prepend(FOLDERS / "__extensions__")

    def copy(code: str) -> SmallSite:
        root = tmp_path / "project"
        shutil.copytree(FOLDERS / code, root, ignore=shutil.ignore_patterns("expected.txt"))
        for name, data in NOT_FOR_GIT.get(code, {}).items():
            (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
            (root / "content" / name).write_bytes(data)
        return SmallSite(root)

    return copy


def told(site: SmallSite, found: Sequence[Diagnostic]) -> tuple[Sequence[Diagnostic], str]:
    return found, site.text(found)


def looked_at_outside(site: SmallSite) -> tuple[Sequence[Diagnostic], str]:
    """`briefgen check --links external`, with the other site on this machine."""
    with web() as server:
        for path in site.root.rglob("*.*"):
            if path.suffix in {".md", ".yaml"}:
                path.write_text(path.read_text(encoding="utf-8").replace(WEB, server.url), encoding="utf-8")
        records = Project.read(site.root).records
        found = locate(check_web_links(site.root, records, 0), Places(records), site.prepared().texts.get)
        levels = [replace(one, level=CODES[one.code].level) for one in found]
        text = site.text(levels).replace(server.url, WEB)
    # The port may have another number of digits next time.
    return found, re.sub(r" │ +\^+", " │ ^", text)


@pytest.mark.parametrize("code", CODES_WITH_FOLDERS)
def test_the_broken_site_is_told_in_these_words(broken: Copy, code: str, request: pytest.FixtureRequest) -> None:
    """An editor who makes this mistake is told of it alone: where it is, what is wrong and what to write instead."""
    site = broken(code)
    found, text = looked_at_outside(site) if code in ON_REQUEST else told(site, site.check().diagnostics)
    expected = FOLDERS / code / "expected.txt"
    before = expected.read_text(encoding="utf-8") if expected.exists() else ""
    if request.config.getoption("--rewrite"):
        expected.write_text(text, encoding="utf-8", newline="\n")
    assert {one.code for one in found} == {code}, text
    assert text == before


@pytest.mark.parametrize("code", [one for one in CODES if one.startswith("E")])
def test_an_error_leaves_the_site_as_it_was(broken: Copy, code: str) -> None:
    """Readers keep the last good site while something is broken: no file of it is changed, added or removed."""
    site = broken(code)
    (site.root / "site").mkdir()
    (site.root / "site" / "index.html").write_text(LAST_GOOD, encoding="utf-8")
    assert site.build().written is None
    assert [(one.name, one.read_text(encoding="utf-8")) for one in (site.root / "site").iterdir()] == [
        ("index.html", LAST_GOOD)
    ]
    # Nothing staged is left lying about. What was found out of texts may be kept, for the build that comes once all is mended.
    assert {one.name for one in site.root.iterdir() if one.name.startswith(".")} <= {".briefgen"}
    assert {one.name for one in site.root.glob(".briefgen/*")} <= {"memo", "builds"}


OF_A_BUILD = frozenset(("E302", "E404", "E405", "E406", "E410", "E506", "W006", "W302", "W507", "W608"))
"""Codes of what only a build looks at: themes, pictures, lists of protected names, published addresses, pages when they are made."""


@pytest.mark.parametrize("code", [one for one in CODES_WITH_FOLDERS if one not in OF_A_BUILD | ON_REQUEST])
def test_a_question_finds_what_a_build_finds(broken: Copy, code: str) -> None:
    """`list stale` and the commands that change records know every rule a build knows, so that none lets a mistake pass."""
    site = broken(code)
    built = {(one.code, one.message, one.where) for one in site.check().diagnostics}
    assert {(one.code, one.message, one.where) for one in Project.read(site.root, parse_when(NOW)).said} == built


def test_every_code_has_its_broken_site() -> None:
    """No code is only on paper: each one in the register has a site that produces it, and no site stands without a code."""
    assert sorted(CODES) == CODES_WITH_FOLDERS


@pytest.mark.parametrize("one", CODES.values(), ids=CODES)
def test_every_code_is_explained(one: Code) -> None:
    """`briefgen explain CODE` says for every code what it means and how to mend it."""
    assert one.title
    assert one.explanation.endswith((".", ".”", ".)", "`")), one.explanation
    assert len(one.explanation) > 80
