"""What leaves the site to be shown elsewhere: small, without scripts, with the same status marks, right by itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import html5lib
import pytest
from click.testing import CliRunner
from newsroom import FILES, URL, Make, built, with_site

from briefgen.cli.main import main

HOSTILE = ["</style><script>alert(1)</script>", '" onload="x', "{{unsubscribe}}", "<b>bold</b>", "Київ 🌊"]


def parsed(html: str):
    """The document; a fault in the HTML is an exception."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def test_an_e_mail_stands_by_itself(small_site: Make) -> None:
    _, files = built(small_site, with_site("mail: {articles: 2, footer: 'Stop: {{unsubscribe}}'}\n"))
    assert sorted(path for path in files if path.startswith("mail/")) == [
        "mail/digest.html", "mail/digest.txt", "mail/storm.html", "mail/storm.txt", "mail/sun.html", "mail/sun.txt",
    ]  # fmt: skip
    html = files["mail/storm.html"]
    tree = parsed(html)
    assert "<script" not in html
    assert len(html.encode()) <= 100_000
    assert all(one.get("role") == "presentation" for one in tree.iter("table"))
    addresses = [one.get("href") or one.get("src") for one in tree.iter() if one.get("href") or one.get("src")]
    assert [one for one in addresses if not one.startswith(URL) and not one.startswith("https://times.example")] == []
    assert all(one.get("style") for one in tree.iter("p"))
    assert "prefers-color-scheme: dark" in html
    assert "Stop: {{unsubscribe}}" in html
    for told in ("Nobody was hurt.", "it had rained", "We wrote Sunday", "Not verified"):
        assert told in html


ELEMENTS = frozenset({
    "html", "head", "meta", "title", "style", "body", "table", "thead", "tbody", "tr", "th", "td", "p", "div", "section", "aside",
    "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption", "hr", "br",
    "a", "span", "strong", "em", "b", "i", "q", "cite", "code", "sup", "sub", "del", "ins", "abbr", "time", "small", "img",
})  # fmt: skip
"""What mail programs keep, or show as if it were a plain block (https://www.caniemail.com/search/?s=html)."""
PROPERTIES = frozenset({
    "background-color", "border", "border-collapse", "border-left", "border-right", "color", "font-family", "font-size", "height",
    "line-height", "margin", "max-width", "padding", "padding-left", "padding-right", "text-align", "width",
})  # fmt: skip
"""Properties that Gmail, Outlook, Apple Mail and Yahoo know in `style` (https://www.caniemail.com/search/?s=css), or do without harm."""


def beyond(html: str) -> set[str]:
    """What a mail program would drop, and what would make it drop all the rest."""
    tree = parsed(html)
    found = {f"<{one.tag}>" for one in tree.iter() if isinstance(one.tag, str) and one.tag not in ELEMENTS}
    declared = [each for one in tree.iter() for each in (one.get("style") or "").split(";") if each.strip()]
    found |= {name for one in declared if (name := one.partition(":")[0].strip()) not in PROPERTIES}
    found |= {value for one in declared for value in ("url(", "var(", "calc(", "start", "end") if value in one}
    if sum(map(len, re.findall(r"<style>(.*?)</style>", html, re.DOTALL))) > 16_384:  # Gmail drops longer ones whole
        found.add("a long <style>")
    return found


@pytest.mark.parametrize("lang", ["en-GB", "he"])
def test_mail_keeps_to_what_mail_programs_know(small_site: Make, lang: str) -> None:
    files = with_site("mail: true\n")
    files["/briefgen.yaml"] = str(files["/briefgen.yaml"]).replace("lang: en-GB", f"lang: {lang}")
    _, out = built(small_site, files)
    for path in ("mail/storm.html", "mail/digest.html"):
        assert beyond(out[path]) == set()
        sides = set(re.findall(r"(?:padding|border)-(left|right)|text-align: ?(left|right)", out[path]))
        assert {"".join(one) for one in sides} == {"right" if lang == "he" else "left"}
        # Outlook on Windows knows no max-width.
        assert out[path].count("<!--[if mso]>") == out[path].count("<![endif]-->") == 2


@pytest.mark.parametrize(
    "fault", ['<p style="display: flex">x</p>', "<video></video>", '<p style="color: var(--x)">x</p>', "<form></form>"]
)
def test_what_mail_programs_drop_is_noticed(fault: str) -> None:
    assert beyond(f"<!doctype html><html><head><title>x</title></head><body>{fault}</body></html>")


def test_the_plain_text_has_the_same_marks(small_site: Make) -> None:
    _, files = built(small_site, with_site("mail: true\n"))
    text = files["mail/storm.txt"]
    assert "STORM OVER MERROW" in text
    assert re.search(r"\* Rain on Saturday: \? Not verified \(Now: ✕ False\)", text)
    assert all(len(line) <= 72 or "https://" in line for line in text.splitlines())
    assert "<" not in text
    assert "&#" not in text


def test_lists_tables_and_quotations_keep_their_form_in_plain_text(small_site: Make) -> None:
    more = "\n\n- One gale\n- Two gales\n\n| Day | Rain |\n| --- | --- |\n| Monday | 3 mm |\n| Tuesday | none |\n\n> It blew\n> all night.\n\n## After\n\nIt was calm.\n"
    _, files = built(
        small_site, {**with_site("mail: true\n"), "articles/storm.md": str(FILES["articles/storm.md"]) + more}
    )
    told = "* One gale\n* Two gales\n\nDay | Rain\nMonday | 3 mm\nTuesday | none\n\n> It blew all night.\n\nAfter\n-----\n\nIt was calm.\n"
    assert told in files["mail/storm.txt"]


