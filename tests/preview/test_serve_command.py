"""`briefgen serve` from its start to its end."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from small_sites import SmallSite

from .running import article, running


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return SmallSite.written(tmp_path / "project", {"articles/one.md": article("One")}).root


def test_it_prints_its_address_and_ends_with_ctrl_c(root: Path) -> None:
    """One line with the address on standard output; no traceback and exit code 130 at the end; `site/` is never made."""
    with running(root) as server:
        assert server.address.startswith("http://127.0.0.1:")
        assert len(server.printed) == 1
        with server.listening() as news:
            next(news)
            assert server.stop() == 130
    assert not any("Traceback" in line for line in server.said)
    assert not (root / "site").exists()
    assert (root / ".briefgen/preview/articles/one/index.html").is_file()


def test_a_second_server_takes_the_next_port_and_a_folder_of_its_own(root: Path) -> None:
    with running(root, port="") as first, running(root, port="") as second:
        ports = [urlsplit(one.address).port or 0 for one in (first, second)]
        assert 8000 <= ports[0] < ports[1] < 8050
        second.wait_for_line("another preview of this project is running")
        assert first.ask("/articles/one/").status == second.ask("/articles/one/").status == 200
    assert (root / ".briefgen/preview-2/index.html").is_file()
    with running(root) as third:
        third.wait_for_line("all files")
        assert not any("another preview" in line for line in third.said)


def test_a_port_that_is_taken_is_told(root: Path) -> None:
    with running(root) as first:
        port = str(urlsplit(first.address).port)
        with running(root, port=port, ready=False) as second:
            assert second.process.wait(30) == 2
            second.wait_for_line(f"cannot listen on port {port}")


def test_opening_it_to_the_network_is_warned_of(root: Path) -> None:
    with running(root, "--host", "0.0.0.0") as server:  # noqa: S104 - what is tested
        server.wait_for_line("warning.*anybody.*drafts too")
        assert server.ask("/", {"Host": "192.168.1.7:8000"}).status == 200
        assert server.ask("/", {"Host": "evil.example"}).status == 403


def test_a_broken_site_is_served_as_soon_as_it_is_mended(root: Path) -> None:
    """There is a page to wait at, an error with its place, and then the site."""
    path = root / "content/articles/one.md"
    path.write_text(article("One", more="titel: x\n"), encoding="utf-8")
    with running(root) as server:
        server.wait_for_line("content/articles/one.md:4:1: error BG-E003")
        waiting = server.ask("/anything")
        assert waiting.status == 503
        assert "no site to show yet" in waiting.text
        path.write_text(article("One"), encoding="utf-8")
        server.wait_for_line("made anew")
        assert server.ask("/articles/one/").status == 200


def test_drafts_are_shown_unless_one_says_no(root: Path) -> None:
    (root / "content/articles/raw.md").write_text(article("Raw", more="draft: true\n"), encoding="utf-8")
    with running(root) as shown, running(root, "--no-drafts") as hidden:
        assert shown.ask("/articles/raw/").status == 200
        assert hidden.ask("/articles/raw/").status == 404


def test_it_survives_whatever_happens_to_the_files(root: Path) -> None:
    """A folder removed and put back, the preview removed, a branch of two thousand files checked out."""
    articles = root / "content/articles"
    with running(root) as server, server.listening() as news:
        next(news)
        articles.rename(root / "elsewhere")
        assert "/articles/one/" in next(news)["changed"]
        (root / "elsewhere").rename(articles)
        assert "/articles/one/" in next(news)["changed"]
        shutil.rmtree(root / ".briefgen/preview")
        next(news)
        assert server.ask("/articles/one/").status == 200
        _check_out(root, 2000)
        while server.ask("/files/1999.txt").status != 200:
            assert not next(news)["failed"]
        assert server.stop() == 130


def _check_out(root: Path, count: int) -> None:
    """Switch to a branch that has so many files more."""

    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
            cwd=root, check=True, capture_output=True,
        )  # fmt: skip

    git("init", "-q")
    git("add", "content/articles")
    git("commit", "-qm", "one")
    git("branch", "before")
    # Made in a work tree of its own, so that the preview sees only the check-out.
    other = root.parent / "other"
    git("worktree", "add", "-q", "-b", "many", str(other))
    (other / "content/files").mkdir(parents=True)
    for number in range(count):
        (other / f"content/files/{number}.txt").write_text(str(number), encoding="utf-8")
    git("-C", str(other), "add", "content")
    git("-C", str(other), "commit", "-qm", "many")
    git("worktree", "remove", "--force", str(other))
    git("checkout", "-q", "many")
