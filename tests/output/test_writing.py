"""What a build does to the folder that readers are served from: everything that is planned, and nothing else."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path, PurePosixPath
from resource import RLIMIT_FSIZE, getrlimit, setrlimit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.base.digest import digest_bytes
from briefgen.output.ledger import Entry, read_ledger, write_ledger
from briefgen.output.write import Folder, OutputFaultError, Written

Files = Mapping[str, bytes]
LONG_AGO = 1_000_000_000


def build(root: Path, planned: Files) -> Written:
    """Write a site as `briefgen build` does: keep what is current, stage the rest, switch."""
    folder = Folder(root, root / "site")
    folder.check_room(planned)
    kept: dict[str, Entry] = {}

    def fresh() -> Iterator[tuple[str, bytes, str]]:
        for path, data in planned.items():
            if folder.is_current(path, digest_bytes(data)):
                kept[path] = folder.before[path]
            else:
                yield path, data, digest_bytes(data)

    return folder.publish(fresh(), kept)


def files_in(root: Path) -> dict[str, bytes]:
    """Every file of the output folder."""
    site = root / "site"
    return {one.relative_to(site).as_posix(): one.read_bytes() for one in sorted(site.rglob("*")) if one.is_file()}


def put(root: Path, files: Files) -> None:
    for name, data in files.items():
        (root / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "site" / name).write_bytes(data)


# --- any history --------------------------------------------------------------------------------------------------

PATHS = ("index.html", "a", "a/index.html", "a/b", "a/b/index.html", "b.html", "b/c/d.html", "assets/x.css")
FOREIGN = ("notes.txt", "a/mine.txt", "b/c/mine.txt", "mine/deep/down.txt", "index.html", "a")


def fits(paths: object) -> bool:
    """Whether the paths can stand in one folder: no file is a folder of another."""
    names = set(paths)
    return not any(str(above) in names for path in names for above in PurePosixPath(path).parents)


contents = st.sampled_from([b"one", b"two", b"three"])
plans = st.dictionaries(st.sampled_from(PATHS), contents, max_size=6).filter(fits)
theirs = st.dictionaries(st.sampled_from(FOREIGN), st.just(b"theirs"), max_size=2).filter(fits)


@settings(max_examples=80)
@given(theirs, st.lists(plans, min_size=1, max_size=5))
def test_any_history_of_builds_leaves_what_is_planned_and_what_others_put_there(
    foreign: Files, history: list[Files]
) -> None:
    """After any series of builds the folder holds the pages of the last one and every file of others, unchanged."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "site").mkdir()
        put(root, foreign)
        planned: Files = {}
        for each in history:
            if set(each) & set(foreign) or not fits([*each, *foreign]):
                with pytest.raises(OutputFaultError, match="did not write"):
                    build(root, each)
            else:
                build(root, each)
                planned = each
            assert files_in(root) == {**planned, **foreign}
            assert not (root / ".site.staged-by-briefgen").exists()


@settings(max_examples=40)
@given(st.lists(plans, min_size=1, max_size=4))
def test_no_empty_folders_are_left(history: list[Files]) -> None:
    """When the last page of a folder goes, the folder goes too."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for each in history:
            build(root, each)
        empty = [one for one in (root / "site").rglob("*") if one.is_dir() and not any(one.iterdir())]
        assert empty == []


@settings(max_examples=40)
@given(st.lists(plans, min_size=2, max_size=4))
def test_what_has_not_changed_keeps_its_date(history: list[Files]) -> None:
    """A web server and a visitor's browser may go on using a page that says the same as before: its date is kept."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        build(root, history[0])
        for before, after in pairwise(history):
            for one in files_in(root):
                os.utime(root / "site" / one, (LONG_AGO, LONG_AGO))
            build(root, after)
            old = {name for name in files_in(root) if (root / "site" / name).stat().st_mtime == LONG_AGO}
            assert old == {name for name in after if before.get(name) == after[name]}


# --- small stories ------------------------------------------------------------------------------------------------


def test_a_page_that_says_the_same_is_not_written_again(tmp_path: Path) -> None:
    """A new version of the program that makes the same page leaves the file and its date alone."""
    build(tmp_path, {"index.html": b"one"})
    os.utime(tmp_path / "site/index.html", (LONG_AGO, LONG_AGO))
    done = Folder(tmp_path, tmp_path / "site").publish([("index.html", b"one", "another fingerprint")], {})
    assert (done.written, done.kept) == (0, 1)
    assert (tmp_path / "site/index.html").stat().st_mtime == LONG_AGO


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("index.html", "index.html"), ("people", "people/ann/index.html"), ("feed.xml/readme.txt", "feed.xml")],
)
def test_a_file_of_others_in_the_way_stops_the_build(tmp_path: Path, theirs: str, ours: str) -> None:
    """briefgen never writes over a file that it did not make; it names the file and what to do."""
    put(tmp_path, {theirs: b"theirs"})
    with pytest.raises(OutputFaultError, match=r"did not write .*move them away"):
        build(tmp_path, {ours: b"ours"})
    assert files_in(tmp_path) == {theirs: b"theirs"}


