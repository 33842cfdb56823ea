"""What browsers are told: everything since their page was made, once, whatever happened in between."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.preview.board import REMEMBERED, Board
from briefgen.preview.engine import Change, Rebuilt

ERROR = Diagnostic("E003", Mark("content/a.md", 2, 1, 4), "no such key", "try another", level="error")


def wrote(*urls: str, **more: object) -> Rebuilt:
    return Rebuilt(written=tuple(Change(url, "new") for url in urls), **more)  # type: ignore[arg-type]


def failed() -> Rebuilt:
    return Rebuilt(diagnostics=(ERROR,), texts={"content/a.md": "title: x\ntitel: y\n"})


@given(st.lists(st.one_of(st.none(), st.frozensets(st.sampled_from("abcdef"), max_size=3)), max_size=12), st.data())
def test_nothing_is_missed(rebuilds: list[frozenset[str] | None], data: st.DataObject) -> None:
    """A page made at any time is told all changes since then and no others; failed rebuilds change nothing."""
    board = Board()
    stamps = [board.stamp]
    for urls in rebuilds:
        board.post(failed() if urls is None else wrote(*urls), False)
        stamps.append(board.stamp)
    at = data.draw(st.integers(0, len(rebuilds)))
    expected = {f"/{url}" for urls in rebuilds[at:] if urls is not None for url in urls}
    assert set(board.notice(stamps[at]).changed or ()) == expected


def test_what_is_forgotten_makes_the_page_load_again() -> None:
    """After too many rebuilds, and after a new start, a browser is told that anything may have changed."""
    board = Board()
    old = board.stamp
    for number in range(REMEMBERED + 1):
        board.post(wrote(str(number)), False)
    assert board.notice(old).changed is None
    for stamp in ("", "other-1", f"{board.run}-x", f"{board.run}-²", f"{board.run}-9999", "nonsense"):
        assert board.notice(stamp).changed is None


def test_errors_come_with_their_lines() -> None:
    """The first failure already tells file, line and the stretch that is meant; the site stays."""
    board = Board()
    board.post(wrote("a/", base="/sub/"), False)
    board.post(failed(), True)
    notice = board.notice(board.stamp)
    (problem,) = notice.problems
    assert (notice.failed, notice.is_ready, notice.base, notice.changed) == (True, True, "/sub/", ())
    assert (problem.place, problem.before, problem.stretch, problem.after) == ("content/a.md:2:1", "", "tit", "el: y")
    board.post(wrote(base="/sub/"), True)
    assert not board.notice(board.stamp).failed


def test_there_is_nothing_to_show_before_the_first_good_rebuild() -> None:
    board = Board()
    board.post(failed(), False)
    assert not board.is_ready
    board.post(wrote("a/"), True)
    assert board.is_ready


def test_an_older_preview_is_shown_while_the_first_rebuild_fails() -> None:
    board = Board()
    board.post(failed(), True)
    assert board.is_ready


def test_style_sheets_keep_their_trace() -> None:
    """Each address that a style sheet had leads to the one it has now."""
    board = Board()
    old = board.stamp
    board.post(Rebuilt(styles={"a.1.css": "a.2.css"}), True)
    board.post(Rebuilt(styles={"a.2.css": "a.3.css", "b.css": "b.css"}), True)
    assert board.notice(old).styles == {"/a.1.css": "/a.3.css", "/a.2.css": "/a.3.css", "/b.css": "/b.css"}


def test_those_who_wait_are_woken() -> None:
    """News wakes at once; without any the same number comes back; the end is told as such."""

    async def story() -> list[int | None]:
        board = Board()
        quiet = await board.news_after(0, 0.01)
        waiting = asyncio.create_task(board.news_after(0, 60))
        await asyncio.sleep(0)
        board.post(wrote("a/"), True)
        last = asyncio.create_task(board.news_after(1, 60))
        await asyncio.sleep(0)
        board.close()
        return [quiet, await waiting, await last]

    quiet, news, end = asyncio.run(story())
    assert quiet == 0
    assert end is None
    assert news in {1, None}
