"""What the site holds on a day: who is named where, what is due and what is not, and how things have moved since."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from small_sites import SmallSite

from briefgen.model.views import ArticlePage, EntityPage

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
ANN = "ann: {name: Ann Lee, honorific: Ms, family_name: Lee, summary: A witness.}\n"
SOURCES = "diary: {kind: document, title: A diary, url_missing: on paper}\n"
CLAIM = """\
wet:
  statement: It rained.
  short: Rain
  kind: event
  assertions: [{by: ann, date: 2022-04-01, mode: interview, source: diary}]
  status_history:
    - {date: 2022-04-01, status: unverified, reason: Nobody else saw it.}
    - {date: 2022-04-06, status: disputed, reason: Others saw the sun.}
"""


def article(date: str, body: str, head: str = "") -> str:
    return f"---\ntitle: Of {date}\ndate: {date}\n{head}---\n{body}\n"


# --- who is named where -------------------------------------------------------------------------------------------


def test_mentions_are_listed_newest_first_with_their_number(small_site: Make) -> None:
    """A person's page lists the articles that name the person, newest first, and how often each does."""
    site = (
        small_site(
            {
                "people.yaml": ANN,
                "articles/old.md": article("2022-04-01", "Ann Lee spoke."),
                "articles/new.md": article("2022-04-03", "Ann Lee spoke. Ms Lee left."),
                "articles/evening.md": article("2022-04-02T21:00+01:00", "Ann Lee slept."),
                "articles/morning.md": article("2022-04-02T21:00+03:00", "Ann Lee woke."),
                "articles/other.md": article("2022-04-04", "Nobody spoke."),
            }
        )
        .prepared()
        .site
    )
    found = [(one.article.partition(":")[2], one.count) for one in site.backlinks["person:ann"]]
    assert found == [("new", 2), ("evening", 1), ("morning", 1), ("old", 1)]


def test_a_mention_is_shown_with_its_sentence(small_site: Make) -> None:
    """On a person's page each article shows the sentence that names the person first."""
    site = small_site(
        {"people.yaml": ANN, "articles/a.md": article("2022-04-01", "It rained. Ann Lee spoke. She left.")}
    )
    view = site.view("people/ann/")
    assert isinstance(view, EntityPage)
    assert [one.sentence_html for one in view.mentions] == ["<mark>Ann Lee</mark> spoke."]


def test_a_mention_in_a_sidebar_note_counts(small_site: Make) -> None:
    """An article whose notes name a person is listed on the person's page."""
    site = (
        small_site(
            {
                "people.yaml": ANN + "bob: {name: Bob Ray, summary: A farmer.}\n",
                "articles/a.md": article("2022-04-01", "Bob Ray spoke."),
                "articles/a.notes.yaml": "who: [{ref: bob, note: Neighbour of Ann Lee.}]\n",
            }
        )
        .prepared()
        .site
    )
    assert [(one.article, one.place) for one in site.backlinks["person:ann"]] == [("article:a", "note")]


# --- what is due --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "now", "waits"),
    [
        ("", "2022-03-31", "dated later"),
        ("", "2022-04-01", ""),
        ("draft: true\n", "2022-04-08", "draft"),
        ("status: embargoed\nembargo_until: 2022-04-05\n", "2022-04-04", "embargoed"),
        ("status: embargoed\nembargo_until: 2022-04-05\n", "2022-04-05", ""),
        ("expires: 2022-04-05\n", "2022-04-04", ""),
        ("expires: 2022-04-05\n", "2022-04-05", "expired"),
    ],
)
def test_an_article_is_there_when_it_is_due(small_site: Make, head: str, now: str, waits: str) -> None:
    """An article has a page, and its names count, from its date or embargo on until it expires; else the desk is told why."""
    shown = not waits
    site = small_site({"people.yaml": ANN, "articles/a.md": article("2022-04-01", "Ann Lee spoke.", head)})
    prepared = site.prepared(now)
    assert (("articles/a/", "article") in {(page.url, page.kind) for page in prepared.pages}) is shown
    assert ("person:ann" in prepared.site.backlinks) is shown
    assert prepared.waiting == (() if shown else (("article:a", waits),))
    assert "articles/a/" in {page.url for page in site.prepared(now, drafts=True).pages}


