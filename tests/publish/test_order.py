"""Whatever is published over whatever, and wherever the power is cut: readers find every page, old or new, and the next run heals."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hosts import Clock, PowerCut, Shelf, run  # type: ignore[import-not-found]
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.publish.classes import class_of
from briefgen.publish.fault import PublishFaultError
from briefgen.publish.lock import Choice

PATHS = (
    "index.html", "about/index.html", "people/ann/index.html", "people/index.html", "404.html", "pictures/map.png",
    "assets/site.0123456789ab.css", "assets/site.ba9876543210.css", "feed.xml", "sitemap.xml", "people", "people.html",
)  # fmt: skip
SITES = st.dictionaries(st.sampled_from(PATHS), st.sampled_from((b"one", b"two", b"three")), max_size=9).filter(
    lambda files: not ("people" in files and any(one.startswith("people/") for one in files))
)
HOUR = 3600
Site = Mapping[str, bytes]


class Reader:
    """Looks at everything after each change, and notes what no reader should ever meet."""

    def __init__(self, before: Site, after: Site) -> None:
        self.before, self.after = dict(before), dict(after)
        self.wrong: list[str] = []

    def __call__(self, now: Site) -> None:
        for path in self.before.keys() & self.after.keys():
            if now.get(path) not in {self.before[path], self.after[path]}:
                self.wrong.append(f"{path} is {now.get(path)!r}")
        fresh = {path for path, data in now.items() if self.after.get(path) == data != self.before.get(path)}
        for path in fresh:
            late = [one for one in self.after if _rank(one) < _rank(path) and now.get(one) != self.after[one]]
            self.wrong += [f"{path} is new before {one}" for one in late]


def _rank(path: str) -> int:
    return ("asset", "page", "feed", "index").index(class_of(path))


def publish(host: Shelf, folder: Path, site: Site, moment: int, fuse: int = -1) -> bool:
    """Publish under the reader's eyes; False when the power was cut."""
    reader = Reader(host.files, site)
    host.watch, host.fuse = reader, fuse
    try:
        run(host, folder, site, moment)
    except PowerCut:
        return False
    finally:
        host.fuse = -1
        assert not reader.wrong
    return True


def test_going_back_while_interrupted_ends_with_what_is_wanted(tmp_path: Path) -> None:
    """A page became another, and was to become what it was; both publishes were cut off, the second before it put anything."""
    one, two = {"index.html": b"one"}, {"index.html": b"two", "feed.xml": b"two"}
    for cut in range(1, 12):
        host = Shelf()
        assert publish(host, tmp_path, one, 0)
        publish(host, tmp_path, two, 0, cut)
        publish(host, tmp_path, one, 0, 1)
        assert publish(host, tmp_path, one, 0)
        assert host.files["index.html"] == b"one", cut


@settings(max_examples=250)
@given(st.lists(st.tuples(SITES, st.integers(0, 20), st.integers(0, 40)), min_size=1, max_size=5), SITES)
def test_readers_meet_whole_pages_and_the_next_run_heals(attempts: list[tuple[Site, int, int]], last: Site) -> None:
    """Several publishes in a row, each cut off after some steps, hours apart; then one that is not cut off."""
    host, moment = Shelf(), 0
    host.files["theirs.txt"] = b"theirs"
    with tempfile.TemporaryDirectory() as folder:
        for site, fuse, hours in attempts:
            publish(host, Path(folder), site, moment, fuse)
            moment += hours * HOUR
        assert publish(host, Path(folder), last, moment)
        assert {path: host.files.get(path) for path in last} == dict(last)
        assert host.files["theirs.txt"] == b"theirs"
        # After the time for which old files are kept, nothing is left but the site.
        assert publish(host, Path(folder), last, moment + 25 * HOUR)
        assert host.files == {**last, "theirs.txt": b"theirs"}
        assert host.lock is None


@settings(max_examples=60)
@given(SITES, SITES)
def test_publishing_again_changes_nothing(first: Site, second: Site) -> None:
    """A second publish of the same site puts no file and deletes none."""
    host = Shelf()
    with tempfile.TemporaryDirectory() as folder:
        for site in (first, second, second):
            host.order.clear()
            run(host, Path(folder), site)
    assert host.order == []


