"""What must not go out does not: each reason is told with its way out, and the target stays as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import Project, files_in, new_project  # type: ignore[import-not-found]

from briefgen.publish.preconditions import PRECONDITIONS


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(
        tmp_path / "project",
        "  live: {kind: folder, path: ../www}\n  trial: {kind: folder, path: ../trial, record: false}",
    )


def broken_content(one: Project) -> None:
    one.write({"content/people.yaml": "ann: {nam: Ann}\n"})
    one.run("build", "-q")


def stale(one: Project) -> None:
    one.article("a1", "It stopped raining.")


def altered(one: Project) -> None:
    (one.root / "site/articles/a1/index.html").write_text("by hand")


def missing(one: Project) -> None:
    (one.root / "site/articles/a1/index.html").unlink()


def drafts(one: Project) -> None:
    one.good("build", "-q", "--drafts")


def another_day(one: Project) -> None:
    one.good("build", "-q", "--as-of", "2022-04-06")


def no_address(one: Project) -> None:
    config = one.root / "briefgen.yaml"
    config.write_text(config.read_text().replace("url: https://example.org/\n", ""))
    one.good("build", "-q")


def embargo_over(one: Project) -> None:
    receipt = next((one.root / ".briefgen/builds").glob("*.json"))
    told = json.loads(receipt.read_bytes())
    receipt.write_text(json.dumps({**told, "until": 10**18}))


def never_built(one: Project) -> None:
    one.good("clean")
    next((one.root / ".briefgen/builds").glob("*.json")).unlink()


def interrupted(one: Project) -> None:
    (one.root / ".site.staged-by-briefgen").mkdir()


REASONS: list[tuple[Callable[[Project], None], str]] = [
    (broken_content, "the last build had 1 error"),
    (stale, "something has changed since the last build"),
    (altered, "1 file in site/ is not as the build wrote it (articles/a1/index.html)"),
    (missing, "1 file in site/ is not as the build wrote it (articles/a1/index.html)"),
    (drafts, "the site was built with drafts"),
    (another_day, "the site was built for another day with --as-of"),
    (no_address, "the site does not know its own address"),
    (embargo_over, "the site was built for a day that has passed"),
    (never_built, "site/ was not built here"),
    (interrupted, "a build of site/ was interrupted"),
]


@pytest.mark.parametrize(("spoil", "words"), REASONS, ids=[one.__name__ for one, _ in REASONS])
def test_it_is_refused(project: Project, tmp_path: Path, spoil: Callable[[Project], None], words: str) -> None:
    spoil(project)
    ran = project.run("publish", "live")
    assert ran.code == 4
    assert words in ran.err
    assert "      = " in ran.err
    assert not (tmp_path / "www").exists()
    assert project.run("publish", "live", "--dry-run").code == 4


def test_every_precondition_has_its_case() -> None:
    assert len(PRECONDITIONS) <= len(REASONS)


def test_another_day_may_be_meant(project: Project, tmp_path: Path) -> None:
    another_day(project)
    project.good("publish", "live", "--allow-as-of")
    assert files_in(tmp_path / "www") == project.site()


def test_many_removals_need_a_yes(project: Project, tmp_path: Path) -> None:
    """A site that has lost half of its pages is held back until somebody says that this is meant."""
    for number in range(60):
        project.article(f"more{number}")
    project.good("build", "-q")
    project.good("publish", "live")
    before = files_in(tmp_path / "www")
    for one in (project.root / "content/articles").glob("*.md"):
        if one.name != "a0.md":
            one.unlink()
    project.good("build", "-q")
    ran = project.run("publish", "live")
    assert ran.code == 4
    assert "files would be removed" in ran.err
    assert files_in(tmp_path / "www") == before
    project.good("publish", "live", "--yes")
    assert files_in(tmp_path / "www") == project.site()


def test_publishing_notes_addresses_and_stays_fresh(project: Project) -> None:
    """Publishing is a publication: addresses are noted. A trial notes none; neither needs a new build for the next place."""
    ledger = project.root / "content/.ledger/addresses.txt"
    project.good("publish", "trial")
    assert not ledger.exists()
    assert "addresses recorded" in project.good("publish", "live")
    assert "articles/a1/" in ledger.read_text().splitlines()
    project.good("publish", "trial")


def test_publishing_notes_what_a_build_notes(project: Project) -> None:
    """Embeds and editions for e-mail are HTML and no pages: noted as such, each would be said to disappear in the next build."""
    config = project.root / "briefgen.yaml"
    config.write_text(config.read_text() + "embeds: true\nmail: true\n")
    project.write({"content/people.yaml": "ann: {name: Ann Lee, summary: A poet.}\n"})
    project.good("build", "-q")
    assert {"embed/people/ann.html", "mail/a1.html"} <= project.site().keys()
    project.good("publish", "live")
    ledger = project.root / "content/.ledger/addresses.txt"
    published = ledger.read_text()
    assert "W006" not in project.run("build").err
    ledger.unlink()
    project.good("build", "-q", "--record")
    assert ledger.read_text() == published


def test_what_nobody_built_is_not_published(project: Project, tmp_path: Path) -> None:
    """A file put into site/ by hand stays at home, and that is said."""
    (project.root / "site/mine.html").write_text("mine")
    ran = project.run("publish", "live")
    assert ran.code == 0
    assert "mine.html" in ran.err
    assert not (tmp_path / "www/mine.html").exists()


def test_a_secret_shows_nowhere(project: Project, tmp_path: Path) -> None:
    """A token in the settings stops everything and is repeated nowhere; one in the environment comes into no message."""
    token = "ghp_" + "x7" * 20
    config = project.root / "briefgen.yaml"
    good = config.read_text()
    config.write_text(
        good + f"  pages: {{kind: git, repository: 'https://{token}@127.0.0.1:1/x.git', token: {token}}}\n"
    )
    for words in (("build",), ("publish", "live"), ("check", "--format", "json"), ("check", "--format", "github")):
        ran = project.run(*words)
        assert ran.code == 2
        assert "E407" in ran.out + ran.err
        assert token not in ran.out + ran.err
    config.write_text(good + "  pages: {kind: git, repository: 'https://127.0.0.1:1/x.git'}\n")
    project.good("build", "-q")
    ran = project.run("publish", "pages", BRIEFGEN_PAGES_TOKEN=token)
    assert ran.code == 4
    assert token not in ran.out + ran.err
    assert not [
        one
        for one in tmp_path.rglob("*")
        if one.is_file() and token.encode() in one.read_bytes() and "__pycache__" not in str(one)
    ]


def test_archives_are_equal_byte_for_byte(tmp_path: Path) -> None:
    """Two archives of one site are the same file whenever they are made, and hold the site; a file of somebody else stays."""
    import tarfile
    import zipfile

    project = new_project(
        tmp_path / "project",
        "  zip: {kind: archive, path: ../a.zip}\n  tar: {kind: archive, path: ../a.tar.gz, folder: site}",
    )
    made = []
    for _ in range(2):
        for name in ("zip", "tar"):
            project.good("publish", name)
        made.append(((tmp_path / "a.zip").read_bytes(), (tmp_path / "a.tar.gz").read_bytes()))
        for one in (tmp_path / "a.zip", tmp_path / "a.tar.gz"):
            one.unlink()
    assert made[0] == made[1]
    (tmp_path / "a.zip").write_bytes(made[0][0])
    (tmp_path / "a.tar.gz").write_bytes(made[0][1])
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        held = {one: archive.read(one) for one in archive.namelist() if not one.startswith(".briefgen-publish/")}
    assert held == project.site()
    with tarfile.open(tmp_path / "a.tar.gz") as tar:
        assert f"site/{next(iter(held))}" in tar.getnames()
    (tmp_path / "a.zip").write_bytes(b"theirs")
    assert project.run("publish", "zip").code == 4
    assert (tmp_path / "a.zip").read_bytes() == b"theirs"


def test_two_publishers_on_one_computer(project: Project, tmp_path: Path) -> None:
    """While one publishes, another fails clearly; the lock of one that was killed does not last."""
    project.good("publish", "live")
    state = tmp_path / ".www.releases-by-briefgen/lock.json"
    state.write_text('{"who": "ann on desk", "since": "20220408T193000Z", "machine": "another", "process": 1}')
    ran = project.run("publish", "live")
    assert ran.code == 4
    assert "ann on desk is publishing here since 20220408T193000Z" in ran.err
    assert "--break-lock" in ran.err
    from briefgen.publish.lock import this_machine

    state.write_text(json.dumps({"who": "me", "since": "", "machine": this_machine(), "process": 2**22 + 1}))
    ran = project.run("publish", "live")
    assert ran.code == 0
    assert "was interrupted; this publish takes over" in ran.err
    assert not state.exists()


def test_workflows_are_yaml_and_publish(project: Project, tmp_path: Path) -> None:
    """A ready workflow is added to a project that is there, keeps the store between runs, and replaces nothing."""
    import yaml

    for host, place in (("github", ".github/workflows/briefgen.yml"), ("gitlab", ".gitlab-ci.yml")):
        project.good("init", "--ci", host)
        text = (project.root / place).read_text()
        assert isinstance(yaml.safe_load(text), dict)
        assert ".briefgen" in text
        assert "briefgen publish" in text
        # Run by hand on another branch, it publishes nothing either.
        assert ("github.ref_name == 'main'" if host == "github" else "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH") in text
        assert project.run("init", "--ci", host).code == 2
