"""A branch of a real repository, reached as a file and through a real ssh server, with and without history."""

from __future__ import annotations

import getpass
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from projects import Project, environment, new_project  # type: ignore[import-not-found]
from servers import ssh_server  # type: ignore[import-not-found]


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, env=environment({}), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def tree(repository: Path, branch: str = "gh-pages") -> dict[str, bytes]:
    """The files that the host would serve, as bytes, without what briefgen keeps for itself."""
    names = git(repository, "ls-tree", "-r", "--name-only", branch).splitlines()
    found = {}
    for name in names:
        if not name.startswith((".briefgen-publish/", "docs/.briefgen-publish/")):
            shown = subprocess.run(["git", "show", f"{branch}:{name}"], cwd=repository, capture_output=True, check=True)
            found[name] = shown.stdout
    return found


class Server(NamedTuple):
    """An ssh server of our own, on loopback."""

    address: str
    environment: dict[str, str]


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real sshd with its own keys, which lets in whoever has the test's key."""
    with ssh_server(tmp_path_factory.mktemp("sshd")) as server:
        words = f"ssh -oBatchMode=yes -oIdentitiesOnly=yes -i {server.folder}/client -oUserKnownHostsFile={server.folder}/known"
        yield Server(f"ssh://{getpass.getuser()}@127.0.0.1:{server.port}", {"GIT_SSH_COMMAND": words})


@pytest.fixture(params=["file", "file without filters", "ssh"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, str, dict[str, str]]]:
    """A bare repository, its address, and what the environment must say."""
    repository = tmp_path / "site.git"
    git(tmp_path, "init", "-q", "--bare", str(repository))
    git(repository, "config", "uploadpack.allowFilter", str(request.param != "file without filters").lower())
    if request.param == "ssh":
        server: Server = request.getfixturevalue("sshd")
        yield repository, f"{server.address}{repository}", server.environment
    else:
        yield repository, "../site.git", {}


def publishing(tmp_path: Path, address: str, more: str = "") -> Project:
    return new_project(tmp_path / "project", f"  pages: {{kind: git, repository: '{address}'{more}}}")


def test_the_branch_holds_the_site(place: tuple[Path, str, dict[str, str]], tmp_path: Path) -> None:
    """First publish, second, one after the cache was lost, and a rollback: the branch is what was built, with its history."""
    repository, address, world = place
    project = publishing(tmp_path, address, ", cname: news.example.org, keep_removed: 0")
    extra = {".nojekyll": b"", "CNAME": b"news.example.org\n"}
    project.good("publish", **world)
    first = project.site()
    assert tree(repository) == {**first, **extra}
    project.article("a1", "It stopped raining.")
    project.good("build", "-q")
    project.good("publish", **world)
    assert tree(repository) == {**project.site(), **extra}
    shutil.rmtree(project.root / ".briefgen/publish")
    assert "0 added, 0 changed" in project.good("publish", **world)
    (project.root / "content/articles/a2.md").unlink()
    project.good("build", "-q")
    project.good("publish", **world)
    assert tree(repository) == {**project.site(), **extra}
    assert git(repository, "rev-list", "--count", "gh-pages") == "3"
    shutil.rmtree(project.root / ".briefgen/publish")
    releases = project.good("rollback", "--list", **world).split()
    project.good("rollback", "--to", releases[-1], **world)
    assert tree(repository) == {**first, **extra}
    assert git(repository, "rev-list", "--count", "gh-pages") == "4"
    assert git(repository, "fsck", "--strict") == ""