def test_only_what_changed_is_put(tmp_path: Path) -> None:
    """Of many files, the ones that changed go out, those that others point to first, the front page last of the pages."""
    site = {f"articles/{n}/index.html": b"old" for n in range(50)} | {"index.html": b"old", "feed.xml": b"old"}
    host = Shelf()
    run(host, tmp_path, site)
    host.order.clear()
    fresh = {"articles/7/index.html": b"new", "index.html": b"new", "feed.xml": b"new", "articles/new/index.html": b"new", "assets/x.0123456789ab.css": b"new"}  # fmt: skip
    done = run(host, tmp_path, {**site, **fresh})
    assert host.order == [
        "assets/x.0123456789ab.css",
        "articles/new/index.html",
        "articles/7/index.html",
        "index.html",
        "feed.xml",
    ]
    assert (len(done.plan.added), len(done.plan.changed), len(done.plan.unchanged)) == (2, 3, 49)
    assert done.sent == 15


def test_removed_pages_go_after_their_time(tmp_path: Path) -> None:
    """A page that left the site stays for readers who have an old page open, and is deleted by a later publish."""
    host = Shelf()
    run(host, tmp_path, {"index.html": b"1", "gone.html": b"1"}, moment=0)
    run(host, tmp_path, {"index.html": b"2"}, moment=HOUR)
    run(host, tmp_path, {"index.html": b"3"}, moment=24 * HOUR)
    assert "gone.html" in host.files
    run(host, tmp_path, {"index.html": b"3"}, moment=25 * HOUR)
    assert "gone.html" not in host.files


def test_what_comes_back_is_not_deleted(tmp_path: Path) -> None:
    """A page that left and came back within its time stays for good, and is not sent again."""
    host = Shelf()
    site = {"index.html": b"1", "back.html": b"1"}
    run(host, tmp_path, site, moment=0)
    run(host, tmp_path, {"index.html": b"1"}, moment=HOUR)
    host.order.clear()
    run(host, tmp_path, site, moment=2 * HOUR)
    run(host, tmp_path, site, moment=90 * HOUR)
    assert host.order == []
    assert host.files == site


@pytest.mark.parametrize("skew", [-400 * HOUR, 400 * HOUR])
def test_a_clock_that_is_wrong_loses_nothing(tmp_path: Path, skew: int) -> None:
    """Two publishers whose clocks differ by weeks: what is deleted is never part of the site, and nothing stays for ever."""
    host = Shelf()
    run(host, tmp_path, {"index.html": b"1", "gone.html": b"1"}, moment=500 * HOUR)
    run(host, tmp_path, {"index.html": b"2"}, moment=500 * HOUR + skew)
    run(host, tmp_path, {"index.html": b"3"}, moment=500 * HOUR)
    run(host, tmp_path, {"index.html": b"3"}, moment=525 * HOUR)
    assert host.files == {"index.html": b"3"}


def test_files_of_others_are_never_touched(tmp_path: Path) -> None:
    """Where somebody else's file lies at a page's path, nothing is put at all, and the way out is told."""
    host = Shelf()
    host.files["people/index.html"] = b"theirs"
    with pytest.raises(PublishFaultError, match=r"holds 1 file where the site’s must go.*people/index\.html") as told:
        run(host, tmp_path, {"index.html": b"1", "people/index.html": b"1"})
    assert "--adopt" in told.value.hint
    assert host.files == {"people/index.html": b"theirs"}
    assert host.lock is None
    run(host, tmp_path, {"index.html": b"1", "people/index.html": b"1"}, adopt=True)
    assert host.files == {"index.html": b"1", "people/index.html": b"1"}


def test_a_lost_manifest_costs_nothing(tmp_path: Path) -> None:
    """When the manifest is lost, files that are the same are taken over without being sent again."""
    host = Shelf()
    site = {"index.html": b"1", "about.html": b"2"}
    run(host, tmp_path, site)
    host.state.clear()
    host.order.clear()
    run(host, tmp_path, site)
    assert host.order == []
    run(host, tmp_path, {"index.html": b"1"}, keep_hours=0)
    assert host.files == {"index.html": b"1"}


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b'{"files": {"../../etc/passwd": {"digest": "", "size": 1, "kind": "page"}}}', b'{"form": 99}'],
)
def test_a_damaged_manifest_is_told(tmp_path: Path, damage: bytes) -> None:
    """A manifest that cannot be read, or names files outside the site, stops everything: then it is not known what is ours."""
    host = Shelf()
    run(host, tmp_path, {"index.html": b"1"})
    host.state["manifest.json"] = damage
    with pytest.raises(PublishFaultError):
        run(host, tmp_path, {"index.html": b"2"}, keep_hours=0)
    assert host.files == {"index.html": b"1"}


