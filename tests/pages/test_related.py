"""Articles that go together: by what they share, when nobody has named them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from small_sites import SmallSite

from briefgen.model.views import ArticlePage

Make = Callable[[Mapping[str, str]], SmallSite]


def article(day: int, more: str) -> str:
    return f"---\ntitle: Of day {day}\ndate: 2022-04-{day:02}\n{more}\n---\nHello.\n"


@pytest.mark.parametrize(
    ("others", "wanted"),
    [
        ({"b1": (1, "tags: [rain]"), "b2": (2, "tags: [snow]")}, ["b1"]),
        ({"b1": (1, "tags: [rain]"), "b2": (2, "tags: [rain]")}, ["b2", "b1"]),
        ({"b1": (1, "tags: [rain, sea]"), "b2": (2, "tags: [rain]")}, ["b1", "b2"]),
        ({"b1": (1, "topics: [storms]"), "b2": (2, "tags: [rain]")}, ["b1", "b2"]),
        ({"b1": (1, "topics: [storms]"), "b2": (2, "tags: [rain, sea]")}, ["b1", "b2"]),
        ({"b1": (1, "topics: [storms]"), "b2": (2, "tags: [rain, sea, port]")}, ["b2", "b1"]),
        ({f"b{day}": (day, "tags: [rain]") for day in range(1, 7)}, ["b6", "b5", "b4", "b3"]),
        ({"b1": (1, "tags: [snow]")}, []),
    ],
)
def test_articles_that_share_most_stand_first(
    small_site: Make, others: dict[str, tuple[int, str]], wanted: list[str]
) -> None:
    """Topics, claims and tags count, the rarer kinds more; what shares nothing is not offered."""
    site = small_site(
        {
            "topics.yaml": "storms: {title: Storms, summary: Storms at sea.}\n",
            "articles/a.md": article(7, "topics: [storms]\ntags: [rain, sea, port]"),
            **{f"articles/{name}.md": article(*one) for name, one in others.items()},
        }
    )
    view = site.view("articles/a/")
    assert isinstance(view, ArticlePage)
    assert [one.url.rstrip("/").rpartition("/")[2] for one in view.related] == wanted


def test_named_articles_are_the_only_ones(small_site: Make) -> None:
    """The author knows better."""
    site = small_site(
        {
            "articles/a.md": article(7, "tags: [rain]\nrelated: [c]"),
            "articles/b.md": article(6, "tags: [rain]"),
            "articles/c.md": article(5, "tags: [snow]"),
        }
    )
    view = site.view("articles/a/")
    assert isinstance(view, ArticlePage)
    assert [one.url for one in view.related] == ["../../articles/c/"]
