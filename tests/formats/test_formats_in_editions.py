"""What leaves a site of several languages: in each language what readers of it would look for, once what is about the whole."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from newsroom import URL, Make, blocks, built, of_type, with_site

from briefgen.cli.main import main

EVERYTHING = (
    "languages: [uk]\neditions: {uk: {title: Стіл Меррова, description: Що відомо про острів.}}\nnames: {inflect: [uk]}\n"
    "api: true\nexports: true\nembeds: true\nllms: true\nmail: {articles: 9}\n"
)
UKRAINIAN = {
    "articles/storm.uk.md": "---\ntitle: Буря над Мерровом\ndate: 2022-04-03T08:00+01:00\nsummary: [Дуло сильно.]\n---\n"
    "Енн Лі сказала, що [ішов дощ]{claim=rain}.\n",
    "people.uk.yaml": "ann: {name: Енн Лі, summary: Свідок.}\n",
    "claims.uk.yaml": "rain: {statement: У суботу на Меррові йшов дощ., short: Дощ у суботу}\n",
}


@pytest.fixture
def two(small_site: Make) -> Mapping[str, str]:
    """The files of a site in two languages with every format on."""
    return built(small_site, {**with_site(EVERYTHING), **UKRAINIAN})[1]


def test_the_interface_for_programs_speaks_both(two: Mapping[str, str]) -> None:
    index = json.loads(two["api/v1/index.json"])
    assert index["languages"] == {"uk": f"{URL}uk/api/v1/index.json"}
    ours = json.loads(two["uk/api/v1/index.json"])
    assert (ours["lang"], ours["title"], ours["site"]) == ("uk", "Стіл Меррова", f"{URL}uk/")
    for one in ours["lists"]:
        answer = json.loads(two[one["first"].removeprefix(URL)])
        schema = json.loads(two[one["schema"].removeprefix(URL)])
        Draft202012Validator(schema).validate(answer)
        assert all(each["url"].startswith(f"{URL}uk/") for each in answer["items"] if "id" in each)
    (claim,) = json.loads(two["uk/api/v1/claims/1.json"])["items"]
    assert (claim["id"], claim["short"]) == ("rain", "Дощ у суботу")
    assert claim["status"] == "refuted"
    assert [path for path in two if path.startswith("uk/api/v1/schemas")] == []


def test_exports_and_embeds_have_the_words_of_their_language(two: Mapping[str, str]) -> None:
    assert "Дощ у суботу" in two["uk/data/claims.csv"]
    assert "Rain on Saturday" in two["data/claims.csv"]
    package = json.loads(two["uk/datapackage.json"])
    assert all(f"uk/{one['path']}" in two for one in package["resources"])
    assert package["name"] != json.loads(two["datapackage.json"])["name"]
    embedded = two["uk/embed/claims/rain.html"]
    assert 'lang="uk"' in embedded
    assert "Неправда" in embedded or "Хибн" in embedded or "Спростовано" in embedded
    offer = re.findall(r'href="([^"]+oembed[^"]+)"', two["uk/claims/rain/index.html"])
    assert offer == [f"{URL}uk/oembed/claims/rain.json"]
    assert f"{URL}uk/embed/claims/rain.html" in json.loads(two[offer[0].removeprefix(URL)])["html"]
    assert "uk/embed/embed.css" not in two


def test_mail_is_written_in_the_language_of_its_readers(two: Mapping[str, str]) -> None:
    assert {path for path in two if path.startswith("uk/mail/")} == {
        f"uk/mail/{name}.{form}" for name in ("digest", "storm") for form in ("html", "txt")
    }
    text = two["uk/mail/storm.txt"]
    assert "БУРЯ НАД МЕРРОВОМ" in text
    assert f"{URL}uk/articles/storm/" in text
    assert not re.search(r"[\ue000-\uf8ff]", text + two["uk/mail/storm.html"])
    assert '<html lang="uk"' in two["uk/mail/storm.html"]
    assert "Read it on the site" not in two["uk/mail/storm.html"]


def test_the_command_prints_an_edition(small_site: Make) -> None:
    site, files = built(small_site, {**with_site(EVERYTHING + "as_of: 2022-04-08\n"), **UKRAINIAN})
    run = CliRunner()
    text = run.invoke(main, ["-C", str(site.root), "mail", "storm", "--text", "--lang", "uk"], standalone_mode=False)
    assert text.output.strip() == files["uk/mail/storm.txt"].strip()
    wrong = run.invoke(main, ["-C", str(site.root), "mail", "storm", "--lang", "fr"], standalone_mode=False)
    assert wrong.return_value == 2
    assert "uk" in wrong.output
    missing = run.invoke(main, ["-C", str(site.root), "mail", "sun", "--lang", "uk"], standalone_mode=False)
    assert missing.return_value == 2


def test_each_feed_has_an_identity_and_a_page_of_its_own(two: Mapping[str, str]) -> None:
    ids = re.compile(r"\A.*?<id>([^<]+)</id>", re.DOTALL)
    pages = re.compile(r'\A.*?<link rel="alternate" type="text/html" href="([^"]+)"', re.DOTALL)
    feeds = {path: text for path, text in two.items() if path.endswith("feed.xml")}
    found = [ids.findall(text)[0] for text in feeds.values()]
    assert len(set(found)) == len(found)
    for path, text in feeds.items():
        (page,) = pages.findall(text)
        assert f"{page.removeprefix(URL)}index.html" in two
        assert page.startswith(f"{URL}uk/") == path.startswith("uk/")


def test_verdicts_and_schemas_stand_once(two: Mapping[str, str]) -> None:
    reviews = [path for path, html in two.items() if path.endswith(".html") and of_type(blocks(html), "ClaimReview")]
    assert reviews == ["claims/rain/index.html"]
    assert [path for path in two if path.endswith("claimreview.json")] == ["claimreview.json"]
    (crumbs,) = of_type(blocks(two["uk/people/ann/index.html"]), "BreadcrumbList")
    assert crumbs["itemListElement"][0]["item"] == f"{URL}uk/"
