"""A site in several languages: what each edition holds, what is shown for want of a translation, and who names whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_sites import SmallSite, parsed

SITE = """\
title: The desk
url: https://example.org/
languages: [uk, he]
names: {inflect: [uk]}
editions:
  uk: {title: Редакція}
"""
PEOPLE = """\
ann-lee:
  name: Ann Lee
  family_name: Lee
  roles: [{title: Mayor of Irpin, from: 2020}]
  summary: Mayor since 2020.
ben-ray: {name: Ben Ray, summary: A baker.}
"""
PEOPLE_UK = """\
ann-lee:
  name: Ганна Лісова
  family_name: Лісова
  words: {Mayor of Irpin: мерка Ірпеня}
"""
PLACES = "irpin: {name: Irpin, names: {uk: Ірпінь, he: אירפין}, kind: city, summary: A city.}\n"
FILES = {
    "/briefgen.yaml": SITE,
    "people.yaml": PEOPLE,
    "people.uk.yaml": PEOPLE_UK,
    "places.yaml": PLACES,
    "articles/rain.md": "---\ntitle: Rain\ndate: 2022-04-02\ntags: [weather]\n---\nAnn Lee and Ben Ray saw rain in Irpin.\n",
    "articles/rain.uk.md": "---\ntitle: Дощ\ndate: 2022-04-02\ntags: [погода]\n---\nГанна Лісова бачила дощ в Ірпені. [[irpin]].\n",
    "articles/snow.md": "---\ntitle: Snow\ndate: 2022-04-03\n---\nBen Ray saw snow.\n",
    "articles/sun.he.md": "---\ntitle: שמש\ndate: 2022-04-04\n---\nחם באירפין.\n",
}


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """An English site with a little Ukrainian and one article in Hebrew."""
    built = SmallSite.written(tmp_path, FILES)
    assert built.build().written is not None
    return built


def test_an_edition_has_its_articles_and_what_they_lead_to(site: SmallSite) -> None:
    """Ben Ray is named in no Ukrainian article, so his one page is the English one."""
    pages = {one.url for one in site.prepared().pages}
    assert {"uk/", "uk/articles/rain/", "uk/people/ann-lee/", "uk/places/irpin/", "uk/articles/2022/04/"} <= pages
    assert {"he/articles/sun/", "articles/snow/", "people/ben-ray/"} <= pages
    assert not {"uk/people/ben-ray/", "uk/articles/snow/", "articles/sun/", "he/people/ann-lee/"} & pages
    assert [one for one in pages if one.endswith("404.html")] == ["404.html"]


def test_names_are_found_in_their_cases_and_shown_in_the_language(site: SmallSite) -> None:
    page = site.page("uk/articles/rain/index.html")
    assert 'data-e="place:irpin" href="../../../uk/places/irpin/">Ірпені</a>' in page
    assert "Ірпінь." in site.main("uk/articles/rain/index.html")
    assert "мерка Ірпеня" in page
    assert "Mayor of Irpin" not in page


def test_mentions_and_registers_belong_to_their_edition(site: SmallSite) -> None:
    ukrainian, english = site.main("uk/people/ann-lee/index.html"), site.main("people/ann-lee/index.html")
    assert "Дощ" in ukrainian
    assert "Rain" not in ukrainian
    assert "Дощ" not in english
    assert "Ben Ray" not in site.main("uk/people/index.html")
    assert "погода" not in site.page("articles/rain/index.html")


def test_what_is_not_translated_is_shown_with_its_language(site: SmallSite) -> None:
    """The summary of a person and the kind of fall-back are told to browsers and to readers."""
    page = site.page("uk/people/ann-lee/index.html")
    assert '<span lang="en" dir="ltr">Mayor since 2020.</span>' in page
    assert "Цей запис ще не перекладено" in page
    head = page.partition("</head>")[0]
    assert "<span" not in head
    assert "Mayor since 2020." in head


def test_marks_of_other_languages_never_reach_readers(site: SmallSite) -> None:
    for path in (site.root / "site").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not set("\ue002\ue003\ue004\ue005\ue006") & set(text), path
        parsed(text)


def test_pages_name_their_versions(site: SmallSite) -> None:
    page = site.page("articles/rain/index.html")
    assert '<link rel="alternate" hreflang="uk" href="https://example.org/uk/articles/rain/">' in page
    assert '<link rel="alternate" hreflang="x-default" href="https://example.org/articles/rain/">' in page
    assert 'hreflang="he" href="https' not in page
    assert '<a href="../../he/" lang="he" hreflang="he" dir="rtl">' in page
    assert 'rel="alternate" hreflang' not in site.page("articles/snow/index.html")


def test_a_page_in_hebrew_runs_from_right_to_left(site: SmallSite) -> None:
    page = site.page("he/articles/sun/index.html")
    assert '<html lang="he" dir="rtl"' in page
    assert "4 באפריל 2022" in page


def test_one_language_has_no_trace_of_others(tmp_path: Path) -> None:
    """Nothing about languages is on the pages of a site that has one."""
    alone = SmallSite.written(tmp_path, {"articles/snow.md": FILES["articles/snow.md"]})
    alone.build()
    page = alone.page("articles/snow/index.html")
    assert "hreflang" not in page
    assert 'class="langs"' not in page
    assert alone.prepared().site.editions == {}


def test_dates_numbers_and_plurals_follow_the_language(site: SmallSite) -> None:
    site.with_files(
        {f"articles/a{n}.uk.md": f"---\ntitle: Стаття {n}\ndate: 2022-04-0{n}\n---\nТекст.\n" for n in (1, 2, 3, 4)}
    )
    site.build()
    assert "5 оглядів" in site.main("uk/articles/index.html")
    assert "2 квітня 2022 року" in site.main("uk/articles/rain/index.html")


def test_an_edit_of_a_translation_reaches_its_pages_and_no_others(site: SmallSite) -> None:
    """Every build gives what a clean build gives, and English pages stay as they are."""
    before = site.page("people/ann-lee/index.html")
    site.with_files({"people.uk.yaml": PEOPLE_UK.replace("мерка Ірпеня", "очільниця Ірпеня")})
    again = site.build()
    assert again.written is not None
    assert {path for path in again.causes if not path.startswith(("uk/", "sitemap"))} == set()
    assert "очільниця Ірпеня" in site.page("uk/people/ann-lee/index.html")
    assert site.page("people/ann-lee/index.html") == before


def test_ukrainian_names_stand_in_the_order_of_the_alphabet(tmp_path: Path) -> None:
    names = ["Яна", "Ігор", "Ївга", "Йосип", "Єва", "Ґеник", "Іван", "Жанна"]
    people = "".join(f"p{n}: {{name: P{n}, names: {{uk: {name}}}, summary: S}}\n" for n, name in enumerate(names))
    text = f"---\ntitle: Т\ndate: 2022-04-02\n---\n{', '.join(names)}.\n"
    site = SmallSite.written(tmp_path, {"/briefgen.yaml": SITE, "people.yaml": people, "articles/t.uk.md": text})
    site.build()
    shown = [line for line in site.main("uk/people/index.html").splitlines() if line.split(" ")[0] in names]
    assert [line.split(" ")[0] for line in shown] == ["Ґеник", "Єва", "Жанна", "Іван", "Ігор", "Ївга", "Йосип", "Яна"]


def test_a_correction_of_one_version_stands_in_its_edition_alone(tmp_path: Path) -> None:
    """Readers of the other languages were told nothing wrong; what corrects a record stands in all."""
    corrections = """\
      of-uk: {target: article:rain.uk, lang: uk, date: 2022-04-03, kind: correction, text: Не в Києві., was: Київ, now: Ірпені, affects: [body]}
      of-en: {target: article:rain, date: 2022-04-03, kind: correction, text: Not in Kyiv., affects: [headline]}
      of-ann: {target: person:ann-lee, date: 2022-04-03, kind: correction, text: Not a baker., affects: [headline]}
    """
    site = SmallSite.written(tmp_path, {**FILES, "corrections.yaml": corrections})
    assert not [one for one in site.told() if one.startswith(("W7", "E"))]
    pages = {one.url for one in site.prepared().pages if one.kind == "correction"}
    assert pages == {
        "corrections/of-en/", "corrections/of-ann/", "uk/corrections/of-uk/", "uk/corrections/of-ann/",
    }  # fmt: skip
    assert site.build().written is not None
    assert "Не в Києві" not in site.page("corrections/index.html") + site.page("changes/index.html")
    assert "Не в Києві" in site.page("uk/corrections/index.html")


def test_a_correction_of_a_version_is_compared_with_that_version(tmp_path: Path) -> None:
    wrong = "of-uk: {target: article:rain.uk, date: 2022-04-03, kind: correction, text: Не там., now: у Львові, affects: [body]}\n"
    site = SmallSite.written(tmp_path, {**FILES, "corrections.yaml": wrong})
    assert [one.partition(" ")[0] for one in site.told() if one.startswith("W7")] == ["W702"]
