"""Timelines and graphs on pages: what is drawn is told in words as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from small_sites import SmallSite

from briefgen.model.views import DiaryPage, TimelineView
from briefgen.pages.timelines import HIGHEST

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
FILES = {
    "organisations.yaml": "ministry: {name: The Ministry, kind: ministry}\npaper: {name: The Paper, kind: news-media}\nwatch: {name: The Watch, kind: ngo}\n",
    "sources.yaml": """
      post: {kind: social-post, title: A post, url: https://example.org/p, publisher: ministry, published: 2022-04-01, accessed: 2022-04-01}
      report: {kind: news-article, title: A report, url: https://example.org/r, publisher: paper, published: 2022-04-02, accessed: 2022-04-02, seen_via: post}
      study: {kind: document, title: A study, url: https://example.org/s, publisher: watch, published: 2022-04-05, accessed: 2022-04-05}
    """,
    "claims.yaml": """
      gone:
        statement: The bridge is gone.
        short: Bridge gone
        kind: event
        topics: [war]
        unknowns: [Who did it is not known.]
        assertions: [{by: ministry, date: 2022-04-01, mode: social-post, source: post}]
        evidence:
          - {id: e1, stance: supports, source: report, origin: ministry, type: statement, date: 2022-04-02}
          - {id: e2, stance: supports, source: study, origin: watch, type: satellite, date: 2022-04-05}
        status_history:
          - {date: 2022-04-01, status: unverified, reason: The ministry says so.}
          - {date: 2022-04-05, status: confirmed, reason: Pictures show it., evidence: [e2]}
    """,
    "topics.yaml": "war: {title: The war, summary: A war.}\n",
    "events.yaml": "".join(f"e{day}: {{title: Day {day}, date: 2022-04-0{day}, kind: military, topics: [war]}}\n" for day in range(1, 5)),
}  # fmt: skip


def test_a_claim_shows_where_it_comes_from(small_site: Make) -> None:
    """Evidence that is the claimant's own is drawn, and told, as leading back to the claim."""
    site = small_site(FILES)
    site.build()
    page = site.page("claims/gone/index.html")
    graph = page[page.index('<figure class="graph">') :].partition("</details>")[0]
    assert graph.count('class="gr-box gr-claim"') == 1
    assert "gr-line gr-circular" in graph
    words = site.main("claims/gone/index.html")
    assert "The Ministry For leads back to the claim" in words
    assert "The Watch For" in words
    assert "A report → seen in A post" in words


def test_a_topic_says_what_is_known_from_its_claims(small_site: Make) -> None:
    """Where the desk has written nothing, claims that are established and questions that are open stand in the boxes."""
    site = small_site(FILES)
    site.build()
    words = site.main("topics/war/index.html")
    assert "The bridge is gone. ● Confirmed" in words
    assert "Who did it is not known." in words
    site.with_files(
        {"topics.yaml": "war: {title: The war, summary: A war., what_we_know: [{text: It goes on.}]}\n"}
    ).build()
    assert "It goes on." in site.main("topics/war/index.html")


def test_a_timeline_has_the_changes_of_claims(small_site: Make) -> None:
    """Between the events stands what was found out, and all of it is in the list below the drawing."""
    site = small_site(FILES)
    site.build()
    page = site.page("topics/war/index.html")
    assert page.count('class="tl-mark') == 4
    assert page.count('class="tl-status st-supported"') == 1
    words = site.main("topics/war/index.html")
    assert words.index("Day 4") < words.index("? Not verified → then ● Confirmed")
    assert "tl-status" not in SmallSite.written(site.root, {}).build("2022-04-03").prepared.texts.get("", "")
    assert "tl-status" not in site.page("topics/war/index.html")


def _event(day: int, importance: int) -> str:
    return (
        f"{{title: Event {day}, date: 2022-03-{day:02}, kind: other, importance: {importance}, summary: It happened.}}"
    )


def test_the_timeline_of_the_site_is_drawn(small_site: Make) -> None:
    """A mark for everything on the page, in the order of its list; with little on it there is none."""
    few = {f"e{day}": _event(day, 2) for day in (1, 5)}
    site = small_site({"events.yaml": "".join(f"{id}: {text}\n" for id, text in few.items())})
    assert drawing_of(site) is None
    more = {**few, "e9": _event(9, 1), "e11": _event(11, 3)}
    drawing = drawing_of(site.with_files({"events.yaml": "".join(f"{id}: {text}\n" for id, text in more.items())}))
    assert drawing is not None
    assert [one.importance for one in drawing.marks] == [2, 2, 1, 3]
    assert [one.x for one in drawing.marks] == sorted(one.x for one in drawing.marks)
    assert drawing.left_out == 0


def test_a_crowded_timeline_shows_what_matters_most(small_site: Make) -> None:
    """A drawing stays low however much happens on a few days, and says how much it leaves out."""
    crowd = {f"c{number}": _event(1 + number % 3, 3) for number in range(60)}
    leads = {f"l{day}": _event(day, 1) for day in (10, 20, 28)}
    text = "".join(f"{id}: {text}\n" for id, text in {**crowd, **leads}.items())
    site = small_site({"events.yaml": text})
    drawing = drawing_of(site)
    assert drawing is not None
    assert drawing.height <= HIGHEST
    assert [one.importance for one in drawing.marks].count(1) == 3
    assert drawing.left_out + len(drawing.marks) == 63
    assert drawing.left_out > 0


def drawing_of(site: SmallSite) -> TimelineView | None:
    view = site.view("timeline/")
    assert isinstance(view, DiaryPage)
    return view.drawing


def test_an_event_is_told_in_its_own_words(small_site: Make) -> None:
    """A sentence does not fit into another: the parts of an event's page are named without its title, and who took part stands in the main column."""
    events = "fall: {title: The bridge falls, date: 2022-04-01, kind: military, orgs: [ministry], claims: [gone]}\n"
    site = small_site({**FILES, "events.yaml": events, "articles/a.md": "---\ntitle: A\n---\nText.\n"})
    site.build()
    html = site.page("events/fall/index.html")
    titles = re.findall(r"<h2[^>]*>([^<]*)</h2>", html)
    assert {"Claims about this event", "Organisations involved", "Where it is mentioned"} <= set(titles)
    assert not any("The bridge falls" in one for one in titles)
    assert html.index("Organisations involved") < html.index('<div class="col-side">')