def test_a_link_in_the_way_stops_the_build(tmp_path: Path) -> None:
    """A folder that is a link to somewhere else is not written through."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site/people").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputFaultError, match="people"):
        build(tmp_path, {"people/ann.html": b"ours"})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_nothing_is_removed_through_a_link(tmp_path: Path) -> None:
    """A folder of ours that somebody replaced by a link to another place keeps that place as it is."""
    build(tmp_path, {"index.html": b"one", "people/ann.html": b"ours"})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/ann.html").write_bytes(b"theirs")
    (tmp_path / "site/people/ann.html").unlink()
    (tmp_path / "site/people").rmdir()
    (tmp_path / "site/people").symlink_to(tmp_path / "elsewhere")
    build(tmp_path, {"index.html": b"one"})
    assert (tmp_path / "elsewhere/ann.html").read_bytes() == b"theirs"


def test_what_somebody_put_in_the_place_of_a_removed_page_stays(tmp_path: Path) -> None:
    """A folder that took the place of a page of ours is not removed with the page."""
    build(tmp_path, {"index.html": b"one", "old.html": b"ours"})
    (tmp_path / "site/old.html").unlink()
    put(tmp_path, {"old.html/readme.txt": b"theirs"})
    build(tmp_path, {"index.html": b"one"})
    assert files_in(tmp_path) == {"index.html": b"one", "old.html/readme.txt": b"theirs"}


def test_two_output_folders_of_one_project_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Building to a second folder removes nothing from the first."""
    for name in ("site", "preview"):
        Folder(tmp_path, tmp_path / name).publish([(f"{name}.html", b"page", "f")], {})
    Folder(tmp_path, tmp_path / "preview").publish([], {})
    assert (tmp_path / "site/site.html").exists()
    assert not (tmp_path / "preview/preview.html").exists()


def test_cleaning_removes_our_files_only(tmp_path: Path) -> None:
    """`briefgen clean` takes away what was built, and leaves the README that somebody put beside it."""
    build(tmp_path, {"index.html": b"one", "people/ann.html": b"two"})
    put(tmp_path, {"README.md": b"theirs"})
    assert Folder(tmp_path, tmp_path / "site").clean() == 2
    assert files_in(tmp_path) == {"README.md": b"theirs"}


# --- the ledger ---------------------------------------------------------------------------------------------------

PAGE = b'<meta name="generator" content="briefgen 1.0">'


def lose(ledger: Path) -> None:
    ledger.unlink()


def overwrite(ledger: Path) -> None:
    ledger.write_bytes(b"this is no database at all" * 100)


def damage_inside(ledger: Path) -> None:
    data = bytearray(ledger.read_bytes())
    data[100:] = b"\xff" * len(data[100:])
    ledger.write_bytes(data)


def cut(ledger: Path) -> None:
    ledger.write_bytes(ledger.read_bytes()[:1500])


@pytest.mark.parametrize("harm", [lose, overwrite, damage_inside, cut])
def test_without_a_ledger_nothing_is_removed(tmp_path: Path, harm) -> None:
    """When briefgen no longer knows what it wrote, it leaves every file it does not need, and says so."""
    build(tmp_path, {"index.html": PAGE, "old.html": b"ours once"})
    harm(tmp_path / ".briefgen/ledger.sqlite")
    done = build(tmp_path, {"index.html": PAGE + b"two"})
    assert (done.removed, done.adopted) == (0, True)
    assert files_in(tmp_path) == {"index.html": PAGE + b"two", "old.html": b"ours once"}


@pytest.mark.parametrize("harm", [lose, overwrite, damage_inside, cut])
def test_a_lost_ledger_is_made_anew(tmp_path: Path, harm) -> None:
    """One build after the damage, pages that are gone are removed again as always."""
    build(tmp_path, {"index.html": PAGE})
    harm(tmp_path / ".briefgen/ledger.sqlite")
    build(tmp_path, {"index.html": PAGE, "new.html": b"new"})
    assert build(tmp_path, {"index.html": PAGE}).removed == 1
    assert files_in(tmp_path) == {"index.html": PAGE}


def test_what_a_ledger_could_not_be_told_is_still_ours(tmp_path: Path) -> None:
    """The disk takes the pages but not the ledger, twice; the builds after that overwrite and remove them all the same."""
    pages = {"index.html": PAGE, **{f"{number}.html": b"one of many" for number in range(300)}}
    build(tmp_path, pages)
    with files_no_larger_than(20_000):
        build(tmp_path, {**pages, "new.html": b"new"})
        build(tmp_path, {**pages, "new.html": b"newer", "newest.html": b"newest"})
    assert build(tmp_path, {**pages, "new.html": b"once more"}).removed == 1
    assert files_in(tmp_path) == {**pages, "new.html": b"once more"}
    assert build(tmp_path, pages).removed == 1
    assert not list(tmp_path.glob(".*staged*"))


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    soft, hard = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        setrlimit(RLIMIT_FSIZE, (soft, hard))


def test_a_ledger_of_somebody_else_cannot_reach_outside(tmp_path: Path) -> None:
    """A ledger restored from a cache never makes briefgen remove a file outside the output folder."""
    (tmp_path / "precious.txt").write_bytes(b"theirs")
    build(tmp_path, {"index.html": b"one"})
    ledger = tmp_path / ".briefgen/ledger.sqlite"
    known = read_ledger(ledger, "site")
    write_ledger(ledger, "site", {**known, "../precious.txt": Entry("f", "d", 6)}, known)
    build(tmp_path, {"index.html": b"two"})
    assert (tmp_path / "precious.txt").read_bytes() == b"theirs"


def test_a_project_that_cannot_keep_a_ledger_still_builds(tmp_path: Path) -> None:
    """Where `.briefgen` cannot be written, the site is built all the same."""
    (tmp_path / ".briefgen").write_text("a file in the way")
    build(tmp_path, {"index.html": PAGE})
    build(tmp_path, {"index.html": PAGE + b"two"})
    assert files_in(tmp_path) == {"index.html": PAGE + b"two"}
