"""A real sshd: rsync where it is, SFTP where it is not, a server that allows SFTP only; lines that are cut, publishers that are killed."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from hosts import Clock, everything, orders  # type: ignore[import-not-found]
from projects import PATIENT, files_in, new_project, nginx  # type: ignore[import-not-found]
from servers import SshServer, Wire, ssh_server  # type: ignore[import-not-found]
from test_readers import Crawler  # type: ignore[import-not-found]

from briefgen.model.publishing import SshTarget
from briefgen.publish.engine import Done, World, publish
from briefgen.publish.fault import PublishFaultError, TransientFaultError
from briefgen.publish.lock import Choice
from briefgen.publish.registry import open_target
from briefgen.publish.retry import Patience
from briefgen.publish.secrets import Secrets
from briefgen.publish.snapshot import Snapshot
from briefgen.publish.target import Atomic, Context, InPlace, Upload

numbers = count()


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """A server that runs commands."""
    with ssh_server(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture(scope="module")
def sftp_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """A server as web hosts have it: files, no commands."""
    with ssh_server(tmp_path_factory.mktemp("sftp"), "Subsystem sftp internal-sftp\nForceCommand internal-sftp") as server:  # fmt: skip
        yield server


class Way(NamedTuple):
    server: SshServer
    tool: str

    def open(self, root: Path, said: list[str] | None = None, **more: object) -> InPlace | Atomic:
        text = self.server.settings(root / "www", tool=self.tool, **more)
        context = Context("live", root, root / "store", Secrets("live", {}), "", (said if said is not None else []).append)  # fmt: skip
        return open_target(SshTarget(**json.loads(text)), context)


@pytest.fixture(params=["rsync", "sftp", "sftp only"])
def way(request: pytest.FixtureRequest, shell: SshServer, sftp_only: SshServer) -> Way:
    return Way(sftp_only, "auto") if request.param == "sftp only" else Way(shell, request.param)


def in_place(target: InPlace | Atomic) -> InPlace:
    assert hasattr(target, "put")
    return target


def upload(folder: Path, path: str, data: bytes) -> Upload:
    source = folder / f"source{next(numbers)}"
    source.write_bytes(data)
    return Upload(path=path, source=source, digest="d", size=len(data), kind="page", content_type="text/html", cache_control="")  # fmt: skip


def send(target: InPlace | Atomic, folder: Path, files: dict[str, bytes], moment: int = 0, attempts: int = 6, recheck: bool = False) -> Done:  # fmt: skip
    folder.mkdir(exist_ok=True)
    clock = Clock()
    world = World(timing=clock.timing, say=lambda _: None, progress=lambda _, __: None, patience=Patience(attempts))
    try:
        told = orders(folder, files, moment, recheck=recheck, choice=Choice(break_it=True))
        with Snapshot(folder) as snapshot:
            return publish(target, told, world, snapshot, everything)
    finally:
        target.close()


def test_files_are_put_replaced_and_deleted(way: Way, tmp_path: Path) -> None:
    target = in_place(way.open(tmp_path))
    awkward = "people/ünal o'neil & $HOME *.html"
    files = {"index.html": b"front", "a/b/c/index.html": b"deep", "film.mp4": bytes(range(256)) * 9_000, "empty.txt": b"", awkward: b"awkward"}  # fmt: skip
    assert {path for path, _ in target.put([upload(tmp_path, path, data) for path, data in files.items()])} == set(
        files
    )
    assert files_in(tmp_path / "www") == files
    assert (tmp_path / "www/index.html").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "www/a/b").stat().st_mode & 0o777 == 0o755
    (tmp_path / "www/a/theirs.html").write_text("theirs")
    (tmp_path / "www/linked").symlink_to("a")
    found = target.held(["index.html", "none.html", "a/theirs.html", "linked/x.html", "index.html/x.html", "a"])
    assert found.keys() == {"index.html", "a/theirs.html", "linked/x.html", "index.html/x.html", "a"}
    assert found["index.html"].size == 5
    list(target.put([upload(tmp_path, "index.html", b"FRONT")]))
    assert (tmp_path / "www/index.html").read_bytes() == b"FRONT"
    gone = ["a/b/c/index.html", "empty.txt", "never/was.html"]
    assert list(target.delete(gone)) == gone
    assert not (tmp_path / "www/a/b").exists()
    assert (tmp_path / "www/a/theirs.html").read_text() == "theirs"
    with pytest.raises(PublishFaultError, match="is a link"):
        list(target.put([upload(tmp_path, "linked/x.html", b"x")]))
    assert not (tmp_path / "www/a/x.html").exists()
    target.close()


def test_one_of_several_takes_the_lock(way: Way, tmp_path: Path) -> None:
    ann, bob = in_place(way.open(tmp_path)), in_place(way.open(tmp_path))
    assert ann.read_lock() is None
    assert ann.swap_lock(None, b"ann")
    assert not bob.swap_lock(None, b"bob")
    assert bob.read_lock() == b"ann"
    assert ann.swap_lock(b"ann", b"ann, still")
    assert not bob.swap_lock(b"ann", b"bob")
    assert ann.swap_lock(b"ann, still", None)
    assert bob.swap_lock(None, b"bob")
    ann.write_state("manifest.json", b"one")
    ann.write_state("manifest.json", b"two")
    assert bob.read_state("manifest.json") == b"two"
    ann.write_state("manifest.json", None)
    assert bob.read_state("manifest.json") is None
    assert sorted(one.name for one in (tmp_path / "www/.briefgen-publish").iterdir()) == ["lock.json"]
    ann.close()
    bob.close()


@pytest.mark.parametrize(("way", "releases"), [("rsync", 0), ("sftp only", 2)], indirect=["way"])
def test_the_command_publishes_and_rolls_back(way: Way, tmp_path: Path, releases: int) -> None:
    settings = way.server.settings(tmp_path / "www", tool=way.tool, releases=releases, precompress=["gz"], keep_removed=0)  # fmt: skip
    project = new_project(tmp_path / "project", f"  live: {settings}")
    assert "added" in project.good("publish", "--dry-run")
    assert not (tmp_path / "www").exists() or files_in(tmp_path / "www") == {}
    project.good("publish")
    first = files_in(tmp_path / "www")
    assert {path: data for path, data in first.items() if not path.endswith(".gz")} == project.site()
    old = (tmp_path / "www/articles/a0/index.html").stat().st_ino
    project.article("a1", "It stopped raining.")
    (project.root / "content/articles/a2.md").unlink()
    project.good("build", "-q")
    project.good("publish")
    second = files_in(tmp_path / "www")
    assert {path: data for path, data in second.items() if not path.endswith(".gz")} == project.site()
    assert (tmp_path / "www/articles/a0/index.html").stat().st_ino == old
    assert "0 added, 0 changed" in project.good("publish")
    if not releases:
        assert project.run("rollback").code == 4
        return
    (tmp_path / "www/.well-known").mkdir()
    (tmp_path / "www/.well-known/proof").write_text("of a certificate")
    project.good("rollback")
    theirs = {".well-known/proof": b"of a certificate"}
    assert files_in(tmp_path / "www") == {**first, **theirs}
    project.article("a1", "It hailed.")
    project.good("build", "-q")
    project.good("publish", "--yes")
    assert theirs.keys() < files_in(tmp_path / "www").keys() - {"articles/a2/index.html"} <= {*first, *second, *theirs}
    assert len(list((tmp_path / ".www.releases-by-briefgen").glob("*.json"))) == 2
    assert not list((tmp_path / ".www.releases-by-briefgen").glob("*.part"))


def test_a_folder_that_is_there_is_used_as_it_is(way: Way, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www/theirs.txt").write_text("theirs")
    said: list[str] = []
    in_place(way.open(tmp_path, said, releases=3)).close()
    assert len(said) == 1
    assert "no rollback" in said[0]
    (tmp_path / "www/index.html").write_text("theirs too")
    with pytest.raises(PublishFaultError, match="briefgen did not put them there"):
        send(way.open(tmp_path), tmp_path / "a", {"index.html": b"ours"})
    assert files_in(tmp_path / "www") == {"theirs.txt": b"theirs", "index.html": b"theirs too"}


@pytest.mark.parametrize("releases", [0, 2])
def test_what_somebody_has_done_there_is_seen(shell: SshServer, tmp_path: Path, releases: int) -> None:
    """A file of others where ours would come stops everything; what was lost or changed comes back when asked for."""
    way = Way(shell, "sftp")
    site = {"index.html": b"front", "people/index.html": b"people"}
    send(way.open(tmp_path, releases=releases), tmp_path / "a", site)
    (tmp_path / "www/people/ann.html").write_text("theirs")
    more = {**site, "people/ann.html": b"ours"}
    with pytest.raises(PublishFaultError, match=r"briefgen did not put them there \(people/ann.html\)"):
        send(way.open(tmp_path, releases=releases), tmp_path / "a", more, 10)
    assert (tmp_path / "www/people/ann.html").read_text() == "theirs"
    (tmp_path / "www/people/ann.html").unlink()
    (tmp_path / "www/index.html").unlink()
    (tmp_path / "www/people/index.html").write_bytes(b"changed")
    assert send(way.open(tmp_path, releases=releases), tmp_path / "a", site, 20).plan.empty
    done = send(way.open(tmp_path, releases=releases), tmp_path / "a", site, 30, recheck=True)
    assert done.plan.changed == ("index.html", "people/index.html")
    assert files_in(tmp_path / "www") == site


@pytest.mark.parametrize("sessions", [10, 1])
def test_one_login_serves_for_everything(tmp_path: Path, sessions: int) -> None:
    """Who must confirm each login does so once; a server that allows no second session on a connection gets further ones."""
    with ssh_server(tmp_path / "sshd", f"Subsystem sftp internal-sftp\nMaxSessions {sessions}") as server, Wire(server.port) as wire:  # fmt: skip
        send(Way(server, "rsync").open(tmp_path, port=wire.port), tmp_path / "a", {"index.html": b"front", "style.css": b"p{}"})  # fmt: skip
        assert (wire.connections == 1) == (sessions == 10)
    assert files_in(tmp_path / "www") == {"index.html": b"front", "style.css": b"p{}"}


FAULTS = [
    ({"known_hosts": "/dev/null"}, "is not known to this computer yet", "compare the fingerprint"),
    ({"known_hosts": "other"}, "another key than it used to", "somebody else"),
    ({"key_file": "stranger"}, "does not let you in", "ssh-add"),
    ({"path": "/sys/briefgen"}, "may not write there", "right to write"),
    ({"path": "/nowhere/at/all"}, "there is no folder /nowhere/at", "create it"),
    ({"path": "/"}, "is no folder for a site", "/srv/www/site"),
    ({"host": "-oProxyCommand=touch hacked"}, "is no name of a server", "correct it"),
    ({"key_file": "nothing"}, "there is no file", "key_file"),
    ({"port": 1}, "takes no ssh connections", "port"),
]


@pytest.mark.parametrize(("more", "message", "hint"), FAULTS)
def test_what_a_person_must_mend_is_told(shell: SshServer, tmp_path: Path, more: dict[str, object], message: str, hint: str) -> None:  # fmt: skip
    (shell.folder / "other").write_text(f"[127.0.0.1]:{shell.port} {(shell.folder / 'stranger.pub').read_text()}")
    (shell.folder / "empty").write_text("")
    words = {**json.loads(shell.settings(tmp_path / "www", tool="sftp")), **more}
    if more.get("known_hosts") == "/dev/null":
        words["known_hosts"] = str(shell.folder / "empty")
    for name in ("known_hosts", "key_file"):
        if more.get(name) in {"other", "stranger"}:
            words[name] = str(shell.folder / str(more[name]))
    context = Context("live", tmp_path, tmp_path / "store", Secrets("live", {}), "", lambda _: None)
    with pytest.raises(PublishFaultError, match=message) as fault:
        send(open_target(SshTarget(**words), context), tmp_path / "a", {"index.html": b"x"})
    assert hint in fault.value.hint
    assert not (tmp_path / "hacked").exists()
    assert isinstance(fault.value, TransientFaultError) == ("port" in more)


chance = random.Random(7)  # noqa: S311
OLD = {"index.html": b"old front", "a/index.html": b"old a", "b/index.html": b"b", "gone/index.html": b"going"}
NEW = {
    "index.html": chance.randbytes(30_000), "a/index.html": chance.randbytes(30_000), "b/index.html": b"b",
    "c/index.html": b"c", "style.css": chance.randbytes(10_000),
}  # fmt: skip


def is_whole(folder: Path) -> None:
    for path in OLD.keys() & NEW.keys():
        assert (folder / path).read_bytes() in {OLD[path], NEW[path]}, path


@pytest.mark.parametrize(("thousands", "releases"), [(1, 0), (6, 2), (25, 0), (30, 0), (50, 2), (75, 0)])
def test_a_line_that_is_cut_leaves_a_whole_site(shell: SshServer, tmp_path: Path, thousands: int, releases: int) -> None:  # fmt: skip
    """Wherever it is cut, each page is old or new, and the next publish does the rest. By rsync and SFTP in turn."""
    way = Way(shell, "rsync" if thousands % 2 else "sftp")
    send(way.open(tmp_path, releases=releases), tmp_path / "a", OLD)
    with Wire(shell.port) as wire:
        wire.cut_after(thousands * 1000, mends=False)
        with pytest.raises(PublishFaultError, match=r"was cut|takes no ssh connections"):
            send(way.open(tmp_path, releases=releases, port=wire.port), tmp_path / "a", NEW, 10, attempts=1)
        assert wire.cuts == 1
    is_whole(tmp_path / "www")
    send(way.open(tmp_path, releases=releases), tmp_path / "a", NEW, 20)
    assert {path: files_in(tmp_path / "www").get(path) for path in NEW} == NEW
    send(way.open(tmp_path, releases=releases), tmp_path / "a", NEW, 10**7)
    assert files_in(tmp_path / "www") == NEW
    state = tmp_path / ("www/.briefgen-publish" if not releases else ".www.releases-by-briefgen")
    assert not list((state / "drafts").iterdir())


@pytest.mark.parametrize("thousands", [9, 30, 60])
def test_a_line_that_is_cut_once_is_taken_up_again(shell: SshServer, tmp_path: Path, thousands: int) -> None:
    with Wire(shell.port) as wire:
        target = Way(shell, "rsync" if thousands % 2 else "sftp").open(tmp_path, port=wire.port)
        wire.cut_after(thousands * 1000)
        send(target, tmp_path / "a", NEW)
        assert wire.cuts == 1
    assert files_in(tmp_path / "www") == NEW


def test_a_share_of_the_disk_that_is_used_up(tmp_path: Path) -> None:
    """The server takes only small files: nothing is half, and once there is room, the next publish does the rest."""
    program = tmp_path / "small-sftp"
    program.write_text("#!/bin/sh\nulimit -f 16\ntrap '' XFSZ\nexec /usr/lib/openssh/sftp-server\n")
    program.chmod(0o755)
    limited = f"Subsystem sftp {program}"
    with ssh_server(tmp_path / "small", limited) as small, ssh_server(tmp_path / "large") as large:
        send(Way(small, "sftp").open(tmp_path), tmp_path / "a", OLD)
        with pytest.raises(PublishFaultError) as fault:
            send(Way(small, "sftp").open(tmp_path), tmp_path / "a", NEW, 10)
        assert fault.value.hint
        is_whole(tmp_path / "www")
        send(Way(large, "sftp").open(tmp_path), tmp_path / "a", NEW, 20)
        assert {path: files_in(tmp_path / "www").get(path) for path in NEW} == NEW


@pytest.mark.parametrize(("tool", "releases"), [("rsync", 0), ("sftp", 2)])
def test_no_reader_meets_a_missing_page(shell: SshServer, tmp_path: Path, tool: str, releases: int) -> None:
    """Two projects publish to one place in turn; each is killed at some moment, then publishes to its end."""
    killings(shell, tmp_path, tool, releases, rounds=2, seed=7)


def killings(server: SshServer, folder: Path, tool: str, releases: int, rounds: int, seed: int) -> None:
    settings = "  live: " + server.settings(folder / "www", tool=tool, releases=releases, keep_removed=0)
    ann = new_project(folder / "ann", settings, articles=6)
    bob = new_project(folder / "bob", settings, articles=5, text="It snowed. " * 40)
    for one in (ann, bob):
        one.good("publish", "--yes")
    began = time.monotonic()
    ann.good("publish", "--yes")
    usual = time.monotonic() - began
    chance = random.Random(seed)  # noqa: S311
    with nginx(folder / "nginx", folder / "www") as port:
        crawler = Crawler(port, (ann.site(), bob.site()))
        crawler.start()
        for number in range(rounds):
            who = (bob, ann)[number % 2]
            who.is_killed("publish", "--yes", after=chance.uniform(0.3, 0.95) * usual)
            who.good("publish", "--yes")
            assert files_in(folder / "www") == who.site()
        crawler.over.set()
        crawler.join(PATIENT)
    assert crawler.wrong == []
    assert crawler.rounds > 0
