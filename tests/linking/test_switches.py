"""What a record says about its names: switches of an alias, `not`, `also_in`."""

from __future__ import annotations

import pytest
from texts import Make, article, read

PLACES = """\
act:
  name: Capital Territory
  kind: region
  summary: A territory.
  aliases:
    - {name: ACT, only_in_quotes: true}
    - {name: the territory, case: any}
    - {name: Captl, whole_word: false}
    - {name: Old Territory, never: true}
  not: [Capital Territory Hotel]
  also_in: [Greater Capital Territory]
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They ACT now.", []),
        ("“The ACT is dry,” he said.", ["ACT"]),
        ("> The ACT is dry.", ["ACT"]),
        ("The territory is dry.", ["The territory"]),
        ("THE TERRITORY is dry.", ["THE TERRITORY"]),
        ("It is called Captlville.", ["Captl"]),
        ("The Old Territory is gone.", []),
        ("The Capital Territory Hotel is full.", []),
        ("The Greater Capital Territory is dry.", ["Capital Territory"]),
        ("The Lesser Capital Territory is dry.", []),
    ],
)
def test_switches_decide_where_an_alias_counts(make_places, text: str, found: list[str]) -> None:
    """Each switch does what its documentation says, and nothing else."""
    assert [one.words for one in make_places(text).hits] == found


@pytest.fixture
def make_places(small_site: Make):
    """Call with the body of an article about the territory."""
    return lambda body: read(small_site({"places.yaml": PLACES, "articles/storm.md": article(body)}))


def test_words_that_the_site_lists_are_nobodys_name(small_site: Make) -> None:
    """`names: {not: […]}` silences the report of an unknown name and keeps shorter names out of it."""
    files = {
        "/briefgen.yaml": "title: T\nnames: {not: [Kyiv Rockets, Big Rain]}\n",
        "places.yaml": "kyiv: {name: Kyiv, kind: city, summary: A city.}\n",
        "articles/storm.md": article("The Kyiv Rockets won the Big Rain cup. Big Rain again. Kyiv cheered."),
    }
    reading = read(small_site(files))
    assert (reading.targets, reading.codes) == ([("Kyiv", "place:kyiv")], [])


@pytest.mark.parametrize(("setting", "found"), [("inflect: [uk]", ["Києва"]), ("not: []", [])])
def test_case_endings_count_when_the_site_asks_for_them(small_site: Make, setting: str, found: list[str]) -> None:
    """A Ukrainian text names Київ in the genitive: found with `inflect: [uk]`, not without."""
    files = {
        "/briefgen.yaml": f"title: T\nlang: uk\nnames: {{{setting}}}\n",
        "places.yaml": "kyiv: {name: Київ, kind: city, summary: Місто.}\n",
        "articles/storm.md": article("Ми їдемо до Києва."),
    }
    assert [one.words for one in read(small_site(files)).hits] == found


def test_an_explicit_link_wins_over_the_longer_name(small_site: Make) -> None:
    """A writer who links Kyiv in “Kyiv Tower” by hand is not contradicted."""
    files = {
        "places.yaml": "kyiv: {name: Kyiv, kind: city, summary: A city.}\n",
        "articles/storm.md": article("The [[kyiv|Kyiv]] Tower fell."),
    }
    reading = read(small_site(files))
    assert (reading.targets, reading.codes) == ([("Kyiv", "place:kyiv")], [])
