"""Styles and scripts of themes are published smaller, and mean what they meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from small_sites import SmallSite

from briefgen.output.minify import minified

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
CSS = "/*! Licence */\n/* why */\n.a > b {\n  width: calc(1rem + 2 * var(--x));\n  content: 'a  /* b */';\n}\n"
JS = '// why\nconst a = `two  // blanks ${ b + 1 }`;\nconst c = x / 2; /* d */ const e = /\\/\\/ f/.test("//  g");\n'


def test_only_what_means_nothing_is_taken_away() -> None:
    """Strings, expressions and licences stay letter for letter; comments and blanks between words go."""
    css = minified("own.css", CSS.encode()).decode()
    assert css.startswith("/*! Licence */")
    assert "calc(1rem + 2 * var(--x))" in css
    assert "'a  /* b */'" in css
    assert "why" not in css
    js = minified("own.js", JS.encode()).decode()
    assert "`two  // blanks ${ b + 1 }`" in js
    assert '/\\/\\/ f/.test("//  g")' in js
    assert "why" not in js


def test_what_is_done_or_no_text_is_left_alone() -> None:
    """Files that say so in their names, pictures, and bytes that are no text are copied as they are."""
    for name, data in (("own.min.css", CSS.encode()), ("icon.svg", b"<svg> </svg>"), ("own.js", b"\xff  // x")):
        assert minified(name, data) == data


def test_a_site_publishes_them_so(small_site: Make) -> None:
    """A project's own styles are published small, under a name that a change of comments alone does not change."""
    site = small_site(
        {"articles/a.md": "---\ntitle: A\ndate: 2022-04-02\n---\nText.\n", "/themes/broadsheet/static/own.css": CSS}
    )
    first = [path for path in site.build().paths if path.startswith("assets/own.")]
    assert site.page(first[0]) == minified("own.css", CSS.encode()).decode()
    (site.root / "themes/broadsheet/static/own.css").write_text(CSS.replace("why", "why not"), encoding="utf-8")
    assert [path for path in site.build().paths if path.startswith("assets/own.")] == first
