"""A folder target with real files: releases behind a link, or files one by one; faults of the disk; other people's files."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hosts import run  # type: ignore[import-not-found]
from projects import Project, environment, files_in, new_project  # type: ignore[import-not-found]

from briefgen.publish.fault import PublishFaultError
from briefgen.publish.targets.folder import Files

BOTH = "  live: {kind: folder, path: ../www}\n  plain: {kind: folder, path: ../plain, releases: 0}"
PLACES = {"live": "www", "plain": "plain"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path / "project", BOTH)


@pytest.mark.parametrize("target", PLACES)
def test_readers_get_what_was_built(project: Project, tmp_path: Path, target: str) -> None:
    """The folder holds the site; a second publish sends what changed and nothing else; a removed page goes when told to."""
    place = tmp_path / PLACES[target]
    assert "0 changed" in project.good("publish", target)
    assert files_in(place) == project.site()
    project.article("a1", "It stopped raining.")
    (project.root / "content/articles/a2.md").unlink()
    project.good("build", "-q")
    assert "changed   articles/a1/index.html" in project.good("publish", target, "--dry-run")
    assert "1 removed" in project.good("publish", target, "--remove-now")
    assert files_in(place) == project.site()


def test_pages_that_are_files_are_published_as_files(tmp_path: Path) -> None:
    """`urls: flat`: what is sent, removed, recorded and told to hosts are the files and addresses that readers use."""
    project = new_project(tmp_path / "project", "  live: {kind: folder, path: ../www, host_files: [_redirects]}")
    settings = project.root / "briefgen.yaml"
    settings.write_text(settings.read_text() + "urls: flat\n")
    project.write(
        {"content/articles/moved.md": "---\ntitle: M\ndate: 2022-04-02\nredirect_from: [was, /old/m/]\n---\nHello.\n"}
    )
    project.good("build", "-q")
    project.good("publish")
    www = files_in(tmp_path / "www")
    assert {"articles/a1.html", "articles/was.html", "old/m/index.html"} < set(www)
    assert www["_redirects"].decode().splitlines() == [
        "/articles/was.html /articles/moved.html 301",
        "/old/m/ /articles/moved.html 301",
    ]
    recorded = (project.root / "content/.ledger/addresses.txt").read_text()
    assert "articles/a1.html" in recorded
    assert "articles/a1/" not in recorded
    (project.root / "content/articles/a1.md").unlink()
    project.good("build", "-q")
    done = project.good("publish", "--remove-now", "--dry-run")
    assert "removed   articles/a1.html" in done


def test_a_rollback_shows_the_release_before(project: Project, tmp_path: Path) -> None:
    """Readers see the earlier pages again at once, and the later ones when asked for by name."""
    project.good("publish", "live")
    before = project.site()
    project.article("a1", "It stopped raining.")
    project.good("build", "-q")
    later = json.loads(project.good("publish", "live", "--format", "json"))["release"]
    project.good("rollback", "live")
    assert files_in(tmp_path / "www") == before
    assert f"{later}\n" in project.good("rollback", "live", "--list")
    project.good("rollback", "live", "--to", later)
    assert files_in(tmp_path / "www") == project.site()
    refused = project.run("rollback", "plain")
    assert refused.code == 4
    assert "keeps no earlier releases" in refused.err


def test_only_so_many_releases_are_kept(tmp_path: Path) -> None:
    """Old releases are thrown away or made into new ones, but not what somebody else has put into them alone."""
    project = new_project(tmp_path / "project", "  live: {kind: folder, path: ../www, releases: 2}")
    project.good("publish")
    (tmp_path / "www/.well-known").mkdir()
    (tmp_path / "www/.well-known/theirs").write_text("theirs")
    releases = tmp_path / ".www.releases-by-briefgen"
    inodes = set()
    for text in ("one", "two", "three", "four", "five"):
        project.article("a1", text)
        (project.root / "content/articles/odd.md").unlink(missing_ok=True)
        if len(text) == 3:
            project.article("odd", text)
        project.good("build", "-q")
        project.good("publish", "--yes")
        assert files_in(tmp_path / "www") == {**project.site(), ".well-known/theirs": b"theirs"}
        inodes.add((tmp_path / "www/articles/a0/index.html").stat().st_ino)
        if text == "three":
            only_here = (tmp_path / "www").resolve() / "proof.txt"
            only_here.write_text("theirs")
            (tmp_path / "www/.well-known/theirs").write_text("theirs")
            project.good("rollback")
            assert (tmp_path / "www/proof.txt").read_text() == "theirs"
            (tmp_path / "www/proof.txt").unlink()
    assert len(inodes) == 1
    assert len(project.good("rollback", "--list").splitlines()) == 2
    assert len(list(releases.glob("2*/index.html"))) <= 3
    assert [one.read_text() for one in releases.rglob("proof.txt")] == ["theirs"]


@pytest.mark.parametrize("target", PLACES)
def test_files_of_others_stay(project: Project, tmp_path: Path, target: str) -> None:
    """In a folder that others use as well, their files stay, and one that is in the way stops everything."""
    place = tmp_path / PLACES[target]
    place.mkdir()
    (place / "index.html").write_text("theirs")
    (place / "other.txt").write_text("theirs")
    refused = project.run("publish", target)
    assert refused.code == 4
    assert "(index.html)" in refused.err
    assert files_in(place) == {"index.html": b"theirs", "other.txt": b"theirs"}
    project.good("publish", target, "--adopt")
    assert files_in(place) == {**project.site(), "other.txt": b"theirs"}


@pytest.mark.parametrize("target", PLACES)
def test_what_was_lost_comes_back(project: Project, tmp_path: Path, target: str) -> None:
    """A page that somebody has deleted there, and one changed without changing its size, are sent again when asked for."""
    place = tmp_path / PLACES[target]
    project.good("publish", target)
    (place / "articles/a1/index.html").unlink()
    front = (place / "index.html").read_bytes()
    (place / "index.html").unlink()
    (place / "index.html").write_bytes(front.replace(b"About", b"Abuot"))
    assert "2 changed" in project.good("publish", target, "--dry-run", "--recheck")
    assert "2 changed" in project.good("publish", target, "--recheck")
    assert files_in(place) == project.site()
    assert "0 changed" in project.good("publish", target, "--recheck")


def test_what_somebody_has_put_in_our_place_stays(project: Project, tmp_path: Path) -> None:
    """A page has left the site, and somebody uses its place since: that is theirs, not deleted now, nor later."""
    project.good("publish", "plain")
    theirs = tmp_path / "plain/articles/a2/index.html"
    theirs.write_bytes(theirs.read_bytes().replace(b"rained", b"snowed"))
    (project.root / "content/articles/a2.md").unlink()
    project.good("build", "-q")
    ran = project.run("publish", "plain", "--remove-now")
    assert ran.code == 0
    assert "articles/a2/index.html left the site, but somebody else has changed it there, so it stays" in ran.err
    assert b"It snowed." in theirs.read_bytes()
    project.good("publish", "plain", "--remove-now")
    assert b"It snowed." in theirs.read_bytes()


def test_what_somebody_has_put_in_the_way_stops_everything(tmp_path: Path) -> None:
    """A file of ours must give way to a folder, but somebody has put another file there since."""
    store = tmp_path / "store"
    store.mkdir()
    run(Files(tmp_path / "inplace"), store, {"index.html": b"front", "people": b"ours"})
    (tmp_path / "inplace/people").write_text("theirs")
    with pytest.raises(PublishFaultError, match=r"\(people\)"):
        run(Files(tmp_path / "inplace"), store, {"index.html": b"other", "people/ann.html": b"ann"})
    assert files_in(tmp_path / "inplace") == {"index.html": b"front", "people": b"theirs"}


def test_links_that_lead_elsewhere_are_not_followed(project: Project, tmp_path: Path) -> None:
    """A link inside the folder may lead anywhere: nothing is written through it."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain/articles").symlink_to(tmp_path / "elsewhere")
    assert project.run("publish", "plain").code == 4
    assert project.run("publish", "plain", "--adopt").code == 4
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_compressed_copies_stand_beside(tmp_path: Path) -> None:
    """Each text file has its copies, equal when unpacked, and they leave with the setting."""
    import gzip

    import brotli  # type: ignore[import-untyped]

    project = new_project(
        tmp_path / "project", "  live: {kind: folder, path: ../www, releases: 0, precompress: [gz, br]}"
    )
    project.good("publish")
    page = (tmp_path / "www/index.html").read_bytes()
    assert gzip.decompress((tmp_path / "www/index.html.gz").read_bytes()) == page
    assert brotli.decompress((tmp_path / "www/index.html.br").read_bytes()) == page
    config = project.root / "briefgen.yaml"
    config.write_text(config.read_text().replace("[gz, br]", "[gz]"))
    project.good("build", "-q")
    project.good("publish", "--yes")
    assert not list((tmp_path / "www").rglob("*.br"))


