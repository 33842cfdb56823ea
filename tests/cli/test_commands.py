"""The command line as an editor meets it: what is printed where, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ARTICLE = "---\ntitle: A small briefing\ndate: 2022-04-02\n---\nHello.\n"


def briefgen(*arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a user does."""
    environment = {**os.environ, "NO_COLOR": "", **more}
    environment.pop("SOURCE_DATE_EPOCH", None)
    return subprocess.run(
        [sys.executable, "-m", "briefgen", *arguments],
        cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/small.md").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def test_build_says_one_line(project: Path) -> None:
    """A build without problems prints one line with what was written, and nothing else."""
    done = briefgen("build", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1
    assert "written" in done.stdout
    assert (project / "site/articles/small/index.html").is_file()


def test_second_build_writes_nothing(project: Path) -> None:
    """Building again without a change writes nothing."""
    briefgen("build", cwd=project)
    assert "0 written" in briefgen("build", cwd=project).stdout


def test_removed_article_is_removed(project: Path) -> None:
    """A page whose article is gone leaves the site, with its empty folder."""
    briefgen("build", cwd=project)
    (project / "content/articles/other.md").write_text(ARTICLE, encoding="utf-8")
    (project / "content/articles/small.md").unlink()
    assert "removed" in briefgen("build", cwd=project).stdout
    assert not (project / "site/articles/small").exists()


def test_error_ends_with_1_and_leaves_the_site(project: Path) -> None:
    """A mistake in the content ends with 1 and leaves the site as it was."""
    briefgen("build", cwd=project)
    before = (project / "site/articles/small/index.html").read_bytes()
    (project / "content/articles/small.md").write_text(ARTICLE.replace("title", "titel"), encoding="utf-8")
    done = briefgen("build", cwd=project)
    assert done.returncode == 1
    assert "content/articles/small.md:2:1: error BG-E003" in done.stderr
    assert "did you mean “title”?" in done.stderr
    assert (project / "site/articles/small/index.html").read_bytes() == before


def test_wrong_setting_ends_with_2(project: Path) -> None:
    """A mistake in the settings ends with 2."""
    (project / "briefgen.yaml").write_text("theme: boardsheet\n", encoding="utf-8")
    done = briefgen("build", cwd=project)
    assert done.returncode == 2
    assert "did you mean “broadsheet”?" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("biuld",), "did you mean “build”?"),
        (("build", "--as-of", "2.4.2022"), "write the year first"),
        (("build", "--base-url", "example.org"), "write it whole"),
        (("new", "persn", "X"), "person"),
        (("explain", "E2O4"), "did you mean"),
        (("-C", "nowhere", "build"), "no folder"),
    ],
)
def test_misuse_ends_with_2_and_a_hint(project: Path, arguments: tuple[str, ...], words: str) -> None:
    """A command used wrongly ends with 2 and says what to do."""
    done = briefgen(*arguments, cwd=project)
    assert done.returncode == 2
    assert words in done.stderr


def test_outside_a_project(tmp_path: Path) -> None:
    """Outside a project the message tells how to start one."""
    done = briefgen("build", cwd=tmp_path)
    assert done.returncode == 2
    assert "briefgen init" in done.stderr


def test_json_is_one_document(project: Path) -> None:
    """`--format json` prints one JSON document on standard output."""
    (project / "content/articles/small.md").write_text(ARTICLE.replace("title", "titel"), encoding="utf-8")
    found = json.loads(briefgen("check", "--format", "json", cwd=project).stdout)
    assert [(one["code"], one["path"], one["line"]) for one in found] == [("BG-E003", "content/articles/small.md", 2)]


def test_github_annotations(project: Path) -> None:
    """`--format github` prints workflow commands with file and line."""
    (project / "content/articles/small.md").write_text(ARTICLE.replace("title", "titel"), encoding="utf-8")
    assert (
        "::error file=content/articles/small.md,line=2,col=1"
        in briefgen("check", "--format", "github", cwd=project).stdout
    )


def test_no_colour_unless_watched(project: Path) -> None:
    """Nothing is coloured when nobody watches, and `FORCE_COLOR` brings colour unless `NO_COLOR` is set."""
    (project / "content/articles/small.md").write_text(ARTICLE.replace("title", "titel"), encoding="utf-8")
    assert "\x1b[" not in briefgen("check", cwd=project).stderr
    assert "\x1b[" in briefgen("check", cwd=project, FORCE_COLOR="1").stderr
    assert "\x1b[" not in briefgen("check", cwd=project, FORCE_COLOR="1", NO_COLOR="1").stderr


def test_closed_pipe_ends_quietly(project: Path) -> None:
    """When the reader of the output leaves, nothing is complained about."""
    command = f"'{sys.executable}' -m briefgen explain | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=project, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("BG-E001")
    assert done.stderr == ""


