"""Work on themes: starting one, taking a file over, and seeing what a project's own files differ in."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic
from briefgen.base.text import did_you_mean, slug
from briefgen.checking.severity import level_of
from briefgen.desk.init import quoted
from briefgen.model.config import SiteConfig, ThemeChoice
from briefgen.model.theme import THEME_API
from briefgen.output.render import Renderer, TemplateFaultError
from briefgen.output.themes import (
    RECORD,
    folders_of,
    installed_themes,
    known_themes,
    load_theme,
    read_record,
    shipped_themes,
)
from briefgen.output.words import Words
from briefgen.pages.view import TEMPLATES

Where = Literal["project", "installed", "shipped"]


class ThemeError(Exception):
    """Something cannot be done with a theme; the message says why."""


class Listed(Struct, frozen=True):
    """A theme that a project could use."""

    name: str
    where: Where
    title: str
    extends: str
    options: tuple[str, ...]
    used: bool
    """Whether the site has chosen it."""


def chosen(config: SiteConfig) -> str:
    """Name of the site's theme."""
    return config.theme.name if isinstance(config.theme, ThemeChoice) else config.theme


def listed(root: Path, config: SiteConfig) -> Iterator[Listed]:
    """Every theme that the project could use."""
    for name in known_themes(root):
        folder = next(one for one in folders_of(root, name) if (one / RECORD).is_file())
        record = read_record(folder / RECORD, RECORD).value
        where: Where = (
            "project" if folder.parent == root / "themes" else "installed" if name in installed_themes() else "shipped"
        )
        if folder.parent == shipped_themes():
            where = "shipped"
        yield Listed(
            name=name,
            where=where,
            title=record.title if record is not None else "",
            extends=record.extends if record is not None else "",
            options=tuple(record.options) if record is not None else (),
            used=name == chosen(config),
        )


def start_theme(root: Path, name: str, extends: str) -> tuple[Path, ...]:
    """Write a new theme that extends another; its files. Raises `ThemeError`."""
    id = slug(name)
    if not id or id != name:
        raise ThemeError(f"“{name}” cannot be the name of a theme; write it as in “evening” or “evening-paper”")
    if name in known_themes(root):
        raise ThemeError(f"there is a theme “{name}” already; choose another name")
    if not folders_of(root, extends):
        raise ThemeError(_no_theme(root, extends))
    folder = root / "themes" / name
    texts = {
        RECORD: f"name: {name}\nversion: 0.1.0\napi: {THEME_API}\ntitle: {quoted(name.replace('-', ' ').capitalize())}\nextends: {extends}\n"
        f'# options:\n#   accent: {{type: colour, default: "#7a1f2b", help: The one colour.}}\n',
        "templates/base.html": '{# The frame of every page. #}\n{% extends "'
        + extends
        + '/base.html" %}\n{% block head_extra %}\n'
        f'<link rel="stylesheet" href="{{{{ asset("{name}.css") }}}}">\n{{% endblock %}}\n',
        f"static/{name}.css": f"/* Added to the style sheet of {extends}. */\n",
    }
    for path, text in texts.items():
        _write(folder / path, text)
    return tuple(folder / path for path in texts)


def eject(root: Path, config: SiteConfig, path: str, block: str = "") -> Path:
    """Take a file of the site's theme over into the project, whole or as one block to change; its path.

    Raises `ThemeError` when there is no such file, or the project has one already.
    """
    name = chosen(config)
    source = _source(root, config, path)
    target = root / "themes" / name / source[1]
    if target.exists():
        raise ThemeError(f"{target.relative_to(root)} is there already")
    text = source[0].read_bytes()
    if block:
        text = _with_block(text.decode(), source[1], source[2], block).encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(text)
    return target


def _source(root: Path, config: SiteConfig, path: str) -> tuple[Path, str, str]:
    """A theme's own file: where it lies, its path in the theme, and the theme that has it."""
    theme, problems = load_theme(root, config)
    if theme is None:
        raise ThemeError(problems[0].message)
    known: list[str] = []
    for layer in theme.layers:
        if layer.is_relative_to(root):
            continue
        files = [one.relative_to(layer).as_posix() for one in sorted(layer.rglob("*")) if one.is_file()]
        for one in files:
            if path in {one, one.partition("/")[2]}:
                return layer / one, one, layer.name
        known += files
    hint = did_you_mean(path, [*known, *(one.partition("/")[2] for one in known)])
    templates = dict.fromkeys(one.removeprefix("templates/") for one in known if one.startswith("templates/"))
    raise ThemeError(
        f"the theme “{theme.name}” has no file “{path}”; {hint or 'its templates are ' + ', '.join(templates)}"
    )