def test_a_busy_host_is_asked_again(tmp_path: Path) -> None:
    """A host that is busy now and then gets each file all the same, after the time it asked for."""
    host, clock = Shelf(), Clock()
    host.busy = iter([True, False, True, True, False, False])
    site = {f"{n}.html": b"x" for n in range(3)}
    run(host, tmp_path, site, clock=clock)
    assert host.files == site
    assert clock.slept == [7.0, 7.0, 7.0]


def test_a_host_that_stays_busy_is_told(tmp_path: Path) -> None:
    """Patience ends; what was put is remembered, and the next run does the rest."""
    host, clock = Shelf(), Clock()
    host.busy = iter([False, *[True] * 20])
    site = {f"{n}.html": b"x" for n in range(3)}
    with pytest.raises(PublishFaultError, match="busy"):
        run(host, tmp_path, site, clock=clock)
    assert len(host.files) == 1
    host.busy = iter(())
    run(host, tmp_path, site)
    assert host.files == site


def test_a_second_publisher_is_told_who_is_first(tmp_path: Path) -> None:
    """Without --wait, the second of two publishers fails clearly and touches nothing."""
    host = Shelf()
    host.lock = b'{"who": "ann on desk", "since": "20220408T193000Z"}'
    with pytest.raises(PublishFaultError, match="ann on desk is publishing here since 20220408T193000Z") as told:
        run(host, tmp_path, {"index.html": b"1"}, choice=Choice())
    assert "--wait" in told.value.hint
    assert host.files == {}


def test_a_second_publisher_waits(tmp_path: Path) -> None:
    """With --wait, the second publishes as soon as the first is done."""
    host, clock = Shelf(), Clock()
    host.lock = b'{"who": "ann on desk", "since": "20220408T193000Z"}'

    def meanwhile() -> None:
        if clock.seconds > 20:
            host.lock = None

    clock.meanwhile = meanwhile
    run(host, tmp_path, {"index.html": b"1"}, clock=clock, choice=Choice(wait=True))
    assert host.files == {"index.html": b"1"}
    assert 20 < clock.seconds < 30


def test_a_lock_of_the_dead_is_broken(tmp_path: Path) -> None:
    """A holder that does not stir for two minutes of the waiter's own clock is gone, whatever its note says of the time."""
    host, clock = Shelf(), Clock()
    host.lock = b'{"who": "ann on desk", "since": "29990101T000000Z"}'
    run(host, tmp_path, {"index.html": b"1"}, clock=clock, choice=Choice(wait=True))
    assert host.files == {"index.html": b"1"}
    assert 120 <= clock.seconds < 130


def test_a_lock_of_the_living_is_kept(tmp_path: Path) -> None:
    """A holder whose note changes is alive, however long it takes."""
    host, clock = Shelf(), Clock()
    host.lock = b'{"who": "ann on desk", "since": "", "beat": 0}'

    def meanwhile() -> None:
        beat = int(clock.seconds // 60)
        if beat < 30:
            host.lock = b'{"who": "ann on desk", "since": "", "beat": %d}' % beat

    clock.meanwhile = meanwhile
    run(host, tmp_path, {"index.html": b"1"}, clock=clock, choice=Choice(wait=True))
    assert clock.seconds > 29 * 60


def test_who_lost_the_lock_stops(tmp_path: Path) -> None:
    """A publisher whose lock was taken from it writes no manifest: the other one's stands."""
    host = Shelf()

    def stolen(files: Mapping[str, bytes]) -> None:
        host.lock = b'{"who": "bob on desk", "since": ""}'

    host.watch = stolen
    with pytest.raises(PublishFaultError, match="another publish has taken over"):
        run(host, tmp_path, {"index.html": b"1"})
    assert "manifest.json" not in host.state
    assert host.lock == b'{"who": "bob on desk", "since": ""}'
