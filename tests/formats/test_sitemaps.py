"""Sitemaps by the published schemas: every page that may be found, no other, with true days."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree
from newsroom import URL, Make, built, with_site

HERE = Path(__file__).parent
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.fixture(scope="module")
def schemas() -> dict[str, etree.XMLSchema]:
    return {
        name: etree.XMLSchema(etree.parse(HERE / f"vendor/{file}.xsd"))
        for name, file in (("urlset", "sitemap"), ("sitemapindex", "siteindex"))
    }


def trees(files: dict[str, str]) -> dict[str, etree._Element]:
    return {path: etree.fromstring(text.encode()) for path, text in files.items() if path.startswith("sitemap")}


def test_they_keep_to_the_published_schemas(small_site: Make, schemas: dict[str, etree.XMLSchema]) -> None:
    _, files = built(small_site, with_site("sitemap: {news: true}\n"))
    for path, tree in trees(files).items():
        if path != "sitemap-news.xml":  # Google publishes no schema that could be kept here; see below
            schemas[tree.tag.removeprefix(SPACE)].assertValid(tree)


PLANTED = {
    "no address": ("<loc>", "<location>", "</loc>", "</location>"),
    "no date": ("<lastmod>2022-04-06</lastmod>", "<lastmod>last Tuesday</lastmod>"),
    "a part of no sitemap": ("<url>", "<page>", "</url>", "</page>"),
    "no address at all": (f"<loc>{URL}articles/storm/</loc>", "<loc></loc>"),
}
"""What is put in whose place, by the fault that it makes."""


@pytest.mark.parametrize("fault", PLANTED)
def test_the_schemas_would_notice(small_site: Make, schemas: dict[str, etree.XMLSchema], fault: str) -> None:
    _, files = built(small_site)
    sound = files["sitemap-articles-1.xml"]
    broken = sound
    for old, new in zip(PLANTED[fault][::2], PLANTED[fault][1::2], strict=True):
        broken = broken.replace(old, new)
    assert broken != sound
    assert schemas["urlset"].validate(etree.fromstring(sound.encode()))
    assert not schemas["urlset"].validate(etree.fromstring(broken.encode()))


def test_every_page_that_may_be_found_is_listed_once(small_site: Make) -> None:
    _, files = built(small_site)
    found = trees(files)
    parts = [one.text for one in found["sitemap.xml"].iter(f"{SPACE}loc")]
    assert sorted(parts) == sorted(URL + path for path in found if path != "sitemap.xml")
    listed = [one.text for path, tree in found.items() if path != "sitemap.xml" for one in tree.iter(f"{SPACE}loc")]
    pages = {
        URL + path.removesuffix("index.html")
        for path, text in files.items()
        if path.endswith(".html") and 'name="robots" content="noindex"' not in text
    }
    assert sorted(listed) == sorted(pages)


def test_the_day_of_a_page_is_that_of_its_last_change(small_site: Make) -> None:
    _, files = built(small_site)
    days = dict(
        re.findall(r"<loc>([^<]+)</loc><lastmod>([^<]+)</lastmod>", "".join(files[path] for path in trees(files)))
    )
    assert days == {
        f"{URL}articles/storm/": "2022-04-06",
        f"{URL}articles/sun/": "2022-04-05",
        f"{URL}claims/rain/": "2022-04-04",
        f"{URL}claims/boat/": "2022-04-02",
        f"{URL}claims/moon/": "2022-03-01",
        f"{URL}corrections/c1/": "2022-04-05T09:00:00+01:00",
    }


def test_news_are_those_of_two_days(small_site: Make) -> None:
    site = small_site(with_site("sitemap: {news: true}\n"))
    site.build(now="2022-04-05")
    tree = etree.fromstring(site.page("sitemap-news.xml").encode())
    (news,) = tree.iter(f"{NEWS}news")
    assert news.findtext(f"{NEWS}title") == "Sun on Merrow"
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "The Merrow Desk"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert news.findtext(f"{NEWS}publication_date") == "2022-04-05T00:00:00+01:00"
    assert f"Sitemap: {URL}sitemap-news.xml" in site.page("robots.txt")
    site.build(now="2022-05-06")
    assert not (site.root / "site/sitemap-news.xml").exists()
    assert "sitemap-news.xml" not in site.page("robots.txt") + site.page("sitemap.xml")


def test_crawlers_are_led_to_the_sitemap_and_asked_to_stay_away(small_site: Make) -> None:
    _, files = built(small_site, with_site("sitemap: {refuse: [GPTBot]}\n"))
    robots = RobotFileParser()
    robots.parse(files["robots.txt"].splitlines())
    assert robots.site_maps() == [f"{URL}sitemap.xml"]
    assert robots.can_fetch("Googlebot", f"{URL}people/ann/")
    assert not robots.can_fetch("GPTBot", f"{URL}people/ann/")


def test_a_large_list_is_split(small_site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.formats.sitemap.MOST", 2)
    _, files = built(small_site)
    assert {"sitemap-claims-1.xml", "sitemap-claims-2.xml"} <= files.keys()


def test_well_known_files_say_what_the_site_record_says(small_site: Make) -> None:
    extra = (
        "llms: true\nsecurity: {contact: ['mailto:safe@example.org'], expires: 2023-01-01, languages: [en, uk]}\n"
        "trust: {belongto: ['https://assoc.example/'], datatrainingallowed: false}\n"
    )
    _, files = built(small_site, with_site(extra))
    assert files[".well-known/security.txt"].splitlines() == [
        "Contact: mailto:safe@example.org",
        "Expires: 2023-01-01T00:00:00Z",
        "Preferred-Languages: en, uk",
        f"Canonical: {URL}.well-known/security.txt",
    ]
    assert "belongto=https://assoc.example/" in files[".well-known/trust.txt"]
    assert "datatrainingallowed=no" in files[".well-known/trust.txt"]
    assert f"- [Storm over Merrow]({URL}articles/storm/): The wind came at night." in files["llms.txt"]