def _with_block(text: str, path: str, owner: str, block: str) -> str:
    """A template that extends the shipped one and holds one of its blocks."""
    from jinja2 import Environment

    blocks = [value for _, kind, value in Environment(autoescape=True).lex(text) if kind == "name"]
    names = [after for before, after in pairwise(blocks) if before == "block"]
    if block not in names:
        raise ThemeError(f"{path} has no block “{block}”; {did_you_mean(block, names) or 'it has ' + ', '.join(names)}")
    file = path.removeprefix("templates/")
    return f'{{% extends "{owner}/{file}" %}}\n{{% block {block} %}}\n{{{{ super() }}}}\n{{% endblock %}}\n'


class Difference(NamedTuple):
    """A file of the project's own in its theme."""

    path: str
    how: Literal["adds", "extends", "same", "differs"]
    """What it does to the theme's file of that name."""
    text: str = ""
    """For one that differs: in what."""


def differences(root: Path, config: SiteConfig) -> Iterator[Difference]:
    """The project's own files of its theme, each with what it differs in from the one it hides. Raises `ThemeError`."""
    theme, problems = load_theme(root, config)
    if theme is None:
        raise ThemeError(problems[0].message)
    own = [layer for layer in theme.layers if layer.is_relative_to(root)]
    others = [layer for layer in theme.layers if layer not in own]
    for layer in own:
        for path in sorted(one for one in layer.rglob("*") if one.is_file() and one.name != RECORD):
            name = path.relative_to(layer).as_posix()
            hidden = next((one / name for one in others if (one / name).is_file()), None)
            shown = path.relative_to(root).as_posix()
            yield Difference(shown, "adds") if hidden is None else _difference(hidden, path, name, shown)


def _difference(hidden: Path, own: Path, name: str, shown: str) -> Difference:
    if hidden.read_bytes() == own.read_bytes():
        return Difference(shown, "same")
    try:
        before, now = hidden.read_text(encoding="utf-8"), own.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return Difference(shown, "differs", f"{shown}: binary files differ\n")
    if "{% extends" in now and f"/{name.removeprefix('templates/')}" in now:
        return Difference(shown, "extends")
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), now.splitlines(keepends=True), f"shipped/{name}", f"project/{name}"
    )
    return Difference(shown, "differs", "".join(lines))


def examined(root: Path, config: SiteConfig, name: str) -> tuple[list[Diagnostic], list[str]]:
    """What is wrong with a theme, and remarks: templates that cannot be read or are missing, words that no locale has.

    Raises `ThemeError` when there is no such theme.
    """
    if not folders_of(root, name):
        raise ThemeError(_no_theme(root, name))
    theme, problems = load_theme(root, SiteConfig(lang=config.lang, theme=name))
    said = list(problems)
    if theme is None:
        return _judged(said, config), []
    words = Words("en", theme.words, "UTC")
    renderer = Renderer(theme, words)
    said += [renderer.missing(template) for template in TEMPLATES if template not in theme.templates]
    for template in sorted(theme.templates):
        try:
            renderer.closure(template)
        except TemplateFaultError as fault:
            said.append(fault.diagnostic)
    return _judged(said, config), list(_untranslated(theme.words))


def _judged(said: list[Diagnostic], config: SiteConfig) -> list[Diagnostic]:
    """Each once, with the level that counts."""
    return [replace(one, level=level_of(one, config)) for one in dict.fromkeys(said)]


def _untranslated(words: object) -> Iterator[str]:
    assert isinstance(words, dict)  # noqa: S101 - made by load_theme
    english = set(words.get("en", {}))
    for lang, found in sorted(words.items()):
        if missing := sorted(english - set(found)) if "-" not in lang else []:
            shown = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
            yield f"{lang}: {len(missing)} of {len(english)} words are missing and appear in English ({shown})"


def _no_theme(root: Path, name: str) -> str:
    known = known_themes(root)
    return f"there is no theme “{name}”; {did_you_mean(name, known) or 'there are ' + ', '.join(known)}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
