"""A site built by a Dask cluster is the one that a single process builds; whatever goes wrong is told."""

from __future__ import annotations

import os
import pickle
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from clusters import Running, cluster
from handed_out import doubled, kills_once, kills_worker, names_process, refuses
from small_sites import SmallSite

from briefgen.base.executor import ExecutorError, WorkerLostError
from briefgen.base.generator import difference
from briefgen.build import build
from briefgen.cli.main import run
from briefgen.output.cluster import OtherBriefgenError, do
from briefgen.output.executors import executor_of, scheduler_of
from briefgen.preparing import BuildOptions


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with cluster(tmp_path_factory.mktemp("dask"), workers=2) as found:
        yield found


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_results_come_in_order_and_from_both_workers(running: Running) -> None:
    with executor_of(running.url, 0) as executor:
        assert list(executor.in_order(doubled, 2, range(40))) == [number * 2 for number in range(40)]
        found = set(executor.in_order(names_process, None, range(40)))
    assert len(found) == 2
    assert os.getpid() not in found


def test_what_a_worker_raises_is_raised_here(running: Running) -> None:
    with executor_of(running.url, 2) as executor, pytest.raises(ValueError, match="not 0"):
        list(executor.in_order(refuses, None, range(3)))


def test_a_lost_worker_is_replaced_by_the_others(tmp_path: Path) -> None:
    with cluster(tmp_path / "dask", workers=2) as own, executor_of(own.url, 0) as executor:
        found = list(executor.in_order(kills_once, str(tmp_path / "killed"), range(20)))
    assert found == list(range(20))
    assert (tmp_path / "killed").exists()


def test_work_goes_on_when_all_workers_are_lost_and_another_comes(tmp_path: Path) -> None:
    with cluster(tmp_path / "dask", workers=1) as own, executor_of(own.url, 2) as executor:
        results = executor.in_order(doubled, 3, range(12))
        found = [next(results)]
        own.workers[0].kill()
        own.workers[0].wait()
        own.worker()
        assert [*found, *results] == [number * 3 for number in range(12)]


def test_a_part_that_kills_worker_after_worker_is_told(tmp_path: Path) -> None:
    # Dask gives a part up after four workers. When all were lost that held what the part needs, it begins to count anew.
    with (
        cluster(tmp_path / "dask", workers=5) as own,
        executor_of(own.url, 1) as executor,
        pytest.raises(WorkerLostError, match=r"memory.*without --executor"),
    ):
        list(executor.in_order(kills_worker, None, [1]))


def test_a_scheduler_that_goes_away_is_told(tmp_path: Path) -> None:
    with cluster(tmp_path / "dask", workers=1) as own, executor_of(own.url, 2) as executor:
        results = executor.in_order(doubled, 3, range(12))
        next(results)
        own.end()
        with pytest.raises(WorkerLostError, match="gone"):
            list(results)


# --- sites ------------------------------------------------------------------------------------------------------

FILES = {
    "/briefgen.yaml": "title: T\nas_of: 2022-04-08\n",
    "people.yaml": "".join(f"ann-{n}: {{name: Ann Lee{n}, summary: One.}}\n" for n in range(120)),
    **{
        f"articles/storm-{n}.md": f"---\ntitle: Storm {n}\ndate: 2022-04-02\n---\nAnn Lee{n} spoke to *Ann Lee{n + 1}*.\n"
        for n in range(70)
    },
    "articles/notes.md": "---\ntitle: Notes\ndate: 2022-04-03\n---\nAnn Lee5 spoke, see [[ann-6]].\n",
    "articles/notes.notes.yaml": "who:\n  - {ref: ann-7, note: Ann Lee7 may answer to Ann Lee8.}\n",
}


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_site_is_the_same_from_a_cluster(
    running: Running, small_site: Callable[[Mapping[str, str | bytes]], SmallSite], tmp_path: Path
) -> None:
    """Alone, in processes and by the cluster, with a shared store and without, new and after an edit."""
    ways = {
        "alone": BuildOptions(jobs=1),
        "processes": BuildOptions(jobs=2),
        "cluster": BuildOptions(jobs=4, executor=running.url),
        "cluster and store": BuildOptions(jobs=4, executor=running.url, store=str(tmp_path / "store")),
        "store": BuildOptions(jobs=1, store=str(tmp_path / "store")),
    }
    found = []
    for name, options in ways.items():
        site = SmallSite.written(tmp_path / name, FILES)
        first, first_tree = build(site.root, options), tree(site.root / "site")
        site.with_files({"articles/storm-3.md": "---\ntitle: Calm\ndate: 2022-04-02\n---\nAnn Lee9 slept.\n"})
        second = build(site.root, options)
        assert first.written is not None
        assert second.written is not None
        assert (first.remarks, second.remarks) == ((), ())
        found.append((first_tree, tree(site.root / "site"), first.prepared.diagnostics, second.prepared.diagnostics))
        assert (second.written.written, second.written.removed) != (0, 0)
        assert second.written.kept > 100
    assert all(one == found[0] for one in found)


