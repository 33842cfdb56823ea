"""Runs the documentation: files are written as shown, commands are run, and what is printed is compared.

In a page, `<!-- file: content/people.yaml -->` above a block means that the block is that file, whole. A `diff` block
below `<!-- edit: content/people.yaml -->` changes it; `<!-- final: … -->` shows it once more. A `console` block holds commands behind `$ ` and what they print;
a line `…` stands for any lines, times and counts of files may differ.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from briefgen.cli.main import run

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(
    r"(?:^<!-- (?P<order>file|edit|final): (?P<path>\S+) -->\n)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_VARIES = re.compile(
    r"\d+\.\d+ s\b|\d+(?= (?:written|unchanged|removed|addresses recorded|files removed|files in all))"
)
_WORDS = re.compile(r'"[^"]*"|\S+')


class Block(NamedTuple):
    """A fenced block of a page."""

    order: str
    """`file`, `edit`, `final` or nothing."""
    path: str
    kind: str
    text: str
    line: int


class Command(NamedTuple):
    """A command of a `console` block."""

    line: int
    words: tuple[str, ...]
    printed: str


def blocks_of(page: str) -> list[Block]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return [
        Block(
            found["order"] or "",
            found["path"] or "",
            found["kind"],
            found["text"],
            text.count("\n", 0, found.start()) + 1,
        )
        for found in _BLOCK.finditer(text)
    ]


def commands_of(block: Block) -> Iterator[Command]:
    parts = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)
    assert parts[0] == "", f"line {block.line}: a console block begins with a command"
    for command, printed in zip(parts[1::2], parts[2::2], strict=True):
        yield Command(block.line, tuple(word.strip('"') for word in _WORDS.findall(command)), printed)


def same(printed: str, shown: str) -> bool:
    """Whether what was printed is what the page shows."""
    lines = ("(?:.*\n)*" if one == "…" else re.escape(one) + "\n" for one in _VARIES.sub("N", shown).splitlines())
    return re.fullmatch("".join(lines), _VARIES.sub("N", printed)) is not None


class Reading:
    """A reader who follows a page step by step in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = 0

    def follow(self, page: str) -> None:
        """Do everything that the page says."""
        for block in blocks_of(page):
            if block.order == "file":
                self._write(block)
            elif block.order == "edit":
                self._edit(block)
            elif block.kind == "console":
                self._console(page, block)

    def _write(self, block: Block) -> None:
        path = self.folder / block.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def _edit(self, block: Block) -> None:
        path = self.folder / block.path
        text = path.read_text(encoding="utf-8")
        lines = block.text.splitlines(keepends=True)
        old = "".join(one[1:] for one in lines if one[0] in " -")
        new = "".join(one[1:] for one in lines if one[0] in " +")
        assert text.count(old) == 1, f"line {block.line}: these lines do not stand in {block.path} once"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def _console(self, page: str, block: Block) -> None:
        for command in commands_of(block):
            printed = self.type(*command.words)
            assert same(printed, command.printed), (
                f"{page}, line {command.line}: {' '.join(command.words)}\n--- shown\n{command.printed}--- printed\n{printed}"
            )

    def type(self, *words: str) -> str:
        """Run a command; what it prints."""
        match words:
            case ("cd", folder):
                self.folder = (self.folder / folder).resolve()
                return ""
            case ("rm", path):
                (self.folder / path).unlink()
                return ""
            case ("echo", "$?"):
                return f"{self.code}\n"
            case ("briefgen", *arguments):
                return self._briefgen(arguments)
        raise AssertionError(f"the test does not know the command {words}")

    def _briefgen(self, arguments: list[str]) -> str:
        said = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(said):
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["briefgen", *arguments])
            # click takes the name of the program from here.
            patch.setattr(sys.modules["__main__"], "__package__", None)
            with pytest.raises(SystemExit) as left:
                run()
        self.code = int(left.value.code or 0)
        return said.getvalue()


@pytest.fixture(scope="module")
def follower(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Reading]]:
    """Call with a page to follow it in an empty folder; gives the reader at its end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)

        def follow(page: str) -> Reading:
            reading = Reading(tmp_path_factory.mktemp("reader"))
            reading.follow(page)
            return reading

        yield follow


@pytest.fixture(scope="module")
def shown_last() -> Callable[[str], dict[str, str]]:
    """The files that a page shows once more at its end."""
    return lambda page: {one.path: one.text for one in blocks_of(page) if one.order == "final"}
