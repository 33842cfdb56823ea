"""Schemas for editors: they say of a file what reading says of it, and editors find them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from small_sites import SmallSite

from briefgen.desk import snippets
from briefgen.desk.init import start_project
from briefgen.desk.schema_examples import EXAMPLES
from briefgen.desk.schemas import FOLDER, SETTINGS, SettingsError, as_text, files, outdated, schema, write
from briefgen.model.config import SiteConfig
from briefgen.model.notes import Notes
from briefgen.model.records import KINDS, InLanguage
from briefgen.model.style import Style
from briefgen.model.theme import ThemeRecord
from briefgen.reading.schemas import validate
from briefgen.reading.yaml_nodes import parse_yaml

ROOT = Path(__file__).parents[2]
STRUCTS = {**KINDS, "notes": Notes, "site": SiteConfig, "style": Style, "theme": ThemeRecord, "translation": InLanguage}


def value_of(path: str, text: str) -> Any:
    return parse_yaml(path, text).value.value


def matched(patterns: tuple[str, ...]) -> set[Path]:
    """Files that an editor takes for one of a schema; `!` leaves some out."""
    wanted = {path for one in patterns if not one.startswith("!") for path in ROOT.glob(one)}
    return wanted - {path for one in patterns if one.startswith("!") for path in ROOT.glob(one[1:])}


@pytest.mark.parametrize("name", files())
def test_every_schema_is_one_and_explains_every_key(name: str) -> None:
    """Valid JSON Schema; every key an editor proposes comes with what it means; the example fits."""
    made = schema(name)
    Draft202012Validator.check_schema(made)
    parts = [made, *made.get("$defs", {}).values()]
    bare = [key for part in parts for key, one in part.get("properties", {}).items() if not one.get("description")]
    assert bare == []
    for example in made["examples"]:
        Draft202012Validator(made).validate(example)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_right_by_the_rules_of_reading(name: str) -> None:
    """What an editor shows as an example is a whole record without a mistake."""
    found = validate(STRUCTS[name], value_of(name, EXAMPLES[name]))
    assert found.value is not None
    assert found.problems == ()


def test_the_example_briefing_fits_its_schemas() -> None:
    """Every YAML file of a real project has a schema and no complaint: editors would mark nothing there."""
    checked = 0
    folders = (ROOT / "content", ROOT / "themes")
    for path in [ROOT / "briefgen.yaml", *(one for folder in folders for one in sorted(folder.rglob("*.yaml")))]:
        relative = path.relative_to(ROOT)
        fitting = [name for name, found in files().items() if path in matched(found)]
        value = value_of(str(relative), path.read_text(encoding="utf-8"))
        # The notes of articles lie among the articles, which are no YAML.
        assert len(fitting) == 1, relative
        errors = [
            f"{one.json_path}: {one.message}" for one in Draft202012Validator(schema(fitting[0])).iter_errors(value)
        ]
        assert errors == [], relative
        checked += 1
    assert checked > 10


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("people", "ann: {name: Ann, nmae: Bob}"),
        ("people", "Ann Lee: {name: Ann}"),
        ("person", "name: {first: Ann}"),
        ("claim", EXAMPLES["claim"].replace("kind: event", "kind: evnt")),
        ("claim", "statement: It rained."),
        ("site", "lang: [en]"),
        ("notes", "who: [{rfe: ann}]"),
        ("style", "spelings: []"),
        ("theme", EXAMPLES["theme"].replace("type: choice", "type: choise")),
        ("theme", "title: Evening"),
        ("words", "status: {unverified: Could not be checked}"),
        ("words", "home: {other: The square, sevral: The squares}"),
    ],
)
def test_what_reading_refuses_the_editor_marks(name: str, text: str) -> None:
    """Unknown keys, words out of a vocabulary, missing keys and wrong shapes are seen while typing."""
    assert list(Draft202012Validator(schema(name)).iter_errors(value_of("x.yaml", text)))


def test_a_new_project_is_wired(tmp_path: Path) -> None:
    """The editor's settings of a new project name schemas that are there."""
    start_project(tmp_path / "new", False, "2024-03-08")
    settings = json.loads((tmp_path / "new" / SETTINGS).read_text(encoding="utf-8"))
    assert (tmp_path / "new" / snippets.FILE).read_text(encoding="utf-8") == snippets.as_text()
    for path in settings["yaml.schemas"]:
        assert json.loads((tmp_path / "new" / path).read_text(encoding="utf-8"))["$schema"]
    assert outdated(tmp_path / "new") is False


