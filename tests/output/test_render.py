"""The quicker way to render gives, byte for byte, what Jinja's own way gives: of any view, and of any template."""

from __future__ import annotations

import random
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType

import pytest
from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.dates import When, parse_when
from briefgen.base.html import Html, word
from briefgen.model import views
from briefgen.model.config import SiteConfig
from briefgen.output.render import Renderer, TemplateFaultError
from briefgen.output.themes import Theme, load_theme
from briefgen.output.words import Words
from briefgen.pages.view import TEMPLATES

VIEWS = {
    "404.html": views.NotFoundPage,
    "as-of.html": views.DayPage,
    "author.html": views.AuthorPage,
    "changes.html": views.DiaryPage,
    "correction.html": views.CorrectionPage,
    "days.html": views.DaysPage,
    "groups.html": views.GroupsPage,
    "map.html": views.MapPage,
    "search.html": views.SearchPage,
    "timeline.html": views.DiaryPage,
    "withdrawn.html": views.TombstonePage,
    "article.html": views.ArticlePage,
    "claim.html": views.ClaimPage,
    "front.html": views.FrontPage,
    "page.html": views.TextPage,
    "redirect.html": views.RedirectPage,
    "register.html": views.RegisterPage,
    "source.html": views.SourcePage,
    "topic.html": views.TopicPage,
}
"""What a template is given; those that are not here are given an `EntityPage`."""
TEXTS = ("", "", "a", "Ann Lee", "Tom & <b> \"q\" 'x'", "x" * 70, "ü–Ж", "  ", "\n\n a", str(word("home")))
HTMLS = ("", "<p>x</p>", "<p>A &amp; <em>b</em></p>\n\n\n<p>c</p>", "plain", "<!-- c --> <i>x</i>", "long " * 90)
DATES = ("2022", "2022-04", "2022-04-06", "2022-04-06?", "2021%", "2022-04-06T12:30Z", "2022-01/2022-04-05", "../2022")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": ("person", "place", "event", "front", "heading"),
    "lang": ("en", "de", ""),
    "scope": ("", "month", "tag"),
    "url": ("", "#x", "../a/?b=1&c"),
}


class AnyWords(dict[str, object]):
    """A catalogue that has words for every key, some with a plural, so that views may hold anything."""

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
        forms = {"one": f"one {key} {{n}}", "other": f"<{key}> & {{n}} {{name}}"}
        return super().get(key, forms if len(key) % 4 == 0 else forms["other"])

    def __contains__(self, key: object) -> bool:
        return len(str(key)) % 2 == 0


