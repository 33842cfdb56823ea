"""Feeds as readers of feeds take them: valid, whole, with identities that stay and times that are true."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import feedparser
import pytest
from lxml import etree
from newsroom import FILES, URL, Make, built, with_site

HERE = Path(__file__).parent
ATOM = "{http://www.w3.org/2005/Atom}"
ALL = "feeds: {formats: [atom, json, rss]}\n"
HOSTILE = ["</title><script>alert(1)</script>", "]]>", "a & b < c", "\x0b", "\ufffe", "🌊", '"x"', "<b>bold</b>"]


@pytest.fixture(scope="module")
def grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(HERE / "vendor/atom.rng"))


def feeds(files: dict[str, str], name: str) -> list[str]:
    return [path for path in files if path.rpartition("/")[2] == name]


def test_every_feed_is_valid_and_read_without_a_complaint(small_site: Make, grammar: etree.RelaxNG) -> None:
    _, files = built(small_site, with_site(ALL))
    for path in feeds(files, "feed.xml"):
        tree = etree.fromstring(files[path].encode())
        grammar.assertValid(tree)
        assert tree.find(f"{ATOM}link[@rel='self']").get("href") == URL + path
    for name in ("feed.xml", "feed-rss.xml"):
        for path in feeds(files, name):
            parsed = feedparser.parse(files[path])
            assert not parsed.bozo, (path, parsed.get("bozo_exception"))
            assert all(one.id and one.link and one.title for one in parsed.entries)
    assert len(feeds(files, "feed.xml")) == len(feeds(files, "feed.json")) == len(feeds(files, "feed-rss.xml"))


PLANTED = {
    "no id": (r"<id>[^<]*</id>", ""),
    "no time": (r"<updated>[^<]*</updated>", ""),
    "no moment": (r"<updated>[^<]*</updated>", "<updated>5 April</updated>"),
    "an entry without a title": (r"(<entry[^>]*>\n<id>[^<]*</id>\n)<title>[^<]*</title>", r"\1"),
    "an unknown element": (r"<generator[^>]*>briefgen</generator>", "<maker>briefgen</maker>"),
}
"""What is put in whose place, by the fault that it makes."""


@pytest.mark.parametrize("fault", PLANTED)
def test_the_grammar_would_notice(small_site: Make, grammar: etree.RelaxNG, fault: str) -> None:
    """The schema that feeds are held against refuses what readers of feeds would stumble over."""
    _, files = built(small_site)
    broken = re.sub(*PLANTED[fault], files["feed.xml"], count=1)
    assert broken != files["feed.xml"]
    assert not grammar.validate(etree.fromstring(broken.encode()))


def test_what_has_a_feed(small_site: Make) -> None:
    _, files = built(small_site)
    assert feeds(files, "feed.xml") == [
        "authors/desk/feed.xml",
        "authors/ida/feed.xml",
        "changes/feed.xml",
        "claims/boat/feed.xml",
        "claims/rain/feed.xml",  # settled, but somebody may have asked while it was open
        "corrections/feed.xml",
        "events/storm-night/feed.xml",
        "feed.xml",
        "organisations/harbour/feed.xml",
        "people/ann/feed.xml",
        "places/den/feed.xml",
        "places/merrow/feed.xml",
        "topics/storm/feed.xml",
    ]


def test_each_feed_is_offered_by_the_page_it_follows(small_site: Make) -> None:
    _, files = built(small_site)
    for path in (*feeds(files, "feed.xml"), *feeds(files, "feed.json")):
        folder = path.rpartition("/")[0]
        page = files["index.html"] if folder in {"", "changes", "corrections"} else files[f"{folder}/index.html"]
        assert (
            f'href="{"../" * path.count("/") if folder and folder not in {"changes", "corrections"} else "./"}{path}"'
            in page
        )


def test_an_entry_holds_the_whole_text_and_stands_by_itself(small_site: Make) -> None:
    _, files = built(small_site)
    storm = next(one for one in feedparser.parse(files["feed.xml"]).entries if "storm" in one.id)
    text = storm.content[0].value
    assert "it had rained" in text
    assert "Nobody was hurt." in text
    assert "False" in text  # what is known of its claims
    assert "We wrote Sunday; it was Saturday." in text
    assert 'href="/' not in text and 'href="#' not in text and 'href="../' not in text  # noqa: PT018
    assert f'href="{URL}people/ann/"' in text
    assert "Hid Denby" in text  # may stand in prose
    assert storm.updated == "2022-04-06T00:00:00+01:00"
    assert storm.published == "2022-04-03T08:00:00+01:00"
    assert storm.id == storm.link == f"{URL}articles/storm/"


def test_a_feed_about_somebody_quotes_what_is_said_of_them(small_site: Make) -> None:
    _, files = built(small_site)
    entries = feedparser.parse(files["people/ann/feed.xml"]).entries
    assert [one.title for one in entries] == ["Storm over Merrow", "Sun on Merrow"]  # by their last change
    assert "saw the sun" in entries[1].content[0].value
    assert "opened the port" not in entries[1].content[0].value


def test_a_claim_tells_when_it_changes(small_site: Make) -> None:
    site, _ = built(small_site, FILES)
    site.build(now="2022-04-03")
    before = feedparser.parse(site.page("claims/rain/feed.xml"))
    assert [one.title for one in before.entries] == ["Not verified: Rain on Saturday"]
    site.build(now="2022-04-08")
    after = feedparser.parse(site.page("claims/rain/feed.xml"))
    assert [one.title for one in after.entries] == ["False: Rain on Saturday", "Not verified: Rain on Saturday"]
    assert after.entries[1].id == before.entries[0].id
    assert after.feed.updated == "2022-04-04T00:00:00+01:00"


def test_changes_and_corrections_are_told(small_site: Make) -> None:
    _, files = built(small_site)
    changes = feedparser.parse(files["changes/feed.xml"])
    assert [one.title for one in changes.entries][:3] == [
        "Update: Storm over Merrow",
        "Correction: Storm over Merrow",
        "False: Rain on Saturday",
    ]
    corrections = json.loads(files["corrections/feed.json"])
    assert [one["title"] for one in corrections["items"]] == ["Correction: Storm over Merrow"]
    assert "Sunday" in corrections["items"][0]["content_html"]


def test_json_feeds_keep_to_version_1_1(small_site: Make) -> None:
    _, files = built(small_site, with_site("feeds: {websub: 'https://hub.example/'}\n"))
    for path in feeds(files, "feed.json"):
        feed = json.loads(files[path])
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == URL + path
        assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
        ids = [one["id"] for one in feed["items"]]
        assert len(ids) == len(set(ids))
        for one in feed["items"]:
            assert one["content_html"]
            assert datetime.fromisoformat(one["date_published"]).tzinfo is not None
            assert datetime.fromisoformat(one["date_modified"]) >= datetime.fromisoformat(one["date_published"])


def test_feeds_are_capped_at_the_newest(small_site: Make) -> None:
    many = {
        f"articles/a{n:03}.md": f"---\ntitle: News {n}\ndate: 2022-03-{n // 24 + 1:02}T{n % 24:02}:00Z\n---\nAnn Lee spoke.\n"
        for n in range(60)
    }
    _, files = built(small_site, {**with_site("feeds: {entries: 20}\n"), **many})
    entries = feedparser.parse(files["feed.xml"]).entries
    assert len(entries) == 20
    assert [one.title for one in entries][2] == "News 59"
    assert len(feedparser.parse(files["people/ann/feed.xml"]).entries) == 20


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_in_feeds(small_site: Make, grammar: etree.RelaxNG, text: str) -> None:
    quoted = json.dumps(text)
    if "\\ud" in quoted:
        quoted = f'"{text}"'
    files = {
        **with_site(ALL),
        "articles/sun.md": f"---\ntitle: {quoted}\ndate: 2022-04-05\nauthors: [{quoted}]\ntags: [{quoted}]\nstandfirst: {quoted}\n---\nAnn Lee saw it on Merrow, said the Merrow Harbour Board in Safe House.\n",
    }
    site = small_site(files)
    if site.build().written is None:
        return  # text that no file may hold is refused at reading
    for name in ("feed.xml", "feed-rss.xml"):
        parsed = feedparser.parse(site.page(name))
        assert not parsed.bozo
        told = next(one for one in parsed.entries if "sun" in one.id)
        assert [one.get("name", "") for one in told.authors] == [text.strip("\ufffe\x0b")] or name != "feed.xml"
        assert "<script" not in told.title or name == "feed.xml"  # plain text there, HTML to some readers of the other
    grammar.assertValid(etree.fromstring(site.page("feed.xml").encode()))
    item = next(one for one in json.loads(site.page("feed.json"))["items"] if "sun" in one["id"])
    assert item["authors"] == [{"name": text}]
    assert "<script" not in item["content_html"]


def test_feeds_cost_nothing_when_they_are_off(small_site: Make) -> None:
    _, files = built(small_site, with_site("feeds: false\n"))
    assert [path for path in files if "feed" in path] == []
    assert "feed.xml" not in files["index.html"]
