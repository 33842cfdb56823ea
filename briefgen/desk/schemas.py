"""JSON Schemas for every kind of file, and what tells an editor which file has which; snippets beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from briefgen import __version__
from briefgen.desk import snippets
from briefgen.desk.schema_examples import EXAMPLES
from briefgen.model.fields import Id
from briefgen.model.records import KINDS, PLURALS
from briefgen.output.themes import PLURAL_FORMS, shipped_themes
from briefgen.reading.schemas import json_schema
from briefgen.reading.shapes import metas
from briefgen.reading.yaml_nodes import parse_yaml

FOLDER = ".schemas"
"""Where `briefgen schema --write` puts them, in the project."""
SETTINGS = ".vscode/settings.json"
RECOMMENDED = ".vscode/extensions.json"
_EXTENSION = "redhat.vscode-yaml"
_KEY = "yaml.schemas"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ENGLISH = "broadsheet/locales/en.yaml"
"""Every word of the interface, in the theme that has them all."""
_FORMS = sorted(PLURAL_FORMS)
_IN_MARKDOWN = frozenset({"article", "page"})


class SettingsError(Exception):
    """The editor's settings cannot be changed without losing something; the message says what to do."""


def files() -> Mapping[str, tuple[str, ...]]:
    """Every schema by name, with the patterns of the files it is for; none for what stands in front of Markdown."""
    found: dict[str, tuple[str, ...]] = {
        "site": ("briefgen.yaml",),
        "style": ("content/style.yaml",),
        "notes": ("content/articles/**/*.notes.yaml",),
        "theme": ("themes/*/theme.yaml",),
        "words": ("themes/*/locales/*.yaml",),
    }
    one_each: list[str] = []
    many: list[str] = []
    for kind, plural in PLURALS.items():
        if kind in _IN_MARKDOWN:
            found[kind] = ()
            continue
        folders = (f"content/{plural}", *_more(kind, ""))
        # Ids have no dots, so what has two is a translation: `people/ann.uk.yaml`.
        mine = [f"{folder}/**/*.*.yaml" for folder in folders]
        found[kind] = (*(f"{folder}/**/*.yaml" for folder in folders), *(f"!{one}" for one in mine))
        found[plural] = tuple(f"{folder}.yaml" for folder in folders)
        one_each += mine
        many += [f"{folder}.*.yaml" for folder in folders]
    return {**found, "translation": tuple(one_each), "translations": tuple(many)}


def _more(kind: str, ending: str) -> tuple[str, ...]:
    return (f"content/glossary{ending}",) if kind == "term" else ()


@cache
def schema(name: str) -> Mapping[str, Any]:
    """The schema of a name in `files`. Raises `KeyError` for any other."""
    kinds = {plural: kind for kind, plural in PLURALS.items() if kind not in _IN_MARKDOWN}
    kinds["translations"] = "translation"
    if name in kinds:
        return _mapping(kinds[name], name)
    if name == "words":
        return _words()
    if name not in {"site", "style", "notes", "theme", "translation", *KINDS}:
        raise KeyError(name)
    made = json_schema(name)
    example = _example(name)
    for key, value in example.items():
        made["properties"][key].setdefault("examples", [value])
    return {
        "$schema": made.pop("$schema"),
        "$comment": _made(),
        **made,
        "examples": [example],
        "defaultSnippets": [{"label": f"a whole {name}", "description": "An example to change", "body": example}],
    }


def _mapping(kind: str, plural: str) -> dict[str, Any]:
    """The schema of a file such as `people.yaml`: ids, each with its record."""
    record = dict(schema(kind))
    head, parts = record.pop("$schema"), record.pop("$defs", {})
    pattern = metas(Id)[0].pattern
    return {
        "$schema": head,
        "$comment": record.pop("$comment"),
        "$defs": {**parts, kind: record},
        "type": ["object", "null"],
        "title": plural,
        "description": f"A registry: each key is the id of a record ({kind}).",
        "propertyNames": {"pattern": pattern, "maxLength": 80},
        "additionalProperties": {"$ref": f"#/$defs/{kind}"},
        "examples": [{f"some-{kind}": record["examples"][0]}],
    }


