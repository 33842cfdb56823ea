"""What pages say in schema.org's terms: what archives want, nothing that readers do not see, nothing of the private."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from newsroom import CLAIMS, FILES, URL, Make, blocks, built, metas, nodes, of_type, with_site

from briefgen.build import build
from briefgen.formats.profile import faults
from briefgen.preparing import BuildOptions

ROOT = Path(__file__).parents[2]
HOSTILE = [
    "</script><script>alert(1)</script>", "<!--<script>", "a\u2028b\u2029c", "a\"b'c\\d", "]]>", "&lt;b&gt;", "Kyïv 🌊", "{{ x }}",
    "<img src=x onerror=alert(1)>", "javascript:alert(1)",
]  # fmt: skip


def every_block(files: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    return {path: blocks(text) for path, text in files.items() if path.endswith(".html")}


def wrong(found: dict[str, list[dict[str, Any]]]) -> list[str]:
    return [
        f"{path}: {one.path} {one.type} {one.message}"
        for path, pages in found.items()
        for block in pages
        for one in faults(block, URL)
        if one.level != "advice"
    ]


def test_every_block_of_a_newsroom_passes_the_profile(small_site: Make) -> None:
    site, files = built(small_site)
    found = every_block(files)
    assert wrong(found) == []
    silent = [path for path, pages in found.items() if not pages]
    assert silent == ["404.html", "articles/calm/index.html"]  # asked to stay unlisted
    assert [one.code for one in site.check().diagnostics if one.code[1] == "6"] == []


def test_every_block_of_the_example_passes_the_profile(tmp_path: Path) -> None:
    done = build(ROOT, BuildOptions(output=tmp_path / "site", clean=True))
    assert done.written is not None
    pages = {
        path.relative_to(tmp_path).as_posix(): path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")
    }
    found = {path: blocks(text) for path, text in pages.items()}
    bad = [
        (path, one) for path, ones in found.items() for block in ones for one in faults(block) if one.level != "advice"
    ]
    assert bad == []
    assert sum(len(of_type(ones, "ClaimReview")) for ones in found.values()) == 1


def test_a_thousand_verdicts_pass_the_profile(small_site: Make) -> None:
    """Claims of every length, script and rating, as a desk would import them."""
    dice = random.Random(8)  # noqa: S311 - the same each time
    words = [
        "Regen",
        "déjà",
        "vu",
        "Київ",
        "雨",
        "مطر",
        "4,000,000",
        "“quoted”",
        "<b>",
        "&",
        "it's",
        "a:b",
        "#1",
        "вода",
    ]
    claims = []
    ratings = {"refuted": (1, "refutes"), "misleading": (2, "refutes"), "confirmed": (5, "supports")}
    for number in range(1000):
        statement = " ".join(dice.choices(words, k=dice.randint(2, 30)))
        status = dice.choice(list(ratings))
        rating, stance = ratings[status]
        claims.append(
            f"c{number}:\n  statement: {json.dumps(statement)}\n  short: {json.dumps(statement[:60])}\n  kind: event\n"
            f"  assertions: [{{by_label: {json.dumps(dice.choice(words))}, date: 2022-0{dice.randint(1, 3)}-02, mode: interview, source: paper}}]\n"
            f"  status_history: [{{date: 2022-04-02, status: {status}, reason: x, evidence: [e1]}}]\n"
            f"  evidence: [{{id: e1, stance: {stance}, source: gauge, origin: Office, origin_note: alone, type: data}}]\n"
            f"  review: {{published: true, date: 2022-04-0{dice.randint(1, 8)}, rating: {rating}, label: {json.dumps(dice.choice(words))}, explanation: {json.dumps(statement)}}}\n"
        )
    off = "feeds: false\nsitemap: false\npages: {sources: false}\n"
    site, files = built(
        small_site, {**with_site(off), "claims.yaml": "".join(claims), "articles/storm.md": FILES["articles/sun.md"]}
    )
    found = {path: ones for path, ones in every_block(files).items() if path.startswith("claims/c")}
    assert len(found) == 1000
    assert [one for one in wrong(found) if "is not text" not in one] == []
    assert all(len(of_type(ones, "ClaimReview")) == 1 for ones in found.values())
    feed = json.loads(files["claimreview.json"])
    assert [one.message for one in faults(feed) if one.level == "error" and "is not text" not in one.message] == []
    assert len(feed["dataFeedElement"]) == len(files["claimreview.jsonl"].splitlines()) == 1000
    assert site.root.exists()


# --- verdicts ---------------------------------------------------------------------------------------------------------


def test_a_verdict_stands_flat_on_its_own_page_and_nowhere_else(small_site: Make) -> None:
    _, files = built(small_site)
    with_review = [path for path, ones in every_block(files).items() if of_type(ones, "ClaimReview")]
    assert with_review == ["claims/rain/index.html"]
    graph, review = blocks(files["claims/rain/index.html"])
    assert "@graph" in graph
    assert review["@type"] == "ClaimReview"
    assert review["url"] == f"{URL}claims/rain/"
    assert review["reviewRating"] == {
        "@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "False",
        "ratingExplanation": "The gauge was dry.",
    }  # fmt: skip
    assert review["author"]["name"] == "Merrow Publishing"
    claim = review["itemReviewed"]
    assert claim["author"] == {
        "@type": "Person", "name": "Ann Lee", "jobTitle": "Harbour master", "sameAs": ["https://www.wikidata.org/wiki/Q1"],
    }  # fmt: skip
    assert claim["firstAppearance"]["url"] == "https://times.example/rain"
    assert [one["url"] for one in claim["appearance"]] == ["https://harbour.example/notice"]
    assert json.loads(files["claimreview.jsonl"]) == review
    assert json.loads(files["claimreview.json"])["dataFeedElement"][0]["item"][0]["url"] == review["url"]


@pytest.mark.parametrize(
    "status", ["unverified", "checking", "not-checkable", "withdrawn", "pending", "in-progress", "stalled"]
)
def test_what_settles_nothing_is_never_a_verdict(small_site: Make, status: str) -> None:
    kind = {"not-checkable": "opinion", "pending": "pledge", "in-progress": "pledge", "stalled": "pledge"}.get(
        status, "event"
    )
    text = (
        f"x: {{statement: It is so., short: So, kind: {kind}, assertions: [{{by: ann, date: 2022-04-02, mode: interview, source: paper}}], "
        f"status_history: [{{date: 2022-04-02, status: {status}, reason: So.}}], "
        "review: {published: true, date: 2022-04-03, label: So, explanation: So.}}\n"
    )
    site = small_site({**FILES, "claims.yaml": text, "articles/storm.md": FILES["articles/sun.md"]})
    said = site.check().diagnostics
    if not any(one.level == "error" for one in said):  # some verdicts are refused already
        site.build()
        assert "ClaimReview" not in site.page("claims/x/index.html")
        assert "W603" in {one.code for one in said}


def test_a_verdict_of_the_future_is_not_yet_said(small_site: Make) -> None:
    site = small_site(FILES)
    assert site.build(now="2022-04-04").written is not None
    assert "ClaimReview" not in site.page("claims/rain/index.html")


# --- the profile catches what would be rejected ---------------------------------------------------------------------

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org", "@type": "ClaimReview", "url": f"{URL}claims/x/", "claimReviewed": "It rained",
    "datePublished": "2022-04-03", "inLanguage": "en-GB",
    "author": {"@type": "NewsMediaOrganization", "name": "Desk", "url": URL},
    "reviewRating": {"@type": "Rating", "ratingValue": 3, "bestRating": 5, "worstRating": 1, "alternateName": "Partly"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Ann"}, "datePublished": "2022-04-02"},
}  # fmt: skip


def changed(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in {**REVIEW, **values}.items() if value is not None}


def rating(**values: Any) -> dict[str, Any]:
    found = {**REVIEW["reviewRating"], **values}
    return changed(reviewRating={name: value for name, value in found.items() if value is not None})


@pytest.mark.parametrize(
    ("fault", "property"),
    [
        (rating(alternateName=None), "alternateName"),
        (rating(ratingValue=9), "ratingValue"),
        (rating(ratingValue=2.5), "ratingValue"),
        (rating(worstRating=0), "worstRating"),
        (rating(bestRating=None), "ratingValue"),
        (rating(ratingValue="3"), "ratingValue"),
        (changed(url=None), "url"),
        (changed(url="/claims/x/"), "url"),
        (changed(url="https://elsewhere.example/x/"), "url"),
        (changed(claimReviewed=None, claimReviewd="It rained"), "claimReviewed"),
        (changed(claimReviewed="x" * 76), "claimReviewed"),
        (changed(claimStatus="x"), "claimStatus"),
        (changed(author="Desk"), "author"),
        (changed(datePublished="3 April 2022"), "datePublished"),
        (changed(datePublished="2022-04"), "datePublished"),
        (changed(itemReviewed="It rained"), "itemReviewed"),
        (changed(**{"@context": "http://schema.org"}), "@context"),
        ([REVIEW, REVIEW], ""),
        ({"@context": "https://schema.org", "@type": "NewsArticle", "headline": "x"}, "datePublished"),
        (
            {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "a"}, {"@type": "ListItem", "position": 3, "name": "b"}]},
            "position",
        ),
        ({"@context": "https://schema.org", "@type": "DataFeed", "name": "x", "description": "short", "dataFeedElement": []}, "description"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_caught(fault: Any, property: str) -> None:
    assert [one for one in faults(REVIEW, URL) if one.level != "advice"] == []
    assert property in {one.property for one in faults(fault, URL) if one.level != "advice"}


# --- what is said, and what is not -----------------------------------------------------------------------------------


def test_an_article_says_who_wrote_it_what_it_rests_on_and_what_was_corrected(small_site: Make) -> None:
    _, files = built(small_site)
    html = files["articles/storm/index.html"]
    (article,) = of_type(blocks(html), "NewsArticle")
    assert article["@type"] == ["NewsArticle", "BackgroundNewsArticle"]
    assert article["headline"] == "Storm over Merrow"
    assert article["datePublished"] == "2022-04-03T08:00:00+01:00"
    assert article["dateModified"] == "2022-04-06"
    assert [(one["@type"], one["name"]) for one in article["author"]] == [
        ("Person", "Ida Marsh"),
        ("Organization", "The desk"),
    ]
    assert [one["name"] for one in article["isBasedOn"]] == ["Merrow Times"]
    assert article["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "We wrote Sunday; it was Saturday.",
            "datePublished": "2022-04-05T09:00:00+01:00",
        }
    ]
    assert {one["name"] for one in article["mentions"]} == {"Ann Lee", "Merrow", "squall"}
    assert ("citation_author", "Ida Marsh") in metas(html)
    assert ("citation_publication_date", "2022/04/03") in metas(html)
    assert ("DC.identifier", f"{URL}articles/storm/") in metas(html)


def test_private_people_and_secret_places_are_told_to_no_machine(small_site: Make) -> None:
    everything = "api: true\nexports: true\nllms: true\nembeds: true\nmail: true\n"
    _, files = built(small_site, with_site(everything))
    told = {path: text for path, text in files.items() if not path.endswith(".html")}
    data = {path: json.dumps(ones) for path, ones in every_block(files).items()}
    names_of = {path: text for path, text in {**told, **data}.items() if 'hid"' in text or "person:hid" in text}
    assert names_of == {}
    assert [path for path, text in data.items() if "Hid Denby" in text] == []
    (place,) = of_type(blocks(files["places/den/index.html"]), "Place")
    assert "geo" not in place
    (island,) = of_type(blocks(files["places/merrow/index.html"]), "Place")
    assert island["geo"]["latitude"] == 50.12
    assert [path for path, text in told.items() if "51.0" in text and "geojson" in path] == []


def test_dates_that_are_not_exact_are_not_padded(small_site: Make) -> None:
    people = (
        "ann: {name: Ann Lee, summary: A witness., born: 1970, roles: [{title: Master, org: harbour, from: 2020-01}]}\n"
    )
    _, files = built(
        small_site, {**FILES, "people.yaml": people, "claims.yaml": "", "articles/storm.md": FILES["articles/sun.md"]}
    )
    (person,) = of_type(blocks(files["people/ann/index.html"]), "Person")
    assert "birthDate" not in person
    assert "startDate" not in person["memberOf"][0]


def test_a_role_stands_between_a_person_and_a_body(small_site: Make) -> None:
    """As schema.org's vocabulary has it: every property at a thing that may have it, both ways."""
    _, files = built(small_site)
    (person,) = of_type(blocks(files["people/ann/index.html"]), "Person")
    (role,) = person["memberOf"]
    assert (role["roleName"], role["startDate"]) == ("Harbour master", "2020-01-01")
    body = role["@reverse"]["member"]
    assert (body["@id"], body["@type"]) == (f"{URL}organisations/harbour/#org", "GovernmentOrganization")
    assert "memberOf" not in role


