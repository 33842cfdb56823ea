"""The audit of built sites: silent about a good one, and each kind of fault is found, in any static site."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.audit.findings import KINDS
from briefgen.audit.run import Report, audit
from briefgen.cli.main import main

BASE = "https://good.example/site/"
HEAD = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
    '<title>{title}</title>\n<meta name="description" content="About {title}.">\n<link rel="canonical" href="'
    + BASE
    + '{url}">\n'
    '<link rel="alternate" type="application/atom+xml" href="{root}feed.xml">\n<link rel="stylesheet" href="{root}style.css">\n{head}</head>\n'
)
BODY = (
    "<body>\n<header><a href=\"{root}\">Home</a></header>\n<nav aria-label=\"Main\"><a href=\"{root}a/\">A</a></nav>\n"
    "<main id=\"main\">\n<h1>{title}</h1>\n{body}\n</main>\n<footer>End</footer>\n</body>\n</html>\n"
)  # fmt: skip
ARTICLE = {
    "@context": "https://schema.org", "@type": "NewsArticle", "@id": f"{BASE}a/#article", "headline": "A", "url": f"{BASE}a/",
    "datePublished": "2022-04-02", "inLanguage": "en", "author": [{"@type": "Person", "name": "Ann Lee"}],
    "publisher": {"@type": "Organization", "name": "Desk"},
}  # fmt: skip


def page(title: str, url: str, body: str = "", head: str = "") -> str:
    root = "../" * url.count("/") or "./"
    return (HEAD + BODY).format(title=title, url=url, root=root, body=body, head=head)


def script(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>\n'


FEED = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>t</title><updated>2022-04-02T00:00:00Z</updated>'
    f'<link rel="self" href="{BASE}feed.xml"/><author><name>d</name></author><entry><id>1</id><title>A</title>'
    f'<updated>2022-04-02T00:00:00Z</updated><link href="{BASE}a/"/><content type="html">x</content></entry></feed>'
)
MAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    f"<url><loc>{BASE}</loc></url><url><loc>{BASE}a/</loc><lastmod>2022-04-02</lastmod></url></urlset>"
)
A_BODY = (
    '<p id="x">By Ann Lee. <a href="#x">x</a> <img src="../p.png" alt="A hill" width="1" height="1"></p><h2>More</h2>'
)
GOOD = {
    "index.html": page("Front", "", '<p><a href="a/#x">A</a></p>'),
    "a/index.html": page("A", "a/", A_BODY, script(ARTICLE)),
    "404.html": page("Not found", "404.html"),
    "style.css": "body{background:url(p.png)}",
    "p.png": "",
    "feed.xml": FEED,
    "sitemap.xml": MAP,
    "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n",
}


def judged(folder: Path, changes: dict[str, str]) -> Report:
    for name, text in {**GOOD, **changes}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
    return audit(folder)


def told(report: Report) -> set[str]:
    return {one.kind for one in report.findings if KINDS[one.kind].level != "note"}


def test_a_good_site_is_passed_in_silence(tmp_path: Path) -> None:
    report = judged(tmp_path, {})
    assert [one for one in report.findings if KINDS[one.kind].level != "note"] == []
    assert report.base == BASE


def a(body: str = A_BODY, head: str | None = None) -> dict[str, str]:
    return {"a/index.html": page("A", "a/", body, script(ARTICLE) if head is None else head)}


def data(**values: object) -> dict[str, str]:
    found = {name: value for name, value in {**ARTICLE, **values}.items() if value is not None}
    return a(head=script(found))


FAULTS = [
    ("link-broken", a(A_BODY + '<a href="../gone/">x</a>')),
    ("link-broken", {"style.css": "body{background:url(gone.png)}"}),
    ("link-fragment", a(A_BODY + '<a href="../#nowhere">x</a>')),
    ("data-vocabulary", data(**{"@id": "http://[x"})),
    ("link-outside", a(A_BODY + '<a href="/other/">x</a>')),
    ("link-orphan", {"lost/index.html": page("Lost", "lost/")}),
    ("link-machine", {"robots.txt": GOOD["robots.txt"] + "# http://localhost:8000/\n"}),
    ("html-id", a(A_BODY + '<p id="x">again</p>')),
    ("html-heading", a(A_BODY + "<h4>deep</h4>")),
    ("html-heading", a(A_BODY + "<h1>twice</h1>")),
    ("html-landmark", {"a/index.html": GOOD["a/index.html"].replace("<footer>End</footer>", "")}),
    ("html-lang", {"a/index.html": GOOD["a/index.html"].replace('lang="en"', "")}),
    ("html-alt", a(A_BODY + '<img src="../p.png">')),
    ("html-title", {"a/index.html": GOOD["a/index.html"].replace("<title>A<", "<title>Front<")}),
    ("html-basics", {"a/index.html": GOOD["a/index.html"].replace("<!doctype html>", "")}),
    ("html-charset", {"a/index.html": GOOD["a/index.html"].replace("<footer>", "<footer>\udce9")}),
    ("html-canonical", {"a/index.html": GOOD["a/index.html"].replace(f'href="{BASE}a/"', 'href="/a/"')}),
    ("data-json", a(head='<script type="application/ld+json">{"a": }</script>')),
    ("data-json", a(head=f'<script type="application/ld+json">{"[" * 5000}</script>')),
    ("data-vocabulary", data(headlien="A")),
    ("data-vocabulary", data(datePublished="April")),
    ("data-vocabulary", data(**{"@type": "NewsArtikel"})),
    ("data-profile", data(headline=None)),
    ("data-hidden", data(headline="Something else")),
    ("data-dangling", data(about={"@id": f"{BASE}gone/#x"})),
    ("feed", {"feed.xml": FEED.replace("<id>1</id>", "")}),
    ("feed", {"feed.xml": FEED.replace("2022-04-02T00:00:00Z</updated><link href", "yesterday</updated><link href")}),
    ("feed", {"feed.xml": FEED.replace("</feed>", "")}),
    ("feed", {"feed.xml": FEED.replace('type="html">x', 'type="html">&lt;a href="../x">')}),
    ("feed", {"feed.json": '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": 1}]}'}),
    ("feed", {"feed.json": '{"version": "https://jsonfeed.org/version/1.1", "items": null}'}),
    ("feed", {"feed.json": '["https://jsonfeed.org/version/1.1"]'}),
    ("feed", {"feed.json": '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": []}]}'}),
    ("feed", {"feed.xml": FEED.replace('"1.0"', '"1.0" encoding="utf-99"')}),
    ("feed", {"rss.xml": '<rss version="2.0"><channel><title>x</title></channel></rss>'}),
    ("feed-unlinked", {"other.xml": FEED}),
    ("sitemap", {"sitemap.xml": MAP.replace(f"{BASE}a/", f"{BASE}gone/")}),
    ("sitemap", {"sitemap.xml": MAP.replace("2022-04-02", "2 April")}),
    ("sitemap", {"sitemap.xml": MAP + "x"}),
    ("sitemap-missing", {"sitemap.xml": MAP.replace(f"<url><loc>{BASE}</loc></url>", "")}),
    ("robots", {"robots.txt": "User-agent: *\nDisallow: /\n"}),
    ("robots", {"robots.txt": "Disalow: /x\n"}),
    ("safety-handler", a(A_BODY + '<p onclick="x()">x</p>')),
    ("safety-script", a(A_BODY + "<script>1</script>")),
    ("safety-address", a(A_BODY + '<a href="java&#10;script:alert(1)">x</a>')),
    ("safety-host", a(A_BODY + '<script src="https://cdn.example/x.js"></script>')),
    ("safety-svg", {"p.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"}),
    ("safety-left", {"notes.yaml": "x: 1"}),
]


@pytest.mark.parametrize(("kind", "changes"), FAULTS, ids=[f"{n}-{kind}" for n, (kind, _) in enumerate(FAULTS)])
def test_a_planted_fault_is_found(tmp_path: Path, kind: str, changes: dict[str, str]) -> None:
    assert kind in told(judged(tmp_path, changes))


def test_the_words_of_a_page_are_no_tags(tmp_path: Path) -> None:
    """Quoted code, comments and attributes with > in them are read as a browser reads them."""
    body = (
        A_BODY
        + "<!-- <a href='gone'> --><p title='a > b'>&lt;a href=\"gone\"&gt; <textarea><a href='gone'></textarea></p>"
    )
    assert told(judged(tmp_path, a(body))) == set()


def test_a_message_beside_the_pages_is_judged_as_one(tmp_path: Path) -> None:
    """Mail programs want styles inside, and no landmarks; broken links are broken all the same."""
    mail = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta name="robots" content="noindex">MARK<title>News</title></head><body style="margin:0"><h1>News</h1>LINK</body></html>'
    )
    mark = '<meta name="x-apple-disable-message-reformatting" content="">'
    fine = mail.replace("MARK", mark).replace("LINK", "")
    page, message = (
        {one.kind for one in judged(tmp_path, {"mail/a.html": html}).findings if one.path == "mail/a.html"}
        for html in (fine.replace(mark, ""), fine)
    )
    assert page - message == {"html-landmark", "safety-style"}
    broken = mail.replace("MARK", mark).replace("LINK", '<a href="gone/">x</a>')
    assert "link-broken" in told(judged(tmp_path, {"mail/a.html": broken}))


DAMAGE = (
    b"<",
    b'"',
    b"\0",
    b"[1,null,{",
    b"<!--",
    b'<a href="http://[::1">',
    b'{"@type":[{}],"@id":"http://["}',
    b"\xff",
    b"]]>",
)


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_stops_the_audit(tmp_path: Path, draws: st.DataObject) -> None:
    """Whatever lies in the folder, the answer is a report."""
    changes: dict[str, str] = {}
    for path in ("a/index.html", "feed.xml", "sitemap.xml", "robots.txt", "feed.json"):
        sound = {
            **GOOD,
            **a(),
            "feed.json": '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{}]}',
        }
        text = bytearray(sound[path].encode())
        for _ in range(draws.draw(st.integers(0, 4))):
            at = draws.draw(st.integers(0, len(text)))
            text[at : at + draws.draw(st.integers(0, 60))] = draws.draw(st.sampled_from(DAMAGE))
        changes[path] = text.decode("utf-8", "replace")
    assert judged(tmp_path, changes).base.startswith("http")


def test_what_cannot_be_served_is_told_and_never_waited_for(tmp_path: Path) -> None:
    """A link that leads nowhere, a pipe, a name that no address has, a folder inside itself."""
    site = tmp_path / "built"
    site.mkdir()
    (site / "gone.html").symlink_to("nowhere.html")
    (site / "round").symlink_to(".")
    os.mkfifo(site / "pipe.html")
    (site / os.fsdecode(b"caf\xe9.html")).write_text("x")
    report = judged(site, {})
    assert [one.path for one in report.findings if one.kind == "file-unread"] == [
        "caf\ufffd.html", "gone.html", "pipe.html",
    ]  # fmt: skip
    assert told(report) == {"file-unread"}
    answer = CliRunner().invoke(main, ["audit", str(site), "--format", "json"], standalone_mode=False)
    assert answer.return_value == 1


def test_a_page_in_another_encoding_is_read_all_the_same(tmp_path: Path) -> None:
    built = {"a/index.html": GOOD["a/index.html"]}
    folder = tmp_path / "built"
    judged(folder, built)
    (folder / "a/index.html").write_bytes(GOOD["a/index.html"].encode("utf-16"))
    assert told(audit(folder)) == {"html-charset"}


@pytest.mark.parametrize("damage", ["<!--", "<h1>", "<script", "<", '<a href="', "<h2></h3>"])
def test_what_is_never_closed_takes_no_longer(tmp_path: Path, damage: str) -> None:
    """In proportion to the square of the text these would take an hour, not a moment."""
    body = damage * 200_000
    page = {**ARTICLE, "headline": "x"}
    report = judged(
        tmp_path, {"a/index.html": GOOD["a/index.html"].replace("</head>", script(page) + "</head>") + body}
    )
    assert report.pages == 3


def test_a_wrong_address_for_the_site_is_told(tmp_path: Path) -> None:
    judged(tmp_path, {})
    for wrong in ("http://[::1", "example.org"):
        answer = CliRunner().invoke(main, ["audit", str(tmp_path), "--base-url", wrong], standalone_mode=False)
        assert (answer.return_value, "is no address" in answer.output) == (2, True)


def test_a_site_beside_it_on_the_same_host_is_another_site(tmp_path: Path) -> None:
    """Only a link without a host means this site; one in full may lead wherever its writer wants."""
    host = BASE.rpartition("/")[0].rpartition("/")[0]
    assert told(judged(tmp_path, a(A_BODY + f'<a href="{host}/other/">x</a>'))) == set()


def test_a_bomb_of_entities_is_not_expanded(tmp_path: Path) -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "aaaa">]><feed xmlns="http://www.w3.org/2005/Atom">&a;</feed>'
    )
    assert "feed" in told(judged(tmp_path, {"feed.xml": bomb}))


def test_the_command_answers_in_three_forms(tmp_path: Path) -> None:
    judged(tmp_path, a(A_BODY + '<a href="../gone/">x</a>'))
    run = CliRunner()
    text = run.invoke(main, ["audit", str(tmp_path)], standalone_mode=False)
    assert text.return_value == 1
    assert re.search(r"a/index\.html:\d+: \.\./gone/", text.output)
    found = json.loads(run.invoke(main, ["audit", str(tmp_path), "--format", "json"], standalone_mode=False).output)
    assert ("link-broken", "a/index.html") in {(one["kind"], one["path"]) for one in found["findings"]}
    sarif = json.loads(run.invoke(main, ["audit", str(tmp_path), "--format", "sarif"], standalone_mode=False).output)
    assert sarif["version"] == "2.1.0"
    (told,) = [one for one in sarif["runs"][0]["results"] if one["ruleId"] == "link-broken"]
    assert told["locations"][0]["physicalLocation"]["region"]["startLine"] > 1


def test_only_what_is_asked_for_is_checked(tmp_path: Path) -> None:
    judged(tmp_path, a(A_BODY + '<a href="../gone/">x</a><img src="../p.png">'))
    assert told(audit(tmp_path, only=("source",))) == {"html-alt"}


def test_the_audit_needs_nothing_but_the_standard_library() -> None:
    folder = Path(sys.modules["briefgen.audit"].__file__ or "").parent
    imported = set()
    for path in (*folder.glob("*.py"), folder.parent / "formats/profile.py"):
        imported |= set(re.findall(r"^(?:from|import) ([a-z_]+)", path.read_text(encoding="utf-8"), re.M))
    assert imported - set(sys.stdlib_module_names) == {"briefgen"}