def test_only_changed_files_are_sent(tmp_path: Path) -> None:
    """A second publish from an empty cache brings the branch's files neither here nor there again."""
    git(tmp_path, "init", "-q", "--bare", "site.git")
    git(tmp_path / "site.git", "config", "uploadpack.allowFilter", "true")
    git(tmp_path / "site.git", "config", "receive.unpackLimit", "1")
    project = publishing(tmp_path, "../site.git")
    for number in range(40):
        project.article(f"many{number}", f"Rain number {number}. " * 50)
    project.good("build", "-q")
    project.good("publish")
    shutil.rmtree(project.root / ".briefgen/publish")
    project.article("many7", "It stopped raining.")
    project.good("build", "-q")
    project.good("publish")
    bare = project.root / ".briefgen/publish/pages/repository.git"
    # Without the objects that other objects promise, what lies here is what was made here; of what was there before,
    # git asks for the files that it sends differences to.
    here = git(bare, "cat-file", "--batch-all-objects", "--batch-check").splitlines()
    there = set(git(tmp_path / "site.git", "ls-tree", "-r", "--format=%(objectname)", "gh-pages").splitlines())
    made = git(tmp_path / "site.git", "diff", "--name-only", "gh-pages~", "gh-pages").splitlines()
    assert len(made) < len(there) / 4
    assert len(there & {one.split()[0] for one in here}) == len(made)


def change(project: Project, text: str) -> None:
    project.article("a1", text)
    project.good("build", "-q")
    project.good("publish")


def test_without_history_there_is_one_commit(tmp_path: Path) -> None:
    """An orphan branch keeps nothing of before; some releases keep names of their own, and can be gone back to from anywhere."""
    git(tmp_path, "init", "-q", "--bare", "site.git")
    project = publishing(tmp_path, "../site.git", ", history: false, releases: 2, branch: pages, folder: docs")
    sites = []
    for text in ("one", "two", "three"):
        change(project, text)
        sites.append({f"docs/{path}": data for path, data in project.site().items()})
    assert git(tmp_path / "site.git", "rev-list", "--count", "pages") == "1"
    assert git(tmp_path / "site.git", "tag") == ""
    assert len(git(tmp_path / "site.git", "for-each-ref", "refs/briefgen").splitlines()) == 2
    shutil.rmtree(project.root / ".briefgen/publish")
    assert len(project.good("rollback", "--list").splitlines()) == 2
    project.good("rollback")
    assert sites[1].items() <= tree(tmp_path / "site.git", "pages").items()
    assert git(tmp_path / "site.git", "rev-list", "--count", "pages") == "1"
    assert "keeps no release before" in project.run("rollback").err
    change(project, "four")
    assert git(tmp_path / "site.git", "fsck", "--strict", "--no-dangling") == ""
    assert len(project.good("rollback", "--list").splitlines()) == 2


def test_a_host_that_takes_branches_only(tmp_path: Path) -> None:
    """Where a release may have no name of its own, the site is published all the same, and that is said."""
    git(tmp_path, "init", "-q", "--bare", "site.git")
    git(tmp_path / "site.git", "config", "transfer.hideRefs", "refs/briefgen")
    project = publishing(tmp_path, "../site.git", ", history: false")
    ran = project.run("publish")
    assert ran.code == 0
    assert "there will be no rollback" in ran.err
    assert project.site().items() <= tree(tmp_path / "site.git").items()


@pytest.mark.parametrize("history", ["true", "false"])
def test_going_back_leaves_the_files_of_others(tmp_path: Path, history: str) -> None:
    """A site in a folder of a branch with other things: going back changes the site's files and nothing else."""
    git(tmp_path, "init", "-q", "--bare", "site.git")
    project = publishing(tmp_path, "../site.git", f", folder: docs, history: {history}")
    change(project, "one")
    first = tree(tmp_path / "site.git")
    change(project, "two")
    git(tmp_path, "clone", "-q", "-b", "gh-pages", "site.git", "work")
    for name in ("README.md", "docs/theirs.html"):
        (tmp_path / "work" / name).write_text("theirs")
    for words in (("add", "-A"), ("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x"), ("push", "-q")):
        git(tmp_path / "work", *words)
    project.good("rollback")
    assert tree(tmp_path / "site.git") == {**first, "README.md": b"theirs", "docs/theirs.html": b"theirs"}


