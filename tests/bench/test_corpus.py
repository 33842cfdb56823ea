"""The made-up newsrooms of the bench: equal seeds give equal files, briefgen takes them, and their edits do what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.preparing import BuildOptions, prepare

from .corpus import EDITS, ROUNDS, Corpus, write
from .sites import look_at
from .tables import Table, put_into_page

ARTICLES = 20


def _files(articles: int, seed: int) -> dict[str, str]:
    files: dict[str, str] = {}
    Corpus(articles, seed).put_all(files.__setitem__)
    return files


def test_equal_seeds_give_equal_projects_and_others_do_not() -> None:
    assert _files(ARTICLES, 1) == _files(ARTICLES, 1)
    assert _files(ARTICLES, 1) != _files(ARTICLES, 2)


def test_a_project_has_nothing_wrong_before_and_after_every_kind_of_edit(tmp_path: Path) -> None:
    edits = write(tmp_path, ARTICLES)
    before = prepare(tmp_path, BuildOptions())
    assert [one for one in before.diagnostics if one.level != "note"] == []
    assert len(before.site.articles) == ARTICLES
    for kind in EDITS:
        assert len(edits[kind]) == ROUNDS
        edits[kind][0].apply(tmp_path)
    after = prepare(tmp_path, BuildOptions())
    assert [one for one in after.diagnostics if one.level != "note"] == []
    newcomer = next(key for key in after.site.records if key not in before.site.records)
    assert len(after.site.backlinks[newcomer]) >= 3
    assert len(after.site.backlinks["organisation:office-1"]) == 1


def test_a_large_newsroom_has_a_file_for_each_record() -> None:
    files = _files(201, 1)
    assert "content/claims.yaml" not in files
    assert sum(path.startswith("content/claims/") for path in files) == 402


def test_one_byte_makes_another_site(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("one", encoding="utf-8")
    first = look_at(tmp_path)
    (tmp_path / "index.html").write_text("two", encoding="utf-8")
    assert look_at(tmp_path).pages == first.pages == 1
    assert look_at(tmp_path) != first


def test_a_table_goes_to_its_place_in_the_page_again_and_again(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before.\n<!-- bench: names -->\n<!-- end -->\nAfter.\n<!-- end -->\n", encoding="utf-8")
    for count in ("1", "2"):
        put_into_page({"names": Table(("Names", "Time"), [("all", count)]).markdown()}, page)
    table = "| Names | Time |\n| --- | ---: |\n| all | 2 |\n"
    assert (
        page.read_text(encoding="utf-8")
        == f"Before.\n<!-- bench: names -->\n{table}<!-- end -->\nAfter.\n<!-- end -->\n"
    )
    with pytest.raises(ValueError, match="sites"):
        put_into_page({"sites": ""}, page)
