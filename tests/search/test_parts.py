"""What can be searched, and in which part of the index it lies."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from small_sites import SmallSite

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
ARTICLE = "---\ntitle: A call\ndate: 2022-04-02\nstandfirst: Two leaders *talk*.\n---\nOleh Ivanenko met Hanna Malyar. Ivanenko left.\n"
PEOPLE = """
hanna-malyar: {name: Hanna Malyar, names: {uk: Ганна Маляр}, aliases: [Anna Maliar], summary: A minister.}
oleh-ivanenko: {name: Oleh Ivanenko, family_name: Ivanenko, privacy: limited, privacy_reason: a witness}
"""


def index_of(site: SmallSite, part: str = "first") -> tuple[list[str], dict[str, Any], str]:
    """Labels and index of a part, and its text."""
    text = site.page(f"search/{part}.js")
    found = re.fullmatch(r"briefgenSearch\((\".*?\",\[.*?\]),'(.*)'\)\n", text, re.DOTALL)
    assert found is not None
    quoted = found[2].replace("\\'", "'").replace("\\\\", "\\")
    return json.loads(f"[{found[1]}]")[1], json.loads(quoted), text


def test_everything_with_a_page_can_be_found(small_site: Make) -> None:
    """Articles, people, places and pages are in the index, by address, with what a result shows of them."""
    site = small_site(
        {"articles/call.md": ARTICLE, "people.yaml": PEOPLE, "pages/method.md": "---\ntitle: Method\n---\nHow.\n"}
    )
    site.build()
    labels, index, _ = index_of(site)
    assert list(index["documentIds"].values()) == ["method/", "people/hanna-malyar/", "articles/call/"]
    assert index["storedFields"]["2"]["t"] == "A call"
    assert index["storedFields"]["2"]["x"] == "Two leaders talk."
    assert index["storedFields"]["2"]["d"] == "2022-04-02"
    assert labels[::2][index["storedFields"]["2"]["p"][0]] == "person:hanna-malyar"
    assert {"ганна", "маляр", "maliar", "malyar", "talk", "left"} <= {term for term, _ in index["index"]}


def test_nobody_who_is_to_be_left_alone_can_be_found(small_site: Make) -> None:
    """People of limited privacy are in no index, by no name of theirs, not even as words of a text that names them."""
    site = small_site({"articles/call.md": ARTICLE, "people.yaml": PEOPLE})
    site.build()
    _, index, text = index_of(site)
    assert "ivanenko" not in text.lower()
    assert "oleh" not in {term for term, _ in index["index"]}


def test_what_engines_must_leave_out_is_left_out(small_site: Make) -> None:
    """A record with `noindex` is not in the index."""
    site = small_site({"articles/call.md": ARTICLE.replace("title:", "noindex: true\ntitle:")})
    site.build()
    assert index_of(site)[1]["documentIds"] == {}


def test_a_site_may_do_without(small_site: Make) -> None:
    """`search: false` leaves no page, no script, no link, and no index."""
    site = small_site({"articles/call.md": ARTICLE, "/briefgen.yaml": "search: false\n"})
    built = site.build()
    assert not [path for path in built.paths if "search" in path]
    assert "search" not in site.page("index.html")


def test_larger_sites_are_searched_in_parts(small_site: Make) -> None:
    """The first part stays below 300 kB as servers send it; every record is in one part, older ones in those of their years."""
    words = [
        f"{a}{b}" for a in ("ka", "lo", "mi", "nu", "pe", "ri", "so", "tu") for b in ("rin", "del", "mos", "tav", "gul")
    ]
    site = small_site(
        {
            f"articles/a{number}.md": f"---\ntitle: {words[number % 40]} {number}\ndate: {2015 + number // 200}-03-01\n---\n"
            + " ".join(words[(number * 7 + at * at) % 40] for at in range(60))
            for number in range(1400)
        }
    )
    prepared = site.prepared()
    search = prepared.site.search
    assert list(search) == ["first", "2019", "2018", "2017", "2016", "2015"]
    keys = [key for part in search.values() for key in part]
    assert sorted(keys) == sorted(key for key in prepared.site.records if key.startswith("article:"))
    assert search["first"][0] == "article:a1200"
    site.build()
    assert len(gzip.compress(site.page("search/first.js").encode())) < 300_000
    assert site.page("search/index.html").count("data-part=") == 5