def test_nothing_of_a_draft_is_told_to_readers(small_site: Make) -> None:
    """No word of a draft, and no trace of a person who is one, is anywhere in the site that was built."""
    site = small_site(
        {
            "people.yaml": ANN + "bob: {name: Bob Ray, draft: true, summary: Xylophone.}\n",
            "articles/a.md": article("2022-04-01", "Ann Lee spoke to Bob Ray."),
            "articles/b.md": article("2022-04-02", "Ann Lee has a Zeppelin.", "draft: true\n"),
        }
    )
    assert site.build().written is not None
    pages = "".join(one.read_text(encoding="utf-8") for one in (site.root / "site").rglob("*.html"))
    assert "Xylophone" not in pages
    assert "Zeppelin" not in pages
    assert "people/bob" not in pages


def test_a_link_to_a_draft_is_told_in_texts_and_notes(small_site: Make) -> None:
    """Where a published text or note links by hand to a draft, the editor learns that readers find plain words."""
    site = small_site(
        {
            "people.yaml": ANN + "bob: {name: Bob Ray, draft: true, summary: A farmer.}\n",
            "articles/a.md": article("2022-04-01", "Ann Lee spoke to [[bob]]."),
            "articles/a.notes.yaml": "who:\n  - ref: ann\n    note: Neighbour of [[bob]].\n",
        }
    )
    assert [one.rpartition(":")[0] for one in site.told()] == [
        "W027 content/articles/a.md:5",
        "W027 content/articles/a.notes.yaml:3",
    ]


def test_a_waiver_of_a_draft_waits(small_site: Make) -> None:
    """A warning accepted in a draft is not called needless before the draft is published."""
    draft = CLAIM.replace("by: ann", "by_label: a farmer").replace("kind: event", "kind: event\n  draft: true")
    site = small_site({"sources.yaml": SOURCES, "claims.yaml": draft + "  accept: {W213: he asked not to be named}\n"})
    assert site.told() == []


def test_an_error_cannot_be_accepted(small_site: Make) -> None:
    """Who tries to accept an error is told that it cannot be, not that there is nothing to accept."""
    claim = CLAIM.replace("status: disputed", "status: confirmed") + "  accept: {E208: we know}\n"
    site = small_site({"people.yaml": ANN, "sources.yaml": SOURCES, "claims.yaml": claim})
    assert [one.partition(" ")[0] for one in site.told()] == ["E208", "W030"]
    assert "E208 is an error, which cannot be accepted" in site.text(site.prepared().diagnostics)


# --- then and now -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "now", "then_and_now"),
    [
        ("2022-04-02", "2022-04-05", ("unverified", "unverified")),
        ("2022-04-02", "2022-04-06", ("unverified", "disputed")),
        ("2022-04-07", "2022-04-08", ("disputed", "disputed")),
    ],
)
def test_an_article_keeps_its_status_and_shows_what_has_become_of_it(
    small_site: Make, date: str, now: str, then_and_now: tuple[str, str]
) -> None:
    """“Now: …” stands beside a claim exactly when its status has become another since the article."""
    files = {"people.yaml": ANN, "sources.yaml": SOURCES, "claims.yaml": CLAIM}
    site = small_site({**files, "articles/a.md": article(date, "Ann Lee says [it rained]{claim=wet}.")})
    assert site.build(now).written is not None
    text = site.main("articles/a/index.html")
    then, later = then_and_now
    view = site.view("articles/a/", now)
    assert isinstance(view, ArticlePage)
    (card,) = view.claims
    assert card.then is not None
    assert card.then.id == then
    assert (card.now.id if card.now else then) == later
    assert ("Now:" in text) is (then != later)


def test_as_of_an_earlier_day_later_claims_and_events_are_unknown(small_site: Make) -> None:
    """Built for a day before a claim was made and an event happened, the site says nothing of either."""
    event = "flood: {title: A flood, date: 2022-04-05, kind: disaster}\n"
    files = {"people.yaml": ANN, "sources.yaml": SOURCES, "claims.yaml": CLAIM, "events.yaml": event}
    site = small_site(files)
    later = {page.key for page in site.prepared("2022-04-08").pages}
    earlier = {page.key for page in site.prepared("2021-01-01").pages}
    assert {key for key in later - earlier if ":" in key} >= {"event:flood"}
    assert not any(key.startswith(("claim:", "event:")) for key in earlier)
