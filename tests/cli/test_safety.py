"""What a build must never do: write where it should not, publish what was not meant, steer a terminal, wait for ever."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .test_commands import ARTICLE, briefgen


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "content/articles").mkdir(parents=True)
    (root / "content/articles/small.md").write_text(ARTICLE, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    "folder", ["/", ".", "..", "content", "content/articles", "seeds", "themes", ".git", ".briefgen"]
)
def test_folders_that_were_not_built_are_refused(project: Path, folder: str) -> None:
    """A build refuses to write into the project itself, above it, or among what the editor writes."""
    before = sorted(project.rglob("*"))
    done = briefgen("build", "-o", folder, cwd=project)
    assert done.returncode == 2
    assert "cannot be the output folder" in done.stderr
    assert [one for one in sorted(project.rglob("*")) if ".briefgen" not in one.parts] == before


def test_an_old_address_cannot_leave_the_site(project: Path) -> None:
    """`redirect_from` takes ids only, so no page can be written outside the output folder."""
    (project / "content/people.yaml").write_text(
        "ada: {name: Ada, summary: x, redirect_from: ['../../../esc/a']}\n", encoding="utf-8"
    )
    done = briefgen("build", cwd=project)
    assert done.returncode == 1
    assert "content/people.yaml:1:" in done.stderr
    assert not (project.parent / "esc").exists()


def test_an_old_address_leads_to_the_record(project: Path) -> None:
    """`redirect_from` leaves a page at the old address that leads on."""
    (project / "content/people.yaml").write_text(
        "ada: {name: Ada, summary: x, redirect_from: [ida]}\n", encoding="utf-8"
    )
    assert briefgen("build", cwd=project).returncode == 0
    assert "url=../../people/ada/" in (project / "site/people/ida/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["storm.md.bak", "storm.docx", "interview notes.txt", "people.yaml.orig", "claims.json"]
)
def test_private_files_stay_at_home(project: Path, name: str) -> None:
    """A file that is no text of ours and no picture is told of and not published."""
    (project / "content/articles" / name).write_text("secret", encoding="utf-8")
    done = briefgen("build", cwd=project)
    assert "BG-W020" in done.stderr
    assert not list((project / "site").rglob(name))


def test_pictures_and_the_files_folder_are_published(project: Path) -> None:
    """Pictures anywhere, and anything below content/files/, are copied as they are."""
    for name in ("images/a.SVG", "files/figures.csv"):
        (project / "content" / name).parent.mkdir()
        (project / "content" / name).write_bytes(b"data")
    assert briefgen("check", "--strict", cwd=project).returncode == 0
    briefgen("build", cwd=project)
    assert (project / "site/images/a.SVG").read_bytes() == (project / "site/files/figures.csv").read_bytes() == b"data"


def test_a_terminal_is_not_steered(project: Path) -> None:
    """Escape sequences in content come out as signs, not as commands to the terminal."""
    (project / "content/people.yaml").write_text('ada: {name: "Ada\\e[2J\\a"}\n', encoding="utf-8")
    done = briefgen("check", cwd=project)
    assert "BG-W032" in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    assert "\a" not in done.stderr + done.stdout


def test_a_pipe_among_the_files_is_no_trap(project: Path) -> None:
    """A named pipe below content/ is told of; nothing waits for somebody to write into it."""
    os.mkfifo(project / "content/articles/pipe.md")
    done = briefgen("check", cwd=project)
    assert done.returncode == 1
    assert "content/articles/pipe.md" in done.stderr


def test_missing_pictures_and_articles_are_told(project: Path) -> None:
    """A picture or an article that a text points to and that is not there stops the build, with line and column."""
    text = ARTICLE + "\nSee ![a bridge](images/gone.jpg) and [the other](gone.md).\n"
    (project / "content/articles/small.md").write_text(text, encoding="utf-8")
    done = briefgen("check", cwd=project)
    assert "content/articles/small.md:7:17: error BG-E023" in done.stderr
    assert "content/articles/small.md:7:" in done.stderr.partition("BG-E002")[0].rpartition("\n")[2]


def test_a_changed_page_is_mended(project: Path) -> None:
    """A page that somebody edited by hand in site/ is written again, even at the same size."""
    briefgen("build", cwd=project)
    page = project / "site/articles/small/index.html"
    page.write_bytes(page.read_bytes().replace(b"A small briefing", b"A SMALL briefing"))
    assert "1 written" in briefgen("build", cwd=project).stdout
    assert b"A small briefing" in page.read_bytes()


def test_an_article_without_a_date_is_told(project: Path) -> None:
    """Whoever forgets the date is told why the article is not there."""
    (project / "content/articles/small.md").write_text("---\ntitle: A\n---\nHello.\n", encoding="utf-8")
    assert "BG-I035" in briefgen("check", cwd=project).stderr


def test_addresses_from_the_root_work_under_a_sub_path(project: Path) -> None:
    """A link typed as `/articles/` leads there from any page and under any sub-path."""
    (project / "content/articles/small.md").write_text(ARTICLE + "\nAll [briefings](/articles/).\n", encoding="utf-8")
    briefgen("build", cwd=project)
    assert 'All <a href="../../articles/">briefings</a>' in (project / "site/articles/small/index.html").read_text(
        encoding="utf-8"
    )
