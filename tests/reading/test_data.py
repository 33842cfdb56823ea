"""Files of data become tables on pages, whatever their form; code is coloured when a site asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from small_sites import SmallSite

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
STORM = "---\ntitle: Storm\ndate: 2022-04-02\n{}---\nIt rained.\n\n::: data houses\nCounted by hand.\n:::\n"
TABLE = ["Day", "Houses", "Sat", "40", "Sun", "7", "Counted by hand."]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("houses.csv", "Day,Houses\nSat,40\n\nSun,7\n"),
        ("houses.json", '[{"Day": "Sat", "Houses": 40}, {"Day": "Sun", "Houses": 7}]'),
        ("houses.yaml", "- {Day: Sat, Houses: 40}\n- {Day: Sun, Houses: 7}\n"),
    ],
)
def test_data_is_shown_as_a_table(small_site: Make, name: str, text: str) -> None:
    site = small_site({"articles/storm.md": STORM.format(""), f"data/{name}": text})
    assert site.told() == []
    site.build()
    words = site.main("articles/storm/index.html").splitlines()
    at = words.index("Day")
    assert words[at : at + len(TABLE)] == TABLE
    assert '<td class="bg-align-right">40</td>' in site.page("articles/storm/index.html")
    assert not (site.root / "site" / "data").exists()


def test_a_group_of_values_is_a_table_without_headings(small_site: Make) -> None:
    site = small_site({"articles/storm.md": STORM.format(""), "data/houses.yaml": "Saturday: 40\nSunday: 7\n"})
    site.build()
    page = site.page("articles/storm/index.html")
    assert '<td>Saturday</td><td class="bg-align-right">40</td>' in page
    assert "<thead>" not in page


def test_templates_get_what_a_page_declares(small_site: Make) -> None:
    """Whatever its form, and nothing that was not asked for."""
    files = {
        "pages/about.md": "---\ntitle: About\ndata: [tree]\n---\nOurs.\n",
        "data/tree.json": '{"roots": [1, 2], "name": "oak"}',
        "data/other.csv": "a\n1\n",
    }
    view = small_site(files).view("about/")
    assert {name: one.value for name, one in view.data.items()} == {"tree": {"roots": [1, 2], "name": "oak"}}  # type: ignore[attr-defined]


def test_data_that_is_not_there_is_told(small_site: Make) -> None:
    site = small_site({"articles/storm.md": STORM.format("data: [hauses]\n"), "data/haus.csv": "a\n1\n"})
    assert site.told() == ["E023 content/articles/storm.md:4:8", "E023 content/articles/storm.md:8:10"]


def test_a_row_with_too_few_cells_is_told_in_good_english(small_site: Make) -> None:
    site = small_site({"data/houses.csv": "Day,Houses\nSat\n"})
    assert [one.message for one in site.prepared().diagnostics] == ["this row has 1 cell, and the heading line 2"]


def test_hostile_cells_are_words(small_site: Make) -> None:
    site = small_site(
        {"articles/storm.md": STORM.format(""), "data/houses.csv": "<b>,x\n<script>alert(1)</script>,1\n"}
    )
    site.build()
    assert "<script>alert" not in site.page("articles/storm/index.html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in site.page("articles/storm/index.html")


def test_a_change_of_the_data_changes_the_page(small_site: Make) -> None:
    """The next build makes the page that shows it, and no other."""
    site = small_site({"articles/storm.md": STORM.format(""), "data/houses.csv": "Day,Houses\nSat,40\n"})
    site.build()
    built = site.with_files({"data/houses.csv": "Day,Houses\nSat,41\n"}).build()
    assert built.written is not None
    assert built.written.written == 1
    assert ">41<" in site.page("articles/storm/index.html")


CODE = '---\ntitle: Storm\ndate: 2022-04-02\n---\n```python\ndef rain(): return "<b>"  # wet\n```\n\n```nonsense\nx < y\n```\n'


@pytest.mark.parametrize("wanted", [True, False])
def test_code_is_coloured_when_a_site_asks_for_it(small_site: Make, wanted: bool) -> None:
    config = f"markdown: {{highlight: {str(wanted).lower()}}}\n"
    site = small_site({"articles/storm.md": CODE, "/briefgen.yaml": config})
    site.build()
    page = site.page("articles/storm/index.html")
    assert ('<span class="bg-hl-keyword">def</span>' in page) is wanted
    assert ('<span class="bg-hl-comment"># wet</span>' in page) is wanted
    assert "&lt;b&gt;" in page
    assert "x &lt; y" in page
    assert 'def rain(): return "<b>" # wet' in site.main("articles/storm/index.html")
