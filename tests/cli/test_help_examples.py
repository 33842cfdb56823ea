"""Every command's help ends with examples, and each of them does what it says in a small project."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from small_sites import SmallSite

from briefgen.cli.examples import EXAMPLES
from briefgen.cli.main import CONTENT, GOOD, USAGE, main

FILES = {
    "/briefgen.yaml": "schema_version: 2\ntitle: T\nurl: https://example.org/\nlanguages: [uk]\nmail: true\nimages: {cards: none}\n"
    "publish:\n  live: {kind: folder, path: ../www}\n",
    "/private/protected.yaml": "witness: [Nobody Known]\n",
    "/report.txt": "Ada Lovelace said on Friday that the bridge was closed.\n",
    "/seeds/2024-03-08-market.txt": "The bridge of Merrow was closed on Friday, Mayor Ann Lee said.\n",
    "style.yaml": "spellings: [{prefer: harbour, reject: [harbor]}]\n",
    "people.yaml": "ada-lovelace: {name: Ada Lovelace, summary: She wrote.}\nada-byron: {name: Ada Byron}\n",
    "organisations.yaml": "town: {name: The Town, kind: local-government, summary: A town.}\n",
    "sources.yaml": "paper: {kind: document, title: A paper, url_missing: It hangs on a wall., publisher: town}\n",
    "claims.yaml": """
bridge-closed:
  statement: The bridge is closed.
  short: Bridge closed
  kind: event
  assertions: [{by: ada-lovelace, date: 2022-04-01, mode: speech, source: paper}]
  evidence:
    - {id: e1, stance: supports, source: paper, origin: town, type: document, date: 2022-04-02}
    - {id: e2, stance: supports, source: paper, origin: ada-lovelace, type: official-record, date: 2022-04-02}
  status_history: [{date: 2022-04-01, status: unverified, reason: She says so.}]
""",
    "articles/storm.md": "---\ntitle: The storm\ndate: 2022-04-02\nsummary: [It rained.]\n---\nAda Lovelace saw rain at the harbor.\n",
    "articles/storm.notes.yaml": "who:\n  - inline: {id: charles-babbage, name: Charles Babbage, summary: He counted.}\nclaims: [{ref: bridge-closed}]\n",
}
ONLY_READ = {
    "briefgen serve --open": "runs until it is stopped: tests/preview",
    "briefgen lsp": "speaks with an editor: tests/lsp",
    "briefgen publish live --verify": "asks the site’s own address: tests/publish",
    "briefgen rollback live --to 20220408T193000Z-3f2a91c0": "names a release of somebody else: tests/publish",
}


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name in group.list_commands(click.Context(group)):
        found = group.get_command(click.Context(group), name)
        if isinstance(found, click.Group):
            yield from commands(found, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def invoke(line: str) -> tuple[int, str]:
    """Run a line as the command line does; its exit code, and all that it prints."""
    result = CliRunner().invoke(
        main, shlex.split(line)[1:], env={"BRIEFGEN_GUARD_KEY": "k" * 40}, standalone_mode=False
    )
    if isinstance(result.exception, click.ClickException):
        return USAGE, result.exception.format_message()
    assert result.exception is None
    return result.return_value or GOOD, result.output


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built."""
    root = SmallSite.written(tmp_path_factory.mktemp("made") / "project", FILES).root
    for line in ("build --output preview", "build"):
        code, said = invoke(f"briefgen -C {root} {line}".replace("preview", f"{root}/preview"))
        assert code == 0, said
    return root


def publish_twice(root: Path) -> None:
    rain = root / "content/articles/rain.md"
    for line in ("publish live --yes", "build", "publish live --yes"):
        if line == "build":
            rain.write_text("---\ntitle: Rain\ndate: 2022-04-03\nsummary: [Rain.]\n---\nIt rained.\n")
        code, said = invoke(f"briefgen {line}")
        assert code == GOOD, said


def test_every_command_has_examples_in_its_help() -> None:
    assert sorted(EXAMPLES) == sorted(commands(main))
    for name, examples in EXAMPLES.items():
        shown = CliRunner().invoke(main, [*name.split(), "--help"]).output
        for line, _ in examples:
            assert line.startswith(f"briefgen {name.split()[0]}")
            assert re.sub(r"\s+", " ", line) in re.sub(r"\s+", " ", shown)


@pytest.mark.parametrize("line", [line for found in EXAMPLES.values() for line, _ in found])
def test_every_example_works(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """What it does is tested elsewhere; here, that it is no mistake, and says something or makes something."""
    if line in ONLY_READ:
        _, *words = shlex.split(line)
        command = main.get_command(click.Context(main), words[0])
        assert command is not None
        assert command.make_context(words[0], words[1:], parent=click.Context(main, obj=tmp_path)).params
        return
    shutil.copytree(made, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    if line.startswith(("briefgen publish", "briefgen rollback")):
        assert invoke("briefgen build")[0] == GOOD
    if line.startswith("briefgen rollback"):
        publish_twice(tmp_path / "project")
    before = {path: path.stat().st_mtime_ns for path in Path("..").rglob("*") if path.is_file()}
    code, said = invoke(line)
    assert code in {GOOD, CONTENT}, said
    after = {path: path.stat().st_mtime_ns for path in Path("..").rglob("*") if path.is_file()}
    assert said.strip() or before != after
