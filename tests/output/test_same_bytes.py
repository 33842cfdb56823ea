"""The same files and the same day give the same site: anywhere, at any time, after any history of edits."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from small_sites import SmallSite

PROJECT = Path(__file__).parents[2]


def files_in(root: Path) -> dict[str, bytes]:
    site = root / "site"
    return {one.relative_to(site).as_posix(): one.read_bytes() for one in sorted(site.rglob("*")) if one.is_file()}


def built_example(root: Path, **surroundings: str) -> dict[str, bytes]:
    """The example briefing, built in a folder and in surroundings of its own."""
    for name in ("content", "seeds"):
        shutil.copytree(PROJECT / name, root / name)
    shutil.copy(PROJECT / "briefgen.yaml", root)
    subprocess.run(
        [sys.executable, "-m", "briefgen", "build", "--quiet"], cwd=root, env={**os.environ, **surroundings}, check=True
    )
    return files_in(root)


def test_the_example_is_the_same_everywhere(tmp_path: Path) -> None:
    """Two desks that build the same files publish the same bytes, whatever their computers' zone, language and folders."""
    one = built_example(tmp_path / "a", PYTHONHASHSEED="1", TZ="Pacific/Auckland", LC_ALL="C", LANG="C")
    other = built_example(
        tmp_path / "another folder with ümlauts", PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="tr_TR.UTF-8"
    )
    assert len(one) > 50
    assert [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)] == []


STORM = "---\ntitle: Storm\ndate: 2022-04-02\n{head}---\nAnn Lee says it rained. {more}\n"
PARTS: Mapping[str, tuple[str, ...]] = {
    "articles/storm.md": (
        STORM.format(head="", more=""),
        STORM.format(head="tags: [rain]\n", more="Ms Lee was wet."),
        STORM.format(head="redirect_from: [gale]\n", more="So was [[bob]]."),
    ),
    "articles/flood.md": (STORM.format(head="", more="Bob Ray saw it."), STORM.format(head="draft: true\n", more="")),
    "people.yaml": (
        "ann: {name: Ann Lee, summary: A witness.}\nbob: {name: Bob Ray, summary: A farmer.}\n",
        "ann: {name: Ann Lee, honorific: Ms, family_name: Lee, summary: Mayor.}\nbob: {name: Bob Ray, summary: A farmer.}\n",
    ),
    "images/map.svg": ("<svg/>", "<svg></svg>"),
}
"""Files of a small site, each in a few states."""
edits = st.lists(
    st.fixed_dictionaries(
        {name: st.sampled_from(texts) if name == "people.yaml" else st.none() | st.sampled_from(texts)
         for name, texts in PARTS.items()}
    ),
    min_size=2,
    max_size=4,
)  # fmt: skip
"""States of the whole site, one after the other; None is a file that is not there."""


def write(site: SmallSite, state: Mapping[str, str | None]) -> None:
    for name, text in state.items():
        path = site.root / "content" / name
        if text is None:
            path.unlink(missing_ok=True)
        else:
            site.with_files({name: text})


@settings(max_examples=8)
@given(edits, st.sampled_from(["nothing", "a page", "the ledger"]))
def test_a_build_after_edits_gives_what_a_fresh_build_gives(history: list[Mapping[str, str | None]], lost: str) -> None:
    """After any edits, and with pages or the ledger lost in between, a reader finds what a first build would have made."""
    with tempfile.TemporaryDirectory() as folder:
        site = SmallSite.written(Path(folder) / "edited", {})
        for state in history:
            write(site, state)
            assert site.build().written is not None
        if lost == "a page":
            (site.root / "site/index.html").unlink()
        if lost == "the ledger":
            shutil.rmtree(site.root / ".briefgen")
        assert site.build().written is not None
        fresh = SmallSite.written(Path(folder) / "fresh", {})
        write(fresh, history[-1])
        assert fresh.build().written is not None
        assert files_in(site.root) == files_in(fresh.root)


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    """When nothing was edited, nothing is written, and every page keeps its date."""
    site = SmallSite.written(tmp_path, {name: texts[0] for name, texts in PARTS.items()})
    site.build()
    done = site.build().written
    assert done is not None
    assert (done.written, done.removed) == (0, 0)


def test_an_edit_rewrites_only_what_shows_it(tmp_path: Path) -> None:
    """A new sentence in one article leaves the pages of people it does not name untouched."""
    site = SmallSite.written(tmp_path, {name: texts[0] for name, texts in PARTS.items()})
    site.build()
    before = {one: one.stat().st_mtime_ns for one in (tmp_path / "site").rglob("*.html")}
    site.with_files({"articles/storm.md": STORM.format(head="", more="It snowed.")}).build()
    changed = {one.parent.name for one, then in before.items() if one.stat().st_mtime_ns != then}
    assert "storm" in changed
    assert "bob" not in changed