# --- faults of the disk -----------------------------------------------------------------------------------------------


def in_small_disk(place: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script for the shell where a tiny disk is mounted at the place; it is gone with the script."""
    # As root in a room of mounts of our own; as somebody else, in one of users as well.
    room = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--user", "--map-root-user"]
    mounted = f'set -e\nmount -t tmpfs -o size=400k tmpfs "{place}"\n{script}'
    return subprocess.run(
        [*room, "sh", "-c", mounted], env=environment({}), capture_output=True, text=True, check=False
    )


FULL = """cd "{project}"
{publish} -q
find "{disk}/www/" -name '*.html' | sort | xargs cat > "{notes}/before"
cp -r "{notes}/large/." content/articles/; {build}
code=0; {publish} 2> "{notes}/said" || code=$?
echo $code > "{notes}/code"
find "{disk}/www/" -name '*.html' | sort | xargs cat > "{notes}/after"
rm content/articles/big.md; printf '%s' "$SMALL" > content/articles/a1.md; {build}
{publish} -q --remove-now
diff -r -x .briefgen-publish site "{disk}/www/"
"""


@pytest.mark.parametrize("releases", [0, 3])
def test_a_full_disk_leaves_readers_what_they_had(tmp_path: Path, releases: int) -> None:
    """What does not fit is told; readers still find every page of before; with room made, the next publish goes through."""
    disk, notes = tmp_path / "disk", tmp_path / "notes"
    for one in (disk, notes / "large"):
        one.mkdir(parents=True)
    project = new_project(tmp_path / "project", f"  live: {{kind: folder, path: {disk}/www, releases: {releases}}}")
    small = (project.root / "content/articles/a1.md").read_text()
    text = " ".join(f"rain{number}" for number in range(40_000))
    for name in ("a1", "big"):
        (notes / f"large/{name}.md").write_text(small.replace("It rained.", text))
    publish, build = (shlex.join(project.words(*words)) for words in (("publish",), ("build", "-q")))
    script = FULL.format(project=project.root, publish=publish, build=build, disk=disk, notes=notes)
    done = in_small_disk(disk, f"SMALL={shlex.quote(small)}\n{script}")
    assert done.returncode == 0, done
    assert (notes / "code").read_text() == "4\n"
    assert "the disk is full" in (notes / "said").read_text()
    assert (notes / "before").read_bytes() == (notes / "after").read_bytes() != b""


LIMITED = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (90000, 90000)); sys.argv = ['briefgen', *sys.argv[1:]]; runpy.run_module('briefgen', run_name='__main__')"


@pytest.mark.parametrize("releases", [0, 3])
def test_a_file_larger_than_allowed(tmp_path: Path, releases: int) -> None:
    """Where files may have so many bytes only, that is told, and readers find what they had."""
    project = new_project(tmp_path / "project", f"  live: {{kind: folder, path: ../www, releases: {releases}}}")
    project.good("publish")
    before = files_in(tmp_path / "www")
    project.article("a1", " ".join(f"rain{number}" for number in range(40_000)))
    project.good("build", "-q")
    words = [sys.executable, "-c", LIMITED, "publish"]
    done = subprocess.run(words, cwd=project.root, env=environment({}), capture_output=True, text=True, check=False)
    assert done.returncode == 4, done
    assert "larger than allowed" in done.stderr
    after, built = files_in(tmp_path / "www"), project.site()
    assert after.keys() == before.keys()
    # In place, what was sent before it may be new already, as after any publish that breaks off.
    assert all(after[path] in {before[path], built[path] if not releases else before[path]} for path in after)
    project.good("publish")
    assert files_in(tmp_path / "www") == project.site()


@pytest.mark.parametrize("target", PLACES)
def test_a_missing_right_is_told(project: Project, tmp_path: Path, target: str) -> None:
    """Where nothing may be written, nothing is, and the message says so in plain words."""
    folder = tmp_path / "closed"
    folder.mkdir()
    config = project.root / "briefgen.yaml"
    config.write_text(config.read_text().replace("../", "../closed/"))
    project.good("build", "-q")
    folder.chmod(0o555)
    try:
        # Root may write everywhere, unless that capability is given up.
        root = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*root, *project.words("publish", target)],
            cwd=project.root,
            env=environment({}),
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        folder.chmod(0o755)
    assert done.returncode == 4, done
    assert "you may not write there" in done.stderr
    assert list(folder.iterdir()) == []


# --- the power is cut -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("releases", [0, 1, 3])
def test_wherever_the_power_is_cut_readers_find_every_page(tmp_path: Path, releases: int) -> None:
    """At every touch of the disk the process may die: each page is then the old or the new one, and the next publish heals."""
    driver = Path(__file__).with_name("power_cuts.py")
    done = subprocess.run(
        [sys.executable, str(driver), str(tmp_path), str(releases)],
        env=environment({}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) > 20


def test_a_mounted_folder_without_links(tmp_path: Path) -> None:
    """Where no link can be made, files are replaced one by one, and that is said."""
    from briefgen.model.publishing import FolderTarget
    from briefgen.publish.secrets import Secrets
    from briefgen.publish.target import Context
    from briefgen.publish.targets.folder import open_target

    place = tmp_path / "mounted"
    place.mkdir()
    mounted = (
        subprocess.run(["mount", "--bind", str(place), str(place)], capture_output=True, check=False).returncode == 0
    )
    if not mounted:
        (place / "lost+found").mkdir()
    said: list[str] = []
    try:
        context = Context("live", tmp_path / "project", tmp_path / "store", Secrets("live", {}), "", said.append)
        assert isinstance(open_target(FolderTarget(kind="folder", path=str(place)), context), Files)
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=True)
    assert bool(said) == mounted


def test_the_project_itself_is_no_target(project: Project) -> None:
    """A slip in `path` must not let publishing write over what the desk has written."""
    config = project.root / "briefgen.yaml"
    text = config.read_text()
    for path in (".", "content", "site", ".."):
        config.write_text(text.replace("../www", path))
        project.good("build", "-q")
        assert project.run("publish", "live").code == 4
    shutil.rmtree(project.root / "site")
    assert os.path.lexists(project.root / "content")