def test_other_settings_stay(tmp_path: Path) -> None:
    """Wiring again changes our own lines alone, and settings with comments are not touched."""
    path = tmp_path / SETTINGS
    path.parent.mkdir()
    path.write_text('{"editor.tabSize": 2, "yaml.schemas": {"./own.json": "a.yaml", "./.schemas/old.json": "b.yaml"}}')
    write(tmp_path)
    after = json.loads(path.read_text(encoding="utf-8"))
    assert after["editor.tabSize"] == 2
    assert after["yaml.schemas"]["./own.json"] == "a.yaml"
    assert "./.schemas/old.json" not in after["yaml.schemas"]
    path.write_text('{ // mine\n "editor.tabSize": 2 }')
    with pytest.raises(SettingsError, match=r"yaml\.schemas"):
        write(tmp_path)
    assert path.read_text() == '{ // mine\n "editor.tabSize": 2 }'


def test_schemas_of_another_version_are_noticed(tmp_path: Path) -> None:
    write(tmp_path)
    site = tmp_path / FOLDER / "site.json"
    site.write_text(as_text("site").replace("Made by briefgen ", "Made by briefgen 0.0.1-"), encoding="utf-8")
    assert outdated(tmp_path) is True


def filled(body: str, places: Mapping[str, str], choice: int = 0) -> str:
    """What stands in the file when a writer leaves every place of a snippet as it is proposed."""
    text = re.sub(r"\$\{\d+\|([^}]*)\|\}", lambda found: found[1].split(",")[choice % len(found[1].split(","))], body)
    text = re.sub(r"\$\{([A-Z_]+)\}", lambda found: places[found[1]], text)
    while (plain := re.sub(r"\$\{(?:\d+|[A-Z_]+):([^${}]*)\}", r"\1", text)) != text:
        text = plain
    return re.sub(r"\$\d", "", text)


TODAY = {"CURRENT_YEAR": "2022", "CURRENT_MONTH": "04", "CURRENT_DATE": "08"}


@pytest.mark.parametrize("choice", range(16))
def test_snippets_make_records_that_are_right(tmp_path: Path, choice: int) -> None:
    """Whatever is chosen, a project written by snippets alone has no error; each place is filled with its proposal."""
    texts = {
        snippet["prefix"]: filled("\n".join(snippet["body"]), TODAY, 0 if name == "bg-correction" else choice)
        for name, snippet in json.loads(snippets.as_text()).items()
    }
    assert not [text for text in texts.values() if "$" in text]

    def indented(*names: str) -> str:
        return "".join(f"    {line}\n" for name in names for line in texts[name].splitlines())

    assert set(texts) == set(snippets.SNIPPETS)
    article = texts["bg-article"].replace("draft: true\n", f"changelog:\n{indented('bg-changelog')}")
    marked = texts["bg-claim"].replace("{claim=id}", "{claim=some-claim}")
    counted = re.sub(r"^  kind: .*\n", "", texts["bg-claim-record"], flags=re.MULTILINE).rstrip()
    counted = counted.replace("some-claim", "some-figure") + "\n" + indented("bg-figure").replace("    ", "  ")
    files = {
        "people.yaml": texts["bg-person"] + f"  roles:\n{indented('bg-role')}",
        "organisations.yaml": texts["bg-organisation"],
        "places.yaml": texts["bg-place"],
        "events.yaml": texts["bg-event"],
        "sources.yaml": texts["bg-source"],
        "terms.yaml": texts["bg-term"],
        "topics.yaml": texts["bg-topic"],
        "corrections.yaml": texts["bg-correction"],
        "claims.yaml": texts["bg-claim-record"]
        + (indented("bg-status") if choice == 0 else "")
        + f"  evidence:\n{indented('bg-evidence')}{counted}",
        "articles/some-article.md": f"{article}Of {texts['bg-link'].replace('[id]', '[some-person]')}, {marked}.\n",
    }
    found = SmallSite.written(tmp_path, files).check()
    assert [f"{one.code} {one.message}" for one in found.diagnostics if one.level == "error"] == []
    shown = found.site.records
    assert {"article:some-article", "person:some-person", "claim:some-claim", "source:some-source"} <= shown.keys()
    assert {"organisation", "place", "event", "term", "topic", "correction"} <= {key.partition(":")[0] for key in shown}