def test_a_long_article_is_cut_to_its_points(small_site: Make) -> None:
    long = str(FILES["articles/storm.md"]) + "\n\n" + "It blew and blew and blew all night long over the water. " * 3000
    _, files = built(small_site, {**with_site("mail: true\n"), "articles/storm.md": long})
    html = files["mail/storm.html"]
    assert len(html.encode()) <= 100_000
    assert "Nobody was hurt." in html
    assert "Read it on the site" in html


def test_a_digest_of_however_many_articles_is_one_page_that_is_not_cut(small_site: Make) -> None:
    point = "It blew and blew and blew all night long over the water. " * 4
    for number in (40, 400):
        many = {
            f"articles/a{one}.md": f"---\ntitle: Gale number {one}\ndate: 2022-04-08\nsummary: [{point}, {point}]\n---\nIt blew.\n"
            for one in range(number)
        }
        _, files = built(small_site, {**with_site("mail: true\n"), **many})
        html = files["mail/digest.html"]
        titles = html.count("Gale number")
        assert len(html.encode()) <= 100_000
        assert titles == number if number == 40 else 50 < titles < number
        assert html.count("<h1") == 1
        assert f'href="{URL}"' in html.rpartition("Gale number")[2] or number == 40


def test_the_command_prints_what_the_build_writes(small_site: Make) -> None:
    site, files = built(small_site, with_site("mail: {articles: 9}\nas_of: 2022-04-08\n"))
    run = CliRunner()
    html = run.invoke(main, ["-C", str(site.root), "mail", "storm"], standalone_mode=False)
    assert html.output.strip() == files["mail/storm.html"].strip()
    text = run.invoke(main, ["-C", str(site.root), "mail", "storm", "--text"], standalone_mode=False)
    assert text.output.strip() == files["mail/storm.txt"].strip()
    wrong = run.invoke(main, ["-C", str(site.root), "mail", "strom"], standalone_mode=False)
    assert wrong.return_value == 2
    assert "storm" in wrong.output


def test_embedded_pages_are_small_and_run_nothing(small_site: Make) -> None:
    site, files = built(small_site, with_site("embeds: true\n"))
    embeds = {path: text for path, text in files.items() if path.startswith("embed/")}
    assert sorted(embeds) == [
        "embed/claims/boat.html", "embed/claims/moon.html", "embed/claims/rain.html", "embed/organisations/harbour.html",
        "embed/people/ann.html", "embed/places/den.html", "embed/places/merrow.html",
    ]  # fmt: skip
    style = (site.root / "site/embed/embed.css").read_text()
    assert "url(" not in style
    assert "@import" not in style
    described = set()
    for html in embeds.values():
        tree = parsed(html)
        assert list(tree.iter("style")) == []
        assert [one.get("href") for one in tree.iter("link") if one.get("rel") == "stylesheet"] == [
            "../../embed/embed.css"
        ]
        described |= {one.get("content") for one in tree.iter("meta") if one.get("name") == "description"}
        assert len(html.encode()) <= 10_000
        assert "<script" not in html
        assert "noindex" in html
        assert [one.get("target") for one in tree.iter("a")].count("_top") == len(list(tree.iter("a")))
    assert len(described) == len(embeds)
    assert any("The gauge was dry." in one for one in described)
    assert "False" in embeds["embed/claims/rain.html"]
    assert "Hid Denby" not in embeds["embed/claims/boat.html"]
    assert 'href="https://example.org/news/oembed/claims/rain.json"' in files["claims/rain/index.html"]


def test_oembed_offers_the_frame(small_site: Make) -> None:
    _, files = built(small_site, with_site("embeds: true\n"))
    answer = json.loads(files["oembed/claims/rain.json"])
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    (frame,) = re.findall(r'<iframe src="([^"]+)"', answer["html"])
    assert frame.removeprefix(URL) in files
    assert "sandbox=" in answer["html"]
    assert answer["width"] and answer["height"]  # noqa: PT018


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_elsewhere(small_site: Make, text: str) -> None:
    quoted = json.dumps(text, ensure_ascii=False)
    claims = (
        str(FILES["claims.yaml"])
        .replace("A boat was lost off Merrow.", "XX")
        .replace("statement: XX", f"statement: {quoted}")
    )
    sun = f"---\ntitle: {quoted}\ndate: 2022-04-05\nstandfirst: {quoted}\n---\nAnn Lee saw [it]{{claim=boat}}.\n"
    files = {**with_site(f"mail: {{footer: {quoted}}}\nembeds: true\n"), "claims.yaml": claims, "articles/sun.md": sun}
    _, out = built(small_site, files)
    for path in ("mail/sun.html", "embed/claims/boat.html"):
        tree = parsed(out[path])
        words = " ".join("".join(tree.itertext()).split())
        assert text in words
        assert list(tree.iter("script")) == []
        assert [one for one in tree.iter() if any(name.startswith("on") for name in one.keys())] == []  # noqa: SIM118


def test_they_cost_nothing_when_they_are_off(small_site: Make, tmp_path: Path) -> None:
    _, files = built(small_site)
    assert [path for path in files if path.startswith(("mail/", "embed/", "oembed/"))] == []