def test_what_somebody_has_changed_in_the_branch_is_put_right(tmp_path: Path) -> None:
    """Pages edited and deleted there by hand are as built again, when asked for."""
    git(tmp_path, "init", "-q", "--bare", "site.git")
    project = publishing(tmp_path, "../site.git")
    project.good("publish")
    whole = tree(tmp_path / "site.git")
    git(tmp_path, "clone", "-q", "-b", "gh-pages", "site.git", "work")
    (tmp_path / "work/index.html").write_text("by hand")
    for words in (("rm", "-q", "articles/a1/index.html"), ("add", "-A"), ("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x"), ("push", "-q", "origin", "gh-pages")):  # fmt: skip
        git(tmp_path / "work", *words)
    assert "0 changed" in project.good("publish")
    assert "2 changed" in project.good("publish", "--recheck")
    assert tree(tmp_path / "site.git") == whole


def test_files_of_others_in_the_branch_stay(tmp_path: Path) -> None:
    """A branch that holds other things keeps them; one of them in the way stops everything."""
    git(tmp_path, "init", "-q", "--bare", "site.git")
    git(tmp_path, "clone", "-q", "site.git", "work")
    (tmp_path / "work/README.md").write_text("theirs")
    (tmp_path / "work/index.html").write_text("theirs")
    for words in (("checkout", "-q", "-b", "gh-pages"), ("add", "-A"), ("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x"), ("push", "-q", "origin", "gh-pages")):  # fmt: skip
        git(tmp_path / "work", *words)
    project = publishing(tmp_path, "../site.git")
    refused = project.run("publish")
    assert refused.code == 4
    assert "(index.html)" in refused.err
    project.good("publish", "--adopt")
    assert tree(tmp_path / "site.git") == {**project.site(), "README.md": b"theirs", ".nojekyll": b""}


def test_two_publishers_of_one_branch(tmp_path: Path) -> None:
    """The second of two who push at once is told to publish again, and then does: nothing of the first is lost in between."""
    from hosts import Clock, orders, world  # type: ignore[import-not-found]

    from briefgen.model.publishing import GitTarget
    from briefgen.publish.engine import publish
    from briefgen.publish.fault import OvertakenError
    from briefgen.publish.secrets import Secrets
    from briefgen.publish.snapshot import Snapshot
    from briefgen.publish.target import Context
    from briefgen.publish.targets.git import open_target

    git(tmp_path, "init", "-q", "--bare", "site.git")
    (tmp_path / "built").mkdir()

    def opened(name: str) -> object:
        settings = GitTarget(kind="git", repository=str(tmp_path / "site.git"))
        return open_target(settings, Context(name, tmp_path, tmp_path / name, Secrets(name, {}), "", lambda _: None))

    def send(target: object, name: str, text: bytes) -> None:
        with Snapshot(tmp_path / name) as snapshot:
            publish(target, orders(tmp_path / "built", {"index.html": text}), world(Clock()), snapshot, lambda _: None)  # type: ignore[arg-type]

    ann, bob = opened("ann"), opened("bob")
    send(ann, "ann", b"ann")
    with pytest.raises(OvertakenError, match="somebody else has published"):
        send(bob, "bob", b"bob")
    assert tree(tmp_path / "site.git")["index.html"] == b"ann"
    send(opened("bob"), "bob", b"bob")
    assert tree(tmp_path / "site.git")["index.html"] == b"bob"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("../nothing.git", "there is no such repository"),
        ("ssh://nobody@127.0.0.1:1/x.git", "the server cannot be reached"),
        ("http://127.0.0.1:1/x.git", "the server cannot be reached"),
        ("-upload-pack=evil", "is no repository"),
    ],
)
def test_what_cannot_be_reached_is_told(tmp_path: Path, address: str, words: str) -> None:
    """A repository that is not there ends with 4 and a sentence that tells what to do."""
    project = publishing(tmp_path, address)
    ran = project.run("publish", hurry=True)
    assert ran.code == 4
    assert words in ran.err
    assert "      = " in ran.err


def test_a_protected_branch_is_told(tmp_path: Path) -> None:
    """A hook of the host that refuses ends with its reason in plain words, and the branch stays as it was."""
    git(tmp_path, "init", "-q", "--bare", "site.git")
    hook = tmp_path / "site.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho no; exit 1\n")
    hook.chmod(0o755)
    ran = publishing(tmp_path, "../site.git").run("publish")
    assert ran.code == 4
    assert "the branch is protected" in ran.err
    assert git(tmp_path / "site.git", "branch", "--list") == ""