def _words() -> dict[str, Any]:
    """The schema of a theme's words: every word of the interface, with what it is in English. A theme may have others."""
    path = shipped_themes() / _ENGLISH
    english = parse_yaml(path.name, path.read_text(encoding="utf-8")).value.value
    return {
        "$schema": _DIALECT,
        "$comment": _made(),
        **_group(english if isinstance(english, dict) else {}, "Words of the interface: only those that you change."),
        "title": "words",
        "examples": [{"home": "The square", "status": {"unverified": {"label": "Could not be checked"}}}],
    }


def _group(words: Mapping[str, Any], description: str) -> dict[str, Any]:
    properties = {
        key: _entry(value) if _is_entry(value) else _group(value, f"Words: {key}") for key, value in words.items()
    }
    return {"type": ["object", "null"], "description": description, "properties": properties}


def _is_entry(value: object) -> bool:
    """Whether a value is words, or plural forms of them; else it is a group."""
    return not isinstance(value, dict) or ("other" in value and PLURAL_FORMS.issuperset(value))


def _entry(value: object) -> dict[str, Any]:
    """One entry: words with the same places for values, or plural forms."""
    shown = value.get("other") if isinstance(value, dict) else value
    forms = {form: {"type": "string", "description": f"For numbers that take the form “{form}”."} for form in _FORMS}
    plural = {"type": "object", "properties": forms, "required": ["other"], "additionalProperties": False}
    return {"description": f"In English: {shown}", "anyOf": [{"type": ["string", "number", "boolean"]}, plural]}


def _example(name: str) -> dict[str, Any]:
    value = parse_yaml(name, EXAMPLES[name]).value.value
    return dict(value) if isinstance(value, dict) else {}


def _made() -> str:
    return f"Made by briefgen {__version__}; make it anew with: briefgen schema --write"


def as_text(name: str) -> str:
    """The schema as it is written to a file."""
    return json.dumps(schema(name), ensure_ascii=False, indent=1) + "\n"


def write(root: Path) -> list[Path]:
    """Write all schemas and snippets and wire them to the editor; what was written. Raises `SettingsError`, and `OSError` as the disk does."""
    settings = _settings(root / SETTINGS)
    written = []
    (root / FOLDER).mkdir(exist_ok=True)
    for name in files():
        path = root / FOLDER / f"{name}.json"
        path.write_text(as_text(name), encoding="utf-8", newline="\n")
        written.append(path)
    (root / SETTINGS).parent.mkdir(exist_ok=True)
    (root / SETTINGS).write_text(settings, encoding="utf-8", newline="\n")
    written.append(root / SETTINGS)
    if not (root / RECOMMENDED).exists():
        text = json.dumps({"recommendations": [_EXTENSION]}, indent=2) + "\n"
        (root / RECOMMENDED).write_text(text, encoding="utf-8", newline="\n")
        written.append(root / RECOMMENDED)
    (root / snippets.FILE).write_text(snippets.as_text(), encoding="utf-8", newline="\n")
    return [*written, root / snippets.FILE]


def wiring() -> dict[str, list[str]]:
    """What the editor's settings say: schema to files, as the YAML extension of VS Code reads it."""
    return {f"./{FOLDER}/{name}.json": _both(patterns) for name, patterns in files().items() if patterns}


def _both(patterns: tuple[str, ...]) -> list[str]:
    """Patterns for both endings that YAML has; the site record and a theme's have one."""
    short = [f"{one.removesuffix('yaml')}yml" for one in patterns if one.lstrip("!").startswith("content/")]
    return [*patterns, *short]


def _settings(path: Path) -> str:
    """The settings with our schemas in them; everything else stays."""
    found: Any = {}
    if path.is_file():
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            schemas = found.get(_KEY, {})
        except (ValueError, AttributeError):
            lines = json.dumps({_KEY: wiring()}, indent=2)
            raise SettingsError(
                f"{path} holds comments or cannot be read, so it is left alone; put this into it yourself:\n{lines}"
            ) from None
        others = {one: value for one, value in schemas.items() if not one.startswith(f"./{FOLDER}/")}
        return json.dumps({**found, _KEY: {**others, **wiring()}}, ensure_ascii=False, indent=2) + "\n"
    return json.dumps({_KEY: wiring()}, indent=2) + "\n"


def outdated(root: Path) -> bool | None:
    """Whether the schemas in a project are of another version; None when there are none."""
    try:
        with (root / FOLDER / "site.json").open(encoding="utf-8") as file:
            return _made() not in file.read(2000)
    except OSError:
        return None
