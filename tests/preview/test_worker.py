"""One rebuild at a time, and whatever changed meanwhile together in the next."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest

from briefgen.output.write import OutputFaultError
from briefgen.preview.engine import Rebuilt
from briefgen.preview.worker import Worker, failure, together

from .running import PATIENT


class Site:
    """Stands at the place of a builder: builds when it is let, and can go wrong."""

    def __init__(self) -> None:
        self.asked: queue.Queue[frozenset[str] | None] = queue.Queue()
        self.let = threading.Semaphore(0)
        self.faults: list[Exception] = []
        self.done: queue.Queue[Rebuilt] = queue.Queue()
        self.worker = Worker(self.rebuild, self.done.put)

    def rebuild(self, changed: frozenset[str] | None) -> Rebuilt:
        self.asked.put(changed)
        assert self.let.acquire(timeout=PATIENT)
        if self.faults:
            raise self.faults.pop(0)
        return Rebuilt(sources=changed)

    def next(self) -> Rebuilt:
        self.let.release()
        return self.done.get(timeout=PATIENT)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.worker.start()
    yield site
    site.let.release(100)
    site.worker.stop(PATIENT)


def test_changes_during_a_rebuild_are_built_together(site: Site) -> None:
    """Twenty saves during a rebuild make one more rebuild, not twenty."""
    site.worker.ask(frozenset({"first"}))
    assert site.asked.get(timeout=PATIENT) == {"first"}
    for number in range(20):
        site.worker.ask(frozenset({str(number)}))
    assert site.next().sources == {"first"}
    assert site.next().sources == {str(number) for number in range(20)}
    assert site.asked.get(timeout=PATIENT) == {str(number) for number in range(20)}
    assert site.asked.empty()


def test_everything_covers_whatever_else_changed() -> None:
    assert together([frozenset("a"), None, frozenset("b")]) is None
    assert together([frozenset("a"), frozenset("b")]) == {"a", "b"}


def test_a_mistake_of_ours_does_not_end_the_preview(site: Site) -> None:
    """It is told with its details, and the next change is built."""
    site.faults.append(TypeError("no such thing"))
    site.worker.ask(None)
    failed = site.next()
    assert failed.failed
    assert "mistake in briefgen" in failed.trouble
    assert "no such thing" in failed.details
    site.worker.ask(frozenset({"x"}))
    assert not site.next().failed


def test_a_file_that_vanished_is_tried_again(site: Site) -> None:
    """While files come and go, as during a check-out, the second attempt usually works."""
    site.faults.append(FileNotFoundError("gone"))
    site.worker.ask(None)
    site.let.release()
    assert not site.next().failed


def test_a_full_disk_is_told_in_its_own_words() -> None:
    assert failure(None, OutputFaultError("cannot write: no space left")).trouble == "cannot write: no space left"