def test_strict_makes_warnings_errors(project: Path) -> None:
    """`--strict` fails on a warning that is otherwise only told."""
    (project / "content/people.yaml").write_text("ada: {name: Ada Lovelace}\n", encoding="utf-8")
    assert briefgen("check", cwd=project).returncode == 0
    assert briefgen("check", "--strict", cwd=project).returncode == 1


def test_as_of_hides_what_came_later(project: Path) -> None:
    """Built as of an earlier day, the site has no article of a later day."""
    done = briefgen("build", "--as-of", "2022-04-01", cwd=project)
    assert "1 article not shown" in done.stdout
    assert not (project / "site/articles/small").exists()


def test_drafts_are_shown_on_request(project: Path) -> None:
    """A draft is built only with `--drafts`, and is marked."""
    (project / "content/articles/small.md").write_text(ARTICLE.replace("date:", "draft: true\ndate:"), encoding="utf-8")
    briefgen("build", cwd=project)
    assert not (project / "site/articles/small").exists()
    briefgen("build", "--drafts", cwd=project)
    assert "noindex" in (project / "site/articles/small/index.html").read_text(encoding="utf-8")


def test_foreign_files_are_never_overwritten(project: Path) -> None:
    """A folder with somebody else's front page is refused, and nothing in it changes."""
    (project / "site").mkdir()
    (project / "site/index.html").write_text("mine", encoding="utf-8")
    done = briefgen("build", cwd=project)
    assert done.returncode == 2
    assert "did not write" in done.stderr
    assert (project / "site/index.html").read_text(encoding="utf-8") == "mine"


def test_clean_removes_only_our_files(project: Path) -> None:
    """`clean` removes what was built and leaves a file that somebody else put there."""
    briefgen("build", cwd=project)
    (project / "site/mine.txt").write_text("mine", encoding="utf-8")
    assert "removed" in briefgen("clean", cwd=project).stdout
    assert [one.name for one in (project / "site").iterdir()] == ["mine.txt"]


def test_works_under_a_sub_path(project: Path) -> None:
    """With a base address the canonical link carries the sub-path, and page links stay relative."""
    briefgen("build", "--base-url", "https://example.org/some/path/", cwd=project)
    html = (project / "site/articles/small/index.html").read_text(encoding="utf-8")
    assert 'href="https://example.org/some/path/articles/small/"' in html
    assert 'href="../../articles/"' in html
    assert 'href="/some/path/articles/"' in (project / "site/404.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["article", "page", "person", "organisation", "place", "event", "claim", "source", "term", "topic", "correction", "author"])  # fmt: skip
def test_new_records_can_be_read(project: Path, kind: str) -> None:
    """What `new` writes is read without a complaint about its form, and never written twice."""
    done = briefgen("new", kind, "Ada Lovelace: a name with “quotes”", cwd=project)
    assert done.returncode == 0, done.stderr
    path = done.stdout.strip()
    assert (project / path).is_file()
    text = (project / path).read_text(encoding="utf-8")
    found = json.loads(briefgen("check", "--format", "json", cwd=project).stdout)
    # A new claim or correction still needs the source or target it speaks of.
    assert {one["code"] for one in found if one["level"] == "error"} <= {"BG-E002"}
    again = briefgen("new", kind, "Ada Lovelace: a name with “quotes”", cwd=project)
    assert again.returncode == 2
    assert (project / path).read_text(encoding="utf-8") == text


def test_init_starts_a_project_that_builds_without_a_warning(tmp_path: Path) -> None:
    """`init` makes a project that builds at once, with nothing to complain about."""
    assert briefgen("init", "my-site", cwd=tmp_path).returncode == 0
    done = briefgen("check", "--strict", cwd=tmp_path / "my-site")
    assert (done.returncode, done.stderr) == (0, "")
    assert briefgen("build", cwd=tmp_path / "my-site").returncode == 0


def test_init_refuses_a_folder_in_use(project: Path) -> None:
    """`init` never writes into a folder that holds something."""
    done = briefgen("init", ".", cwd=project)
    assert done.returncode == 2
    assert "not empty" in done.stderr


def test_the_example_is_silent_under_strict() -> None:
    """The example briefing has nothing to mend, honestly: even warnings are errors here."""
    assert briefgen("check", "--strict", cwd=ROOT).returncode == 0


def test_our_own_bug_is_an_apology(project: Path) -> None:
    """A mistake of ours ends with 3, a short apology, and a traceback in a file, never on the screen."""
    broken = "import briefgen.preparing as b; b.read_project = None; import sys; sys.argv = ['briefgen', 'build']; import briefgen.cli.main as m; m.run()"
    done = subprocess.run([sys.executable, "-c", broken], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "mistake in briefgen" in done.stderr


def test_version() -> None:
    """`--version` names the version."""
    assert briefgen("--version", cwd=ROOT).stdout.startswith("briefgen, version ")