class Maker:
    """Makes views of anything that their types allow."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - to be the same each time

    def view(self, cls: type[Struct], depth: int = 0) -> typing.Any:
        hints = typing.get_type_hints(cls)
        fields = {name: self.value(hints[name], depth, name) for name in cls.__struct_fields__}
        if cls is views.NoteView and self.random.random() < 0.5:
            fields |= {"entity": None, "claim": self.view(views.ClaimCard, depth + 1)}
        elif cls is views.NoteView:
            fields |= {"claim": None, "entity": self.view(views.EntityCard, depth + 1)}
        if {"event", "claim"} <= fields.keys() and cls is not views.NoteView:  # a line is of one or of the other
            other = self.random.choice(("event", "claim"))
            wanted = typing.get_args(hints["claim" if other == "event" else "event"])
            fields |= {other: None}
            if wanted and fields["claim" if other == "event" else "event"] is None:
                fields |= {"claim" if other == "event" else "event": self.view(wanted[0], depth + 1)}
        if cls is views.FrontPage:
            fields["counts"] = (views.LinkView(label="claim=2000", url="c/"),)
        return cls(**fields)

    def value(self, kind: typing.Any, depth: int, name: str) -> object:
        plain: dict[object, typing.Sequence[object]] = {
            str: CHOICES.get(name, TEXTS),
            Html: [Html(one) for one in HTMLS],
            When: [parse_when(one) for one in DATES],
            int: (0, 1, 2, 5, 1234),
            float: (0.0, 2.5, 1234.0),
            bool: (True, False),
            typing.Any: (None, "text", 3, ["one", 2], {"a": "b"}),
            dict[str, str]: ({}, {"accent": "ink"}, {"note_style": "compact"}),
        }
        if kind in plain:
            return self.random.choice(plain[kind])
        inner = typing.get_args(kind)
        if typing.get_origin(kind) is tuple and inner[-1] is not Ellipsis:
            return tuple(self.value(one, depth + 1, name) for one in inner)
        if typing.get_origin(kind) is tuple:
            count = 0 if depth > 5 else self.random.choice((0, 0, 1, 2, 5))
            return tuple(self.value(inner[0], depth + 1, name) for _ in range(count))
        if typing.get_origin(kind) in {UnionType, typing.Union}:
            nothing = type(None) in inner and (depth > 6 or self.random.random() < 0.4)
            return None if nothing else self.value(inner[0], depth, name)
        if typing.get_origin(kind) is dict:
            return {"one": self.value(inner[1], depth + 1, name)} if depth < 5 else {}
        return self.view(kind, depth + 1)


def both_ways(theme: Theme, words: Words) -> tuple[Renderer, Renderer]:
    """A renderer that may take the quicker way, and one that never does."""
    quick, own = Renderer(theme, words), Renderer(theme, words)
    own.quick = dict.fromkeys(theme.templates, False)
    return quick, own


@pytest.fixture(scope="module")
def broadsheet() -> Theme:
    theme, _ = load_theme(Path("/"), SiteConfig())
    assert theme is not None
    return theme


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_any_view_is_rendered_as_jinja_renders_it(broadsheet: Theme, lang: str) -> None:
    words = Words(lang, broadsheet.words, "Europe/Vienna")
    words.catalogue = AnyWords(words.catalogue)
    quick, own = both_ways(broadsheet, words)
    maker = Maker(seed=1)
    for _ in range(4):
        for template in TEMPLATES:
            view = maker.view(VIEWS.get(template, views.EntityPage))
            assert quick.render(template, view) == own.render(template, view)
    assert quick.quick == dict.fromkeys(TEMPLATES, True)


WORDS = {"home": "Home & <more>", "n": {"one": "one thing", "other": "{n} things"}, "by": "By {name}"}
TEMPLATE = "page.html"
UNUSUAL = {
    "a function's name is given away": "{% set t = 1 %}{{ t }} {{ iso }}",
    "… by another template": '{% include "binds.html" %}{{ t("home") }}',
    "… and used by one that is extended": '{% extends "asks.html" %}{% set t = page.title|upper %}',
    "… as a parameter": "{% macro x(date) %}{{ date }}{% endmacro %}{{ x(2) }}",
    "nothing is escaped": "{% autoescape false %}{{ page.title }}{{ t('home') ~ '<' }}{% endautoescape %}",
    "an include without context": 'a{% include "part.html" without context %}b',
    "a template's name is computed": '{% include ("part" if page.title == "Title" else "binds") ~ ".html" %}',
    "an item with the name of a field": "{% set d = {'url': page.title} %}{{ d.url }}",
    "a field that other pages have": "{{ page.card is defined }}{{ page.card|default('x') }}",
}
USUAL = {
    "words": "{{ t('home') }}{{ t('home') ~ '<' }}{{ t('home') + '<' }}{{ t('home')|upper }}{% set a = t('home') %}{{ a }}",
    "words with values": "{{ t('n', n=1) }}{{ t('n', n=1200) }}{{ t('by', name=page.title) }}{{ t('by', name=t('home')) }}",
    "a macro and its defaults": "{% macro x(a, b='<') %}{{ a }}{{ b }}{% endmacro %}{{ x(1) }}{{ x(1, 2) }}{{ x(b=3, a=page) is string }}",
    "a macro takes what comes": "{% macro x() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ x(1, b='<') }}",
    "a macro that is called with text": "{% macro x(a) %}{{ caller() }}{{ a }}{% endmacro %}{% call x('<') %}<b>{% endcall %}",
    "a macro's HTML": "{% macro x() %}<b>{% endmacro %}{{ x() }}{{ x() ~ '<' }}{{ x()|length }}{% set a = x() %}{{ a }}",
    "arguments in a row": "{% macro x(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ x(*(1, 2)) }}{{ x(**{'a': 1, 'b': '<'}) }}",
    "a word of Python": "{% macro x(class) %}{{ class }}{% endmacro %}{{ x(class='<') }}{{ dict(**{'if': 1}) }}",
    "joined pieces": "{{ 1 ~ '<' ~ 2.5 }}{{ page.body_html ~ '<' }}{{ none ~ true }}",
    "loops": "{% for x in 'abc' if x != 'b' %}{{ loop.index }}{{ loop.last }}{{ loop.previtem|default('-') }}{% else %}no{% endfor %}",
    "a loop in itself": "{% for x in [[1, [2]], 3] recursive %}{{ loop(x) if x is iterable else x }}{% endfor %}",
    "namespaces": "{% set ns = namespace(a=1) %}{% set ns.a = ns.a + 1 %}{% set ns.url = '<' %}{{ ns.a }}{{ ns.url }}",
    "blocks": '{% extends "frame.html" %}{% block a %}{{ super() }}{{ self.b() }}<{% endblock %}',
    "parts": '{% set z = "<" %}{% include "part.html" %}{% with z = 2 %}{% include "part.html" %}{% endwith %}',
    "imports": '{% import "macros.html" as m %}{{ m.say("<") }}{% from "macros.html" import say as x with context %}{{ x(1) }}',
    "filters of blocks": "{% filter upper %}a{{ page.title }}{% endfilter %}{% set x %}<i>{{ page.title }}{% endset %}{{ x }}",
    "nothing, numbers, lists": "{{ none }}{{ 1.5 }}{{ ['<'] }}{{ page.chrome.options }}{{ 'a' if false }}{{ 'x'.upper() }}",
    "functions": "{{ number(1234.0) }}{{ number(true) }}{{ date(page.chrome.now) }}{{ language_name('uk') }}{{ asset('a.css') }}",
    "an item is read as a field": "{{ page.chrome.options.accent }}{{ {'url': '<'}.url }}",
    "a field that may be missing": "{{ page.nothing is defined }}{{ (page.nothing|default('x')) }}",
    "a name that may be missing": "{{ nothing is defined }}{{ nothing|default('x') }}",
    "the function itself": "{% set f = number %}{{ f(1200) }}{{ [1200]|map('string')|join }}",
}
PARTS = {
    "frame.html": "[{% block a %}a{% endblock %}{% block b %}{{ t('home') }}{% endblock %}]",
    "asks.html": "{{ t is callable }}{{ t }}",
    "binds.html": "{% set t = 1 %}{{ t }}",
    "part.html": "{{ z|default('none') }}{{ t('home') }}{% for i in [1] %}{{ z is defined }}{% endfor %}",
    "macros.html": "{% macro say(x) %}{{ x }}{{ t('home') }}{% endmacro %}",
}


def theme_of(text: str) -> Theme:
    templates = {name: (one, f"themes/t/templates/{name}") for name, one in {**PARTS, TEMPLATE: text}.items()}
    static = {"a.css": (Path("a.css"), "0" * 64)}
    return Theme(name="t", layers=(), options={}, templates=templates, static=static, words={"en": WORDS})


def pages() -> Iterator[views.TextPage]:
    maker = Maker(seed=2)
    chrome = replace(maker.view(views.Chrome), options={"accent": "ink"})
    for title in ("Title", "Tom & <b>"):
        made = maker.view(views.TextPage)
        yield replace(made, chrome=chrome, title=title, body_html=Html("<p>"))


def outcome(renderer: Renderer, page: views.TextPage) -> object:
    """The page, or what is wrong."""
    try:
        return renderer.render(TEMPLATE, page)
    except TemplateFaultError as fault:
        return fault.diagnostic


@pytest.mark.parametrize("what", [*USUAL, *UNUSUAL])
def test_any_template_means_what_it_means_to_jinja(what: str) -> None:
    theme = theme_of({**USUAL, **UNUSUAL}[what])
    quick, own = both_ways(theme, Words("en", theme.words, "UTC"))
    for page in pages():
        made = outcome(quick, page)
        assert made == outcome(own, page)
        assert isinstance(made, str)
    assert quick.quick[TEMPLATE] == (what in USUAL)


FAULTS = {
    "a field": "\n{{ page.titel }}",
    "a name": "\n{% if nothing %}{% endif %}",
    "a key": "\n<p>{{ t('hom') }}",
    "a file": "\n{{ asset('b.css') }}",
    "a template": '\n{% include "parts.html" %}',
    "syntax": "\n\n{% if %}",
    "syntax elsewhere": '{% include "broken.html" %}',
    "an argument": "{% macro x(a) %}{{ a }}{% endmacro %}\n{{ x() }}",
    "too many": "{% macro x(a) %}{{ a }}{% endmacro %}\n{{ x(1, 2) }}",
    "a sum": "{{ 1 + page.title }}",
}


@pytest.mark.parametrize("what", FAULTS)
def test_faults_are_told_as_jinja_tells_them(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PARTS, "broken.html", "{% for %}")
    theme = theme_of(FAULTS[what])
    quick, own = both_ways(theme, Words("en", theme.words, "UTC"))
    page = next(pages())
    with pytest.raises(TemplateFaultError) as told:
        quick.render(TEMPLATE, page)
    assert told.value.diagnostic == outcome(own, page)
