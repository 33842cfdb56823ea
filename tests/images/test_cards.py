"""The pictures that others show beside a link."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import pytest
from PIL import Image
from small_sites import SmallSite

from briefgen.images.card import FONT, Card, drawn
from briefgen.site.pictured import WRITTEN

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
SITE = "title: The desk\nurl: https://example.org/news/\n"
ARTICLE = "---\ntitle: {}\ndate: 2022-04-02\n---\nText.\n"
CLAIM = """
gone:
  statement: The bridge is gone.
  short: Bridge gone
  kind: event
  assertions: [{by_label: A driver, date: 2022-04-01, mode: speech, source: s}]
  status_history: [{date: 2022-04-01, status: unverified, reason: Nobody was there.}]
"""
SOURCES = "s: {kind: webpage, title: S, url: https://example.org/s, published: 2022-04-01, accessed: 2022-04-01}"


def test_articles_and_claims_have_cards(small_site: Make) -> None:
    """A card of the size that others expect, linked with the whole address; every other page has the site's."""
    site = small_site(
        {"articles/a.md": ARTICLE.format("A"), "claims.yaml": CLAIM, "sources.yaml": SOURCES, "/briefgen.yaml": SITE}
    )
    site.build()
    for page, card in (
        ("articles/a", "cards/articles/a.png"),
        ("claims/gone", "cards/claims/gone.png"),
        ("claims", "cards/site.png"),
    ):
        assert f'<meta property="og:image" content="https://example.org/news/{card}">' in site.page(
            f"{page}/index.html"
        )
        assert Image.open(io.BytesIO((site.root / "site" / card).read_bytes())).size == (1200, 630)


@pytest.mark.parametrize("config", ["title: The desk\n", f"{SITE}images: {{cards: none}}\n", f"{SITE}images: false\n"])
def test_a_site_may_do_without_cards(small_site: Make, config: str) -> None:
    """Without an address, or when the site says so, there are none."""
    site = small_site({"articles/a.md": ARTICLE.format("A"), "/briefgen.yaml": config})
    assert not [path for path in site.build().paths if path.startswith("cards/")]
    assert "og:image" not in site.page("articles/a/index.html")


def test_only_the_newest_have_cards_of_their_own(small_site: Make) -> None:
    """As many as the site says; a title that the font cannot write has none."""
    articles = {f"articles/a{n}.md": ARTICLE.format(f"A{n}").replace("04-02", f"04-0{n}") for n in range(1, 6)}
    articles["articles/tokyo.md"] = ARTICLE.format("東京").replace("04-02", "04-06")
    site = small_site({**articles, "/briefgen.yaml": f"{SITE}images: {{cards: 3}}\n"})
    assert {path for path in site.build().paths if path.startswith("cards/")} == {
        "cards/site.png",
        "cards/articles/a5.png",
        "cards/articles/a4.png",
    }


def test_what_the_font_is_said_to_write_it_writes() -> None:
    """No letter that counts as written comes out as a box."""
    from PIL import ImageFont

    font = ImageFont.truetype(FONT, 24)
    box = bytes(font.getmask("\U0010fffd"))
    letters = [chr(code) for code in range(0x20, 0x2100) if WRITTEN.fullmatch(chr(code)) and not chr(code).isspace()]
    assert [one for one in letters if bytes(font.getmask(one)) == box] == []
    assert len(letters) > 500


def test_long_headlines_stay_on_the_card() -> None:
    """However long a title, the card can be drawn, and shades stay below 32, so that it stays small."""
    for title in ("word " * 200, *("word " * count for count in range(20, 50, 3)), "x" * 400, "", "A"):
        card = drawn(Card(title=title, site="The desk", foot="long " * 60, status="Not verified", shade="open"))
        image = Image.open(io.BytesIO(card))
        assert image.size == (1200, 630)
        assert len(image.getcolors() or ()) <= 32
