"""Starts a project: an empty one, or the example briefing. Never overwrites anything."""

from __future__ import annotations

import shutil
from pathlib import Path

from briefgen.model.config import SCHEMA_VERSION

PACKAGE = Path(__file__).parent.parent

_CONFIG = """\
# The site record. Every line is optional.
schema_version: {version}     # the form of the content; briefgen upgrade raises it
title: {title}
# url: https://example.org/briefings/     # where the site will live; needed for canonical addresses and feeds
lang: en
# description: One sentence about the site.
# timezone: Europe/London
# publisher: {{name: Our desk, url: https://example.org/}}
# theme: broadsheet
"""
_FIRST_ARTICLE = """\
---
title: Our first briefing
date: {today}
standfirst: One sentence that says what this is about.
---
Write here. A name in the text becomes a link as soon as there is a record for it:
try `briefgen new person "Ada Lovelace"`, then mention Ada Lovelace.

Mark a passage that makes a claim with square brackets and `{{claim=id}}`,
and add the claim with `briefgen new claim`.
"""
_IGNORED = """\
/.briefgen/
/.*.staged-by-briefgen/
/.*.locked-by-briefgen
/site/*
/private/
"""
_SEEDS = """\
What briefings start from: notes on reports, who said what and when, and the exact words that claims quote.
Nothing in this folder is ever published. A source may name a file here with `text:`, so that quotations are checked against it.
"""


class InitError(Exception):
    """The project cannot be started; the message says why."""


def start_project(folder: Path, example: bool, today: str) -> list[Path]:
    """Write the files of a new project; the paths written. Raises `InitError` when something stands in the way."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InitError(f"{folder} is there already and is not empty; choose a new folder")
    written = _copy_example(folder) if example else _write_empty(folder, today)
    # pydantic makes the schemas, which nothing else that starts a project needs.
    from briefgen.desk.schemas import FOLDER, write

    others = [path for path in write(folder) if path.parent.name != FOLDER]
    return [*written, *others, folder / FOLDER]


def _write_empty(folder: Path, today: str) -> list[Path]:
    files = {
        "briefgen.yaml": _CONFIG.format(
            version=SCHEMA_VERSION, title=quoted(folder.resolve().name.replace("-", " ").capitalize())
        ),
        "content/articles/our-first-briefing.md": _FIRST_ARTICLE.format(today=today),
        "seeds/README.md": _SEEDS,
        ".gitignore": _IGNORED,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in files]


def quoted(text: str) -> str:
    """A text as a YAML value that cannot be misread."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _copy_example(folder: Path) -> list[Path]:
    source = example_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("content", "seeds"):
        shutil.copytree(source / name, folder / name)
    shutil.copyfile(source / "briefgen.yaml", folder / "briefgen.yaml")
    (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8", newline="\n")
    return sorted(path for path in folder.rglob("*") if path.is_file())


def example_folder() -> Path:
    """Where the example briefing lies: inside the package when installed, else beside it."""
    inside = PACKAGE / "example"
    return inside if inside.is_dir() else PACKAGE.parent
