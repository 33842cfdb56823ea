"""`.briefgen/` is of use to later builds wherever it is carried, tells when it is of none, and does not grow for ever."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_sites import SmallSite

from briefgen.build import build
from briefgen.cli.main import main
from briefgen.output.memo import FileMemo
from briefgen.preparing import BuildOptions

STORM = "---\ntitle: Storm\ndate: 2022-04-02T18:00+01:00\n---\nAnn Lee spoke of rain.\n"
FILES = {
    "/briefgen.yaml": "title: T\nas_of: 2022-04-08\n",
    "people.yaml": "ann: {name: Ann Lee, summary: One.}\n",
    "articles/storm.md": STORM,
    "articles/flood.md": "---\ntitle: Flood\ndate: 2022-04-03\n---\nAnn Lee slept.\n",
    "images/a.png": b"\x89PNG",
    "/themes/broadsheet/templates/person.html": '{% extends "broadsheet/person.html" %}',
}
NOTE = "what earlier builds left in .briefgen/ was of no use"


@pytest.fixture
def root(small_site: Callable[[Mapping[str, str | bytes]], SmallSite]) -> Path:
    """A project that was built twice, the second time by following an edit."""
    site = small_site(FILES)
    run(site.root)
    site.with_files({"articles/storm.md": STORM.replace("rain", "hail")})
    run(site.root)
    return site.root


def run(root: Path, *options: str) -> str:
    """Build once the times of files can be trusted; what was said."""
    time.sleep(0.03)
    result = CliRunner().invoke(main, ["-C", str(root), "build", *options], standalone_mode=False)
    assert result.exception is None, result.exception
    assert result.return_value == 0, result.output
    return result.output


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_right(root: Path) -> bool:
    """Whether the site is what the same sources give in another place, with nothing known."""
    clean = root.parent / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    for name in ("content", "themes"):
        shutil.copytree(root / name, clean / name)
    shutil.copy(root / "briefgen.yaml", clean)
    run(clean)
    return tree(root / "site") == tree(clean / "site")


def edit_text(root: Path) -> None:
    """An edit that is followed."""
    path = root / "content/articles/storm.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")


def edit_template(root: Path) -> None:
    """An edit after which everything is read."""
    path = root / "themes/broadsheet/templates/person.html"
    path.write_text(path.read_text(encoding="utf-8") + "{# more #}", encoding="utf-8")


# --- damage --------------------------------------------------------------------------------------------------------


def replaced(path: Path, data: bytes) -> None:
    """Another file, since this process may still look into the old one."""
    path.unlink()
    path.write_bytes(data)


def garble(path: Path) -> None:
    replaced(path, bytes(byte ^ 0x5A for byte in path.read_bytes()))


def put_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


LOST = {
    "memo/texts.index": edit_template,
    "memo/texts.data": edit_template,
    "memo/links.index": edit_template,
    "memo/links.data": edit_template,
    "pages/*.msgpack": edit_template,
    "unchanged/*.json": edit_text,
    "unchanged/*.paths": edit_text,
    "unchanged/*.inputs": edit_text,
    "kept/*.state": edit_text,
    "kept/*.edits": edit_text,
    "ledger.sqlite": edit_template,
}
"""Files of the store, each with an edit after which it is asked."""


@pytest.mark.parametrize("harm", [garble, put_folder])
@pytest.mark.parametrize("name", LOST)
def test_damage_is_told_and_mended(root: Path, name: str, harm: Callable[[Path], None]) -> None:
    """The build says which file was of no use, makes the right site all the same, and a file that was damaged is made anew."""
    (path,) = (root / ".briefgen").glob(name)
    harm(path)
    LOST[name](root)
    said = run(root)
    assert f"{NOTE}: " in said
    assert path.name.partition(".")[0] in said
    assert is_right(root)
    LOST[name](root)
    said = run(root)
    assert (NOTE in said) == (harm is put_folder)
    assert is_right(root)


def test_every_file_of_the_store_is_damaged_above(root: Path) -> None:
    """The table of the test above names all files there are, but for the receipt, which only publishing reads."""
    store = root / ".briefgen"
    named = {path for name in LOST for path in store.glob(name)}
    assert {path for path in store.rglob("*") if path.is_file()} - named == set((store / "builds").iterdir())


def test_a_store_of_another_version_is_passed_over_in_silence(root: Path) -> None:
    """What another briefgen has kept fits nothing and is no damage."""
    memo = FileMemo(root / ".briefgen/memo", "texts", "another generator")
    memo.put(b"key", b"value")
    memo.save()
    edit_template(root)
    assert NOTE not in run(root)
    assert is_right(root)


# --- other places --------------------------------------------------------------------------------------------------


def moved(root: Path, *names: str) -> Path:
    """A copy in a folder of another name, with new times; as a cache is restored on another machine."""
    there = root.parent / "інший комп'ютер" / "my project"
    there.mkdir(parents=True)
    for name in names:
        one = shutil.copyfile if (root / name).is_file() else shutil.copytree
        one(root / name, there / name, **({} if (root / name).is_file() else {"copy_function": shutil.copyfile}))
    return there


SOURCES = ("briefgen.yaml", "content", "themes")


def test_a_project_may_move(root: Path) -> None:
    """With site and store in another place, under other times, no page is made and no file is written."""
    build(root, BuildOptions())
    there = moved(root, *SOURCES, "site", ".briefgen")
    built = build(there, BuildOptions())
    assert built.causes == {}
    assert built.written is not None
    assert (built.written.written, built.written.removed) == (0, 0)
    (there / "content/articles/flood.md").unlink()
    run(there)
    assert is_right(there)


def test_a_store_alone_may_move(root: Path) -> None:
    """Without the site, what is known of texts is used again, and nothing is learned anew."""
    build(root, BuildOptions())
    there = moved(root, *SOURCES, ".briefgen")
    before = tree(there / ".briefgen/memo")
    said = run(there)
    assert NOTE not in said
    assert tree(there / ".briefgen/memo") == before
    assert tree(there / "site") == tree(root / "site")


def test_a_store_holds_no_path_of_its_machine(root: Path) -> None:
    """What is carried elsewhere tells nobody where it was made."""
    for name, data in tree(root / ".briefgen").items():
        assert str(root).encode() not in data, name
        assert root.parent.name.encode() not in data, name


def test_a_copied_text_with_its_old_time_is_read(root: Path) -> None:
    """A copy that keeps times and sizes hides nothing: another text of the same length and time is noticed."""
    path = root / "content/articles/flood.md"
    before = path.stat()
    other = root / "other.md"
    other.write_text(path.read_text(encoding="utf-8").replace("slept", "spoke"), encoding="utf-8")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    there = root.parent / "there"
    shutil.copytree(root, there)  # with times
    shutil.copy2(other, there / "content/articles/flood.md")
    shutil.copy2(other, path)
    for one in (root, there):
        run(one)
        assert "Ann Lee</a> spoke" in (one / "site/articles/flood/index.html").read_text(encoding="utf-8")


# --- folders that cannot be written ---------------------------------------------------------------------------------

WITHOUT_POWERS = """
import ctypes, os, sys
if os.geteuid() == 0:
    for power in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER: the system asks root for permissions too
        if ctypes.CDLL(None, use_errno=True).prctl(24, power, 0, 0, 0):
            sys.exit("the system does not let go of powers")
