"""Hostile content in a real browser: whatever stands in titles, names and texts, no script of it ever runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from briefgen.build import build
from briefgen.preparing import BuildOptions

from .conftest import serve

PAYLOADS = (
    "<script>window.hurt=1</script>",
    "\"><script>window.hurt=1</script>",
    "'><img src=x onerror=window.hurt=1>",
    "<svg/onload=window.hurt=1>",
    "</title><script>window.hurt=1</script>",
    "</style><script>window.hurt=1</script>",
    "--><script>window.hurt=1</script>",
    "{{ 7*7 }}{% for a in (1,) %}x{% endfor %}",
    "<a href=javascript:window.hurt=1>x</a>",
    "<iframe srcdoc='<script>parent.hurt=1</script>'></iframe>",
    "<details open ontoggle=window.hurt=1>x</details>",
    "&lt;script&gt;window.hurt=1&lt;/script&gt;",
    "\ue000javascript:window.hurt=1\ue001\ue002status.confirmed.label\ue003",
    "@register.person",
    "<math><mtext></table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=window.hurt=1&gt;\">",
)  # fmt: skip


def _site(root: Path, html: bool) -> None:
    """A site that has every payload in every sort of field."""
    content = root / "content"
    (content / "articles").mkdir(parents=True)
    (root / "briefgen.yaml").write_text(
        f"title: {json.dumps(PAYLOADS[0])}\nchecks: {{E101: off, E301: off}}\nmarkdown: {{html: {str(html).lower()}}}\n",
        encoding="utf-8",
    )
    people, claims, terms, sources = [], [], [], ["s: {kind: webpage, title: S, url_missing: none}"]
    for number, payload in enumerate(PAYLOADS):
        text = json.dumps(payload, ensure_ascii=True)
        people.append(
            f"p{number}: {{name: {text}, summary: {text}, bio: {text}, names: {{uk: {text}}}, roles: [{{title: {text}}}]}}"
        )
        terms.append(f"t{number}: {{term: {text}, definition: {text}}}")
        sources.append(f"s{number}: {{kind: webpage, title: {text}, url_missing: {text}, publisher: {text}}}")
        claims.append(
            f"c{number}: {{statement: {text}, short: {text}, kind: event, unknowns: [{text}], "
            f"assertions: [{{by_label: {text}, date: 2022-01-01, mode: speech, source: s{number}, quote: {text}}}], "
            f"status_history: [{{date: 2022-01-01, status: unverified, reason: {text}}}]}}"
        )
        (content / f"articles/a{number}.md").write_text(
            f"---\ntitle: {text}\ndate: 2022-01-01\nstandfirst: {text}\nsummary: [{text}]\nauthors: [{text}]\n"
            f"section: {json.dumps(f's{number} {payload}')}\nmethod: {text}\nclaims: [c{number}]\n---\n{payload}\n\n"
            f"[x](javascript:window.hurt=1) ![x](data:text/html,x) [[|{payload.replace(']', ' ')}]]\n\n::: note {payload}\nx\n:::\n",
            encoding="utf-8",
        )  # fmt: skip
    for name, lines in (("people", people), ("claims", claims), ("glossary", terms), ("sources", sources)):
        (content / f"{name}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


OURS = r"/\/(assets\/(broadsheet|lists|search|minisearch)\.[0-9a-f]{12}\.js|search\/first\.js)$/"
"""Addresses of scripts that belong to a page."""


@pytest.mark.parametrize("html", [False, True])
def test_no_payload_runs(browser: Browser, tmp_path: Path, html: bool) -> None:
    """No script, handler or script address from content runs on any page, with raw HTML off and on."""
    _site(tmp_path, html)
    built = build(tmp_path, BuildOptions())
    assert built.written is not None, [one for one in built.prepared.diagnostics if one.level == "error"]
    server, address = serve(tmp_path / "site")
    page = browser.new_page()
    hurt = []
    for path in sorted((tmp_path / "site").rglob("*.html")):
        name = path.relative_to(tmp_path / "site").as_posix()
        page.goto(address + name)
        searching = name == "search/index.html"
        if searching:
            page.get_by_label("Search for").fill("hurt")
            page.locator(".find-list a").nth(9).wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        scripts = page.evaluate(
            """[window.hurt, [...document.scripts].map(one => one.src).filter(one => !OURS.test(one)),
            document.querySelectorAll('iframe, object, embed, svg script').length]""".replace("OURS", OURS)
        )
        handlers = page.evaluate(
            "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value) && ['href', 'src', 'action'].includes(a.name))).length"
        )
        if scripts != [None, [], 0] or handlers:
            hurt.append((name, scripts, handlers))
    server.shutdown()
    server.server_close()
    page.close()
    assert hurt == []