def test_a_page_that_somebody_changed_is_made_again(
    running: Running, small_site: Callable[[Mapping[str, str | bytes]], SmallSite]
) -> None:
    """Workers know fingerprints only; that the file is another one is seen here."""
    site, options = small_site(FILES), BuildOptions(jobs=2, executor=running.url)
    build(site.root, options)
    right = tree(site.root / "site")
    (site.root / "site/index.html").write_text("x", encoding="utf-8")
    (site.root / "site/people/ann-3/index.html").unlink()
    build(site.root, options)
    assert tree(site.root / "site") == right


def test_a_broken_template_is_told_from_a_cluster(
    running: Running, small_site: Callable[[Mapping[str, str | bytes]], SmallSite]
) -> None:
    files = {**FILES, "/themes/broadsheet/templates/person.html": "{{ nothing.at.all }}"}
    built = build(small_site(files).root, BuildOptions(jobs=2, executor=running.url))
    assert built.written is None
    assert {one.code for one in built.prepared.diagnostics if one.level == "error"} == {"E405"}


# --- what is said -----------------------------------------------------------------------------------------------


def said(
    words: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["briefgen", "-C", str(folder), "build", *words])
    with pytest.raises(SystemExit) as left:
        run()
    return int(left.value.code or 0), capsys.readouterr().err


def test_a_scheduler_that_nobody_runs_is_a_wrong_option(
    small_site: Callable[[Mapping[str, str | bytes]], SmallSite],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    unused_port: int,
) -> None:
    root = small_site(FILES).root
    code, told = said(["--executor", f"dask://127.0.0.1:{unused_port}", "--jobs", "2"], root, monkeypatch, capsys)
    assert code == 2
    assert f"no Dask scheduler answers at tcp://127.0.0.1:{unused_port}" in told
    assert "dask scheduler" in told
    assert not (root / "site").exists()


def test_a_scheduler_without_workers_is_told(tmp_path: Path) -> None:
    with (
        cluster(tmp_path / "dask", workers=0) as own,
        executor_of(own.url, 2) as executor,
        pytest.raises(ExecutorError, match=f"has no workers; start some with: dask worker tcp://127.0.0.1:{own.port}"),
    ):
        list(executor.in_order(doubled, 2, [1, 2]))


@pytest.mark.parametrize(
    "url",
    ["dask", "dask://host", "dask://:8786", "dask://host:0", "dask://host:x", "dask://host:1/path", "tcp://host:1"],
)
def test_an_address_that_makes_no_sense_is_told(url: str) -> None:
    with pytest.raises(ExecutorError, match="write dask://HOST:PORT"), executor_of(url, 0):
        pass


def test_addresses() -> None:
    assert scheduler_of("dask://build.example:8786") == "tcp://build.example:8786"
    assert scheduler_of("dask://[::1]:8786/") == "tcp://[::1]:8786"
    assert scheduler_of("dask+tls://build.example:8786") == "tls://build.example:8786"


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "briefgen.output.cluster", raising=False)
    with pytest.raises(ExecutorError, match=r'pip install "briefgen\[dask\]"'), executor_of("dask://host:1", 0):
        pass


def test_a_worker_with_another_briefgen_does_no_work() -> None:
    good, found = pickle.loads(do("of another version", "id", b"", b""))  # noqa: S301
    assert not good
    assert isinstance(found, OtherBriefgenError)
    assert found.there["briefgen"]


def test_what_another_worker_has_is_told_in_words() -> None:
    here = {"briefgen": "1.0", "sources": "a", "Python": "3.11", "jinja2": "3.1.6"}
    assert not difference(here, dict(here))
    assert difference(here, {**here, "jinja2": "3.1.4"}) == "jinja2 3.1.4 instead of 3.1.6"
    assert difference(here, {**here, "sources": "b"}) == "other sources of the same version"
    assert difference(here, {**here, "sources": "b", "briefgen": "0.9"}) == "briefgen 0.9 instead of 1.0"


def test_a_small_edit_asks_no_cluster(
    small_site: Callable[[Mapping[str, str | bytes]], SmallSite], unused_port: int
) -> None:
    """Nobody listens at the address, and nobody needs to."""
    built = build(small_site(FILES).root, BuildOptions(executor=f"dask://127.0.0.1:{unused_port}"))
    assert built.written is not None