os.execv(sys.executable, [sys.executable, "-m", "briefgen", *sys.argv[1:]])
"""


def without_powers(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as somebody for whom permissions count, also when the tests are run by root."""
    command = [sys.executable, "-c", WITHOUT_POWERS, *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def forbid(root: Path, mode: int = 0o500) -> None:
    for folder, _, names in os.walk(root, topdown=False):
        for name in names:
            (Path(folder) / name).chmod(mode & 0o666)
        Path(folder).chmod(mode)


def allow(root: Path) -> None:
    for folder, _, _ in os.walk(root):
        Path(folder).chmod(0o700)


@pytest.mark.parametrize("with_store", [True, False])
def test_a_project_that_cannot_be_written_is_built_elsewhere(root: Path, with_store: bool) -> None:
    """From a read-only folder the site is written to another one, again and again, and the build says why it begins anew."""
    if not with_store:
        shutil.rmtree(root / ".briefgen")
    expected = tree(root / "site")
    output = root.parent / "elsewhere"
    forbid(root)
    try:
        first = without_powers("-C", root, "build", "-o", output)
        second = without_powers("-C", root, "build", "-o", output)
    finally:
        allow(root)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert NOTE in first.stderr
    assert "cannot be written" in first.stderr
    assert ": 0 written" in second.stdout
    assert tree(output) == expected


def test_a_store_that_cannot_be_read_is_told(root: Path) -> None:
    forbid(root / ".briefgen", 0)
    try:
        done = without_powers("-C", root, "build")
    finally:
        allow(root / ".briefgen")
    assert done.returncode == 0, done.stderr
    assert NOTE in done.stderr


def test_an_output_folder_that_cannot_be_written_is_told(root: Path) -> None:
    """The message names the folder, and the site stays as it was."""
    before = tree(root / "site")
    edit_text(root)
    forbid(root / "site")
    try:
        done = without_powers("-C", root, "build")
    finally:
        allow(root / "site")
    assert done.returncode == 2, done.stdout
    assert f"cannot write to {root / 'site'}" in done.stderr
    assert tree(root / "site") == before
    run(root)
    assert is_right(root)


def test_an_output_folder_that_cannot_be_looked_into_is_told(root: Path) -> None:
    closed = root.parent / "closed"
    closed.mkdir(mode=0)
    try:
        done = without_powers("-C", root, "build", "-o", closed / "site")
    finally:
        closed.chmod(0o700)
    assert done.returncode == 2, done.stdout
    assert f"cannot write to {closed / 'site'}: Permission denied" in done.stderr


# --- growth --------------------------------------------------------------------------------------------------------


def size(root: Path) -> int:
    return sum(path.stat().st_size for path in (root / ".briefgen").rglob("*") if path.is_file())


def test_a_store_does_not_grow_for_ever(root: Path) -> None:
    """After many edits of the same length the store is no more than a few times what it was."""
    path = root / "content/articles/storm.md"
    build(root, BuildOptions())
    before = size(root)
    for number in range(30):
        path.write_text(STORM.replace("rain", f"rain{number:02}"), encoding="utf-8")
        build(root, BuildOptions())
    assert size(root) < 3 * before


def test_leavings_of_killed_builds_are_removed_and_nothing_else(root: Path) -> None:
    """Old drafts go; those that may be in use, and whatever briefgen did not write, stay."""
    store = root / ".briefgen"
    name = next((store / "pages").iterdir()).stem
    short = next((store / "unchanged").iterdir()).name.partition(".")[0]
    left = [
        "memo/texts.77.tmp", "memo/texts.tmp", f"pages/{name}.1.tmp", f"kept/{name}.tmp", f"unchanged/{short}.json.12.tmp", f"builds/{short}.json.9.tmp",
        f"pages/{'0' * 32}.msgpack", f"unchanged/{'0' * 16}.paths", f"kept/{'0' * 32}.state",
    ]  # fmt: skip
    others = ["memo/notes.txt", "pages/mine.msgpack", "unchanged/todo.json", "kept/a.state", "mine/x.tmp", "README"]
    for one in (*left, *others):
        (store / one).parent.mkdir(exist_ok=True)
        (store / one).write_bytes(b"x")
        os.utime(store / one, (1, 1))
    young = store / f"pages/{name}.2.tmp"
    young.write_bytes(b"x")
    edit_template(root)
    run(root)
    assert [one for one in left if (store / one).exists()] == []
    assert all((store / one).exists() for one in others)
    assert young.exists()


def test_what_is_known_of_folders_that_are_gone_goes(root: Path) -> None:
    """An output folder that somebody removed leaves nothing in the store; one that may only be away for a while is kept."""
    away = root.parent / "drive/site"
    for output in (root / "other", away):
        run(root, "-o", str(output))
    known = {name: tree(root / ".briefgen" / name) for name in ("pages", "kept", "unchanged")}
    assert [len(one) for one in known.values()] == [3, 4, 9]
    shutil.rmtree(root / "other")
    away.parent.rename(root.parent / "unplugged")
    edit_template(root)
    run(root)
    assert len(tree(root / ".briefgen/pages")) == 2
    (root.parent / "unplugged").rename(away.parent)
    (root / "content/articles/flood.md").unlink()
    assert "removed" in run(root, "-o", str(away))
    assert not (away / "articles/flood").exists()
    assert NOTE not in run(root, "-o", str(root / "other"))


def test_many_folders_elsewhere_are_not_remembered_for_ever(root: Path) -> None:
    """A job that builds into another temporary folder each time keeps a store of a bounded size."""
    for number in range(13):
        build(root, BuildOptions(output=root.parent / f"run-{number}"))
        shutil.rmtree(root.parent / f"run-{number}")
    build(root, BuildOptions())
    assert len(tree(root / ".briefgen/pages")) <= 10
