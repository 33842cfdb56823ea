"""Words of the interface with values in them."""

from __future__ import annotations

from markupsafe import Markup

from briefgen.output.words import Words

WORDS = Words("en", {"en": {"by": "By {name}", "articles": {"one": "one article", "other": "{n} articles"}}}, "UTC")


def test_a_value_is_escaped_once() -> None:
    """Text in a phrase is escaped, and what a macro has made into HTML is not escaped again."""
    assert WORDS.t("by", name="Tom & <b>") == "By Tom &amp; &lt;b&gt;"
    assert WORDS.t("by", name=Markup("<b>Tom &amp; Ann</b>")) == "By <b>Tom &amp; Ann</b>"


def test_the_number_chooses_the_form() -> None:
    """One article is singular, thousands have the language's separators."""
    assert [WORDS.t("articles", n=n) for n in (1, 2000)] == ["one article", "2,000 articles"]
