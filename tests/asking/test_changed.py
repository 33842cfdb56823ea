"""`briefgen check --changed`: only what a change has to do with, in real repositories."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from briefgen.cli.main import main
from tests.small_sites import SmallSite

ARTICLE = "---\ntitle: The {0}\ndate: 2022-04-02\n---\n{1}\n"
SITE = {
    "/briefgen.yaml": "title: The desk\n",
    "people.yaml": "ann-lee:\n  name: Ann Lee\n  summary: An engineer.\n",
    "articles/old.md": ARTICLE.format("old", "[[nobody]] was there, and [[ann-lee]]."),
    "articles/fine.md": ARTICLE.format("fine", "Ann Lee was there. So was [[ann-lee]]."),
}


def git(folder: Path, *arguments: str) -> None:
    said = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A"}
    env = {**os.environ, **said, "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *arguments], cwd=folder, env=env, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> SmallSite:
    """A project below the root of a repository, with one old mistake, all of it committed on `main`."""
    git(tmp_path, "init", "-q", "-b", "main")
    site = SmallSite.written(tmp_path / "desk", SITE)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return site


def check(root: Path, *options: str) -> tuple[int, list[str], str]:
    """Exit code, what was found, and what else was said."""
    command = [sys.executable, "-m", "briefgen", "-C", str(root), "check", "--as-of", "2022-04-08", "--format", "json"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, encoding="utf-8", check=False)
    found = json.loads(done.stdout) if done.stdout else []
    return done.returncode, [f"{one['code'][3:]} {one['path']}:{one['line']}" for one in found], done.stderr


def test_old_mistakes_are_not_told_and_new_ones_are(repository: SmallSite) -> None:
    assert check(repository.root, "--changed") == (0, [], "")
    repository.with_files({"articles/new.md": ARTICLE.format("new", "[[nobody-else]] came.")})
    assert check(repository.root, "--changed")[:2] == (1, ["E002 content/articles/new.md:5"])
    code, everything, _ = check(repository.root)
    assert code == 1
    assert len(everything) == 2


def test_what_a_change_breaks_in_files_that_nobody_touched(repository: SmallSite) -> None:
    """The record goes; the texts that name it are as they were. The old mistake beside them stays untold."""
    repository.with_files({"people.yaml": "bob-ray:\n  name: Bob Ray\n  summary: A clerk.\n"})
    code, found, _ = check(repository.root, "--changed")
    assert code == 1
    assert "E002 content/articles/fine.md:5" in found
    assert found.count("E002 content/articles/old.md:5") == 1
    repository.with_files({"people.yaml": SITE["people.yaml"]})
    assert check(repository.root, "--changed") == (0, [], "")


def test_a_branch_is_compared_with_where_it_began(repository: SmallSite) -> None:
    root = repository.root
    git(root, "checkout", "-q", "-b", "work")
    repository.with_files({"articles/new.md": ARTICLE.format("new", "[[nobody-else]] came.")})
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "second")
    assert check(root, "--changed")[:2] == (0, [])
    git(root, "checkout", "-q", "main")
    repository.with_files({"articles/fine.md": ARTICLE.format("fine", "Nobody.")})
    git(root, "commit", "-q", "-a", "-m", "third")
    git(root, "checkout", "-q", "work")
    assert check(root, "--changed", "main")[:2] == (1, ["E002 content/articles/new.md:5"])


def test_without_git_it_says_so(tmp_path: Path, repository: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    outside = SmallSite.written(tmp_path.parent / f"{tmp_path.name}-outside", SITE).root
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(outside.parent))
    code, _, said = check(outside, "--changed")
    assert code == 2
    assert "is not under version control" in said
    code, _, said = check(repository.root, "--changed", "no-such-branch")
    assert code == 2
    assert "git knows no “no-such-branch” here" in said
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, said = check(repository.root, "--changed")
    assert code == 2
    assert "git is not installed here" in said


def test_the_hook_runs_a_command_that_there_is() -> None:
    """pre-commit reads this file at the root of the repository and nowhere else."""
    manifest = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    known = {"id", "name", "description", "entry", "language", "files", "pass_filenames", "require_serial"}
    assert [one["id"] for one in manifest] == ["briefgen-check"]
    for hook in manifest:
        assert hook.keys() == known
        program, *words = hook["entry"].split()
        assert program == "briefgen"
        main.make_context("briefgen", [*words, "--help"], resilient_parsing=True)