def test_the_publisher_names_its_policies(small_site: Make) -> None:
    _, files = built(small_site)
    publisher = next(
        one
        for one in of_type(blocks(files["index.html"]), "NewsMediaOrganization")
        if "logo" in one or "correctionsPolicy" in one
    )
    assert publisher["correctionsPolicy"] == f"{URL}about/"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(small_site: Make, text: str) -> None:
    """In every field that structured data and head tags take: the page parses, and the words come out as they were."""
    quoted = json.dumps(text, ensure_ascii=False)
    files = {
        **FILES,
        "/briefgen.yaml": SITE_WITH.format(text=quoted),
        "people.yaml": f"ann: {{name: Ann Lee, summary: {quoted}, honorific: {quoted}}}\n",
        "articles/storm.md": f"---\ntitle: {quoted}\ndate: 2022-04-03\nsection: {quoted}\ntags: [{quoted}]\nauthors: [{quoted}]\ndateline: {quoted}\n---\nAnn Lee spoke.\n",
        "claims.yaml": "",
        "corrections.yaml": f"c1: {{target: 'article:storm', date: 2022-04-05, kind: correction, text: {quoted}, was: {quoted}, now: {quoted}}}\n",
    }
    _, out = built(small_site, files)
    html = out["articles/storm/index.html"]
    (article,) = of_type(blocks(html), "NewsArticle")
    assert article["headline"] == text
    assert article["author"] == [{"@type": "Person", "name": text}]
    assert ("citation_author", text) in metas(html)
    scripts = [one for one in html.split("<script")[1:] if "ld+json" in one.partition(">")[0]]
    assert all("<" not in one.partition(">")[2].partition("</script>")[0] for one in scripts)


