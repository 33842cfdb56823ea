"""Netlify by its published contract: only what it lacks is sent, nothing is shown too early, others' files come along."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hosts import Clock, everything, orders  # type: ignore[import-not-found]
from netlify_server import NAME, TOKEN, NetlifyServer  # type: ignore[import-not-found]
from projects import new_project  # type: ignore[import-not-found]
from servers import Canned, Wire  # type: ignore[import-not-found]

from briefgen.model.publishing import NetlifyTarget
from briefgen.publish.engine import Done, World, publish, roll_back
from briefgen.publish.fault import OvertakenError, PublishFaultError
from briefgen.publish.lock import Choice
from briefgen.publish.registry import open_target
from briefgen.publish.retry import Patience
from briefgen.publish.secrets import Secrets
from briefgen.publish.snapshot import Snapshot
from briefgen.publish.target import Atomic, Context

OLD = {"index.html": b"old front", "a/index.html": b"old a", "b/index.html": b"old b", "same.html": b"old a"}
NEW = {"index.html": b"new front", "a/index.html": b"new a", "b/index.html": b"old b", "c d/é.html": b"c"}


@pytest.fixture
def netlify() -> Iterator[NetlifyServer]:
    with NetlifyServer() as server:
        yield server


def opened(root: Path, server: NetlifyServer, port: int = 0, store: str = "store") -> Atomic:
    settings = NetlifyTarget(kind="netlify", site="our-desk", api=server.api.replace(str(server.port), str(port or server.port)))  # fmt: skip
    secrets = Secrets("live", {"NETLIFY_AUTH_TOKEN": TOKEN})
    target = open_target(settings, Context("live", root, root / store, secrets, "", lambda _: None))
    assert hasattr(target, "stage")
    return target


def send(target: Atomic, folder: Path, files: dict[str, bytes], moment: int = 0, adopt: bool = False, clock: Clock | None = None) -> Done:  # fmt: skip
    folder.mkdir(exist_ok=True)
    clock = clock or Clock()
    around = World(timing=clock.timing, say=lambda _: None, progress=lambda _, __: None, patience=Patience())
    try:
        with Snapshot(folder) as snapshot:
            return publish(target, orders(folder, files, moment, adopt=adopt), around, snapshot, everything)
    finally:
        target.close()


def uploads(server: NetlifyServer) -> list[str]:
    return [one.split("/files/")[1] for one in server.asked if one.startswith("PUT")]


def test_only_what_is_lacking_is_sent(netlify: NetlifyServer, tmp_path: Path) -> None:
    send(opened(tmp_path, netlify), tmp_path / "a", OLD)
    assert netlify.pages() == OLD
    assert len(uploads(netlify)) == 3 + 1
    netlify.asked.clear()
    done = send(opened(tmp_path, netlify), tmp_path / "a", NEW, 10)
    assert netlify.pages() == NEW
    assert sorted(uploads(netlify)) == [".briefgen-publish/manifest.json", "a/index.html", "c%20d/%C3%A9.html", "index.html"]  # fmt: skip
    assert done.plan.changed == ("a/index.html", "index.html")
    netlify.asked.clear()
    assert send(opened(tmp_path, netlify), tmp_path / "a", NEW, 20).plan.empty
    assert not uploads(netlify)
    assert not [one for one in netlify.asked if one.startswith("POST")]


@pytest.mark.parametrize("raw", [True, False])
def test_the_list_is_found_by_whoever_publishes_next(tmp_path: Path, raw: bool) -> None:
    """On another computer, whether Netlify gives the contents of files or readers must be asked for them."""
    with NetlifyServer(raw=raw) as netlify:
        send(opened(tmp_path, netlify), tmp_path / "a", OLD)
        assert send(opened(tmp_path, netlify, store="elsewhere"), tmp_path / "a", OLD, 10).plan.empty
        netlify.script = lambda method, path: Canned(404) if "manifest.json" in path and method == "GET" else None
        done = send(opened(tmp_path, netlify, store="third"), tmp_path / "a", NEW, 20)
        assert netlify.pages() == NEW
        assert done.plan.removed == ("same.html",)


def test_files_of_others_come_along(netlify: NetlifyServer, tmp_path: Path) -> None:
    netlify.by_hand({"theirs.pdf": b"theirs", "index.html": b"their front"})
    with pytest.raises(PublishFaultError, match="briefgen did not put them there"):
        send(opened(tmp_path, netlify), tmp_path / "a", OLD)
    assert netlify.pages() == {"theirs.pdf": b"theirs", "index.html": b"their front"}
    send(opened(tmp_path, netlify), tmp_path / "a", OLD, adopt=True)
    send(opened(tmp_path, netlify), tmp_path / "a", NEW, 10)
    assert netlify.pages() == {**NEW, "theirs.pdf": b"theirs"}


def test_nothing_is_shown_before_everything_is_there(netlify: NetlifyServer, tmp_path: Path) -> None:
    send(opened(tmp_path, netlify), tmp_path / "a", OLD)
    seen = []

    def script(method: str, path: str) -> Canned | None:
        seen.append(netlify.pages())
        return None

    netlify.script = script
    send(opened(tmp_path, netlify), tmp_path / "a", {"index.html": b"old front"}, 10)
    assert all(one in (OLD, {"index.html": b"old front"}) for one in seen)
    assert netlify.pages() == {"index.html": b"old front"}


def test_many_files_are_compared_in_netlifys_own_time(netlify: NetlifyServer, tmp_path: Path) -> None:
    site = {f"p{number}/index.html": b"%d" % number for number in range(520)}
    send(opened(tmp_path, netlify), tmp_path / "a", site)
    assert netlify.pages() == site


def test_going_back(netlify: NetlifyServer, tmp_path: Path) -> None:
    first = send(opened(tmp_path, netlify), tmp_path / "a", OLD).release
    send(opened(tmp_path, netlify), tmp_path / "a", NEW, 10)
    around = World(timing=Clock().timing, say=lambda _: None, progress=lambda _, __: None)
    target = opened(tmp_path, netlify)
    assert roll_back(target, "", 20, Choice(), around)[1] == first
    assert netlify.pages() == OLD
    target.close()
    send(opened(tmp_path, netlify), tmp_path / "a", NEW, 30)
    assert netlify.pages() == NEW


def test_the_second_of_two_is_told(netlify: NetlifyServer, tmp_path: Path) -> None:
    send(opened(tmp_path, netlify), tmp_path / "a", OLD)

    def script(method: str, path: str) -> Canned | None:
        if method == "PUT" and path.endswith("index.html"):
            netlify.script = lambda method, path: None
            netlify.by_hand({"index.html": b"of the other"})
        return None

    netlify.script = script
    with pytest.raises(OvertakenError):
        send(opened(tmp_path, netlify), tmp_path / "a", NEW, 10)
    assert netlify.pages() == {"index.html": b"of the other"}
    assert netlify.deploys[1]["state"] == "cancelled"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_netlify_is_asked_again(netlify: NetlifyServer, tmp_path: Path, status: int) -> None:
    turns = count()
    clock = Clock()
    # Eleven seconds after its own date.
    told = {"X-RateLimit-Reset": "1649446211"} if status == 429 else {}
    netlify.script = lambda method, path: Canned(status, b"{}", told) if next(turns) % 4 == 3 else None
    for attempt in range(5):
        try:
            target = opened(tmp_path, netlify)
            break
        except PublishFaultError:
            assert attempt < 4
    send(target, tmp_path / "a", NEW, clock=clock)
    assert netlify.pages() == NEW
    assert (11.0 in clock.slept) == (status == 429)


@pytest.mark.parametrize("bytes_", [600, 1200, 2000, 3000])
def test_a_line_that_is_cut_once_is_taken_up_again(netlify: NetlifyServer, tmp_path: Path, bytes_: int) -> None:
    send(opened(tmp_path, netlify), tmp_path / "a", OLD)
    with Wire(netlify.port) as wire:
        target = opened(tmp_path, netlify, wire.port)
        wire.cut_after(bytes_)
        send(target, tmp_path / "a", NEW, 10)
        assert wire.cuts == 1
    assert netlify.pages() == NEW


@pytest.mark.parametrize(
    ("status", "data", "message"),
    [
        (401, b"{}", "does not accept the token"),
        (404, b"{}", "does not show that"),
        (422, b'{"message": "too many deploys"}', "too many deploys"),
        (200, b"<html>", "makes no sense"),
    ],
)
def test_what_a_person_must_mend_is_told(netlify: NetlifyServer, tmp_path: Path, status: int, data: bytes, message: str) -> None:  # fmt: skip
    send(opened(tmp_path, netlify), tmp_path / "a", OLD)
    netlify.script = lambda method, path: Canned(status, data) if method == "POST" else None
    with pytest.raises(PublishFaultError, match=message) as fault:
        send(opened(tmp_path, netlify), tmp_path / "a", NEW, 10)
    assert fault.value.hint
    assert TOKEN not in str(fault.value)
    assert netlify.pages() == OLD


def test_publishing_that_is_locked_is_told(netlify: NetlifyServer, tmp_path: Path) -> None:
    send(opened(tmp_path, netlify), tmp_path / "a", OLD)
    netlify.locked = True
    with pytest.raises(PublishFaultError, match="locked"):
        send(opened(tmp_path, netlify), tmp_path / "a", NEW, 10)
    assert netlify.pages() == OLD


def test_the_token_goes_nowhere_in_the_clear(tmp_path: Path) -> None:
    settings = NetlifyTarget(kind="netlify", site="our-desk", api="http://api.example.org/v1")
    context = Context("live", tmp_path, tmp_path, Secrets("live", {"NETLIFY_AUTH_TOKEN": TOKEN}), "", lambda _: None)
    with pytest.raises(PublishFaultError, match="others could read it"):
        open_target(settings, context)


def test_the_command(netlify: NetlifyServer, tmp_path: Path) -> None:
    project = new_project(tmp_path / "p", f"  live: {{kind: netlify, site: {NAME}, api: '{netlify.api}', host_files: [_headers]}}")  # fmt: skip
    assert "NETLIFY_AUTH_TOKEN" in project.run("publish").err
    project.good("publish", BRIEFGEN_LIVE_TOKEN=TOKEN)
    shown = netlify.pages()
    assert "Content-Security-Policy" in shown.pop("_headers").decode()
    assert shown == project.site()
    project.article("a1", "It stopped raining.")
    project.good("build", "-q")
    project.good("publish", NETLIFY_AUTH_TOKEN=TOKEN)
    assert len(project.good("rollback", "--list", NETLIFY_AUTH_TOKEN=TOKEN).split()) >= 2
    project.good("rollback", NETLIFY_AUTH_TOKEN=TOKEN)
    assert netlify.pages()["articles/a1/index.html"] == shown["articles/a1/index.html"]
