"""`briefgen mentions`: what an editor reads about the names in a text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_sites import SmallSite

from briefgen.cli.main import main

PEOPLE = """\
johnson: {name: Boris Johnson, summary: PM., honorific: Mr, family_name: Johnson}
joseph: {name: Joseph Johnson, summary: A brother., honorific: Mr, family_name: Johnson}
"""
PLACES = """\
kyiv: {name: Kyiv, kind: city, summary: A city.}
region: {name: Kyiv region, kind: region, summary: A region.}
"""
TEXT = """\
---
title: Storm
date: 2022-04-02
---
Mr Johnson called. Boris Johnson left the Kyiv region for [Kyiv](https://example.org).
The Kyiv Tower fell; Mr Johnson and `Kyiv` did not. \x1b[31m Kyiv
"""


@pytest.fixture
def run(small_site: Callable[[Mapping[str, str | bytes]], SmallSite]) -> Callable[..., Result]:
    root = small_site({"people.yaml": PEOPLE, "places.yaml": PLACES, "articles/storm.md": TEXT}).root

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["-C", str(root), "mentions", *arguments], standalone_mode=False)

    return call


def test_every_mention_comes_with_its_reason_and_every_rejection_too(run: Callable[..., Result]) -> None:
    printed = run("storm").stdout
    assert "  5:20  Boris Johnson → Boris Johnson (person:johnson): a full name\n" in printed
    assert "  6:22  Mr Johnson → Boris Johnson (person:johnson): a short form, after the full name; counted" in printed
    assert "  5:1  Mr Johnson (person:johnson or person:joseph): several records share this short form" in printed
    assert "  5:43  Kyiv (place:kyiv): it is part of “Kyiv region”" in printed
    assert "  5:60  Kyiv (place:kyiv): it stands in a link" in printed
    assert "  6:5  Kyiv (place:kyiv): it is part of “Kyiv Tower”, which is not on file" in printed
    assert "\x1b" not in printed


@pytest.mark.parametrize("name", ["storm", "article:storm", "content/articles/storm.md", "./content/articles/storm.md"])
def test_the_json_form_says_the_same_and_its_offsets_hold(run: Callable[..., Result], name: str) -> None:
    told = json.loads(run(name, "--format", "json").stdout)
    assert told["record"] == "article:storm"
    for one in (*told["mentions"], *told["rejected"]):
        assert told["passages"][one["passage"]][one["start"] : one["end"]] == one["text"]
        assert one["why"]
    assert [one["target"] for one in told["mentions"]] == [
        "person:johnson",
        "place:region",
        "person:johnson",
        "place:kyiv",
    ]


def test_a_text_that_is_not_there_is_told_with_the_nearest(run: Callable[..., Result]) -> None:
    result = run("strom")
    assert result.return_value == 2
    assert "did you mean “storm”?" in result.stderr


REGISTRY = '{"id": "ada", "kind": "person", "name": "Ada Lovelace", "aliases": ["Lovelace"]}\n'


def outside(tmp_path: Path, registry: str, texts: str) -> Result:
    (tmp_path / "r.jsonl").write_text(registry, encoding="utf-8")
    (tmp_path / "t.jsonl").write_text(texts, encoding="utf-8")
    arguments = ["mentions", "--registry", str(tmp_path / "r.jsonl"), "--texts", str(tmp_path / "t.jsonl")]
    return CliRunner().invoke(main, arguments, standalone_mode=False)


def test_outside_texts_need_no_project(tmp_path: Path) -> None:
    result = outside(tmp_path, REGISTRY, '{"id": "1", "text": "See Lovelace. The Lovelace Tower."}\n')
    assert json.loads(result.stdout) == {"id": "1", "mentions": [{"start": 4, "end": 12, "entity": "ada"}]}
    assert "1:18-26: “Lovelace” (ada): it is part of “Lovelace Tower”" in result.stderr


@pytest.mark.parametrize(
    ("registry", "texts", "told"),
    [
        ('{"id": "a"}\n', "", "r.jsonl:1: Object missing required field 'name'"),
        (REGISTRY + "{\n", "", "r.jsonl:2:"),
        (REGISTRY + REGISTRY, "", "the id “ada” stands on two lines"),
        (REGISTRY, '{"id": "1", "format": "html", "text": ""}\n', "t.jsonl:1: Invalid enum value 'html'"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, registry: str, texts: str, told: str) -> None:
    result = outside(tmp_path, registry, texts)
    assert result.return_value == 2
    assert told in result.stderr