SITE_WITH = "title: {text}\nurl: https://example.org/news/\nlang: en-GB\ndescription: {text}\n"


def test_a_description_says_what_readers_see(small_site: Make) -> None:
    """Signs of comparison are words and no mark-up; mark-up is not said."""
    files = {
        **FILES,
        "claims.yaml": CLAIMS.replace("It rained on Merrow on Saturday.", "Rain fell for <5 hours and >2 days."),
        "topics.yaml": "storm: {title: The storm, summary: 'What **the storm** did to [[person:ann]], in <3 hours and > 1 day.'}\n",
        "pages/about.md": "---\ntitle: About us\nsummary: Who *we* are.\n---\nWe correct what is wrong.\n",
        "articles/sun.md": "---\ntitle: Sun\ndate: 2022-04-05\n---\nAnn Lee saw 2 * 3 * 4 of <5 and >2 suns.\n",
    }
    _, found = built(small_site, files)
    for path, told in {
        "claims/rain": "Rain fell for <5 hours and >2 days.",
        "topics/storm": "What the storm did to Ann Lee, in <3 hours and > 1 day.",
        "about": "Who we are.",
        "articles/sun": "Ann Lee saw 2 * 3 * 4 of <5 and >2 suns.",
    }.items():
        html = found[f"{path}/index.html"]
        assert dict(metas(html))["description"] == told
        assert blocks(html)[0]["@graph"][0]["description"] == told


def test_nothing_is_said_without_an_address_or_when_it_is_off(small_site: Make) -> None:
    _, files = built(small_site, with_site("structured_data: false\nfeeds: false\nsitemap: false\nreceipt: false\n"))
    assert all("ld+json" not in text and "citation_" not in text for text in files.values())
    assert [path for path in files if not path.endswith((".html", ".webmanifest"))] == []


def test_words_of_the_interface_stand_in_data_as_in_json(small_site: Make) -> None:
    locale = 'home: Front & "page" <1>\n'
    files = {**FILES, "/themes/broadsheet/locales/en.yaml": locale}
    _, out = built(small_site, files)
    (crumbs,) = of_type(blocks(out["people/ann/index.html"]), "BreadcrumbList")
    assert crumbs["itemListElement"][0]["name"] == 'Front & "page" <1>'


def test_every_name_of_another_page_leads_to_a_page(small_site: Make) -> None:
    _, files = built(small_site)
    ids = {one["@id"] for ones in every_block(files).values() for one in nodes(ones) if "@id" in one}
    pages = {URL + path.removesuffix("index.html") for path in files if path.endswith(".html")}
    assert {one.partition("#")[0] for one in ids} <= pages
