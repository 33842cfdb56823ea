"""What the server answers: the site under its sub-path, and nothing to strangers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_sites import SmallSite, parsed

from briefgen.preview.serving import with_script

from .running import Running, article, running, stamp_in

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("served") / "my & <b>site"
    SmallSite.written(
        root,
        {
            "/briefgen.yaml": "title: Small\nurl: https://example.org/sub/path/\nas_of: 2022-04-08\n",
            "articles/one.md": article("One"),
            f"articles/{HOSTILE.replace('/', '')}.md": "no front matter",
            "people.yaml": 'ada: {name: "<img src=x onerror=alert(1)>"}\n',
            "files/film.mp4": bytes(range(256)) * 40,
            "files/figures.csv": "a,b\n",
            "files/a b&c.txt": "text",
        },
    )
    return root


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Running]:
    (next((root / "content/articles").glob("*script*"))).unlink()
    with running(root) as server:
        yield server


def test_pages_carry_the_script_at_their_end(server: Running) -> None:
    """The length is right, the document is still sound, and nothing is kept by the browser."""
    answer = server.ask("/sub/path/articles/one/")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(answer.body))
    parsed(answer.text)
    assert '<script src="/_desk/client.js"' in answer.text.splitlines()[-3]
    assert answer.headers["Cache-Control"] == "no-store"


def test_pages_that_are_files_are_shown_and_followed(tmp_path: Path) -> None:
    """`urls: flat`: an address with or without its ending, and the browser is told of the one that links lead to."""
    settings = {"/briefgen.yaml": "title: Small\nurl: https://example.org/sub/\nas_of: 2022-04-08\nurls: flat\n"}
    site = SmallSite.written(tmp_path, {**settings, "articles/one.md": article("One", "See [[article:two]].", more="redirect_from: [/was/]\n"), "articles/two.md": article("Two")})  # fmt: skip
    with running(tmp_path) as server:
        page = server.ask("/sub/articles/one.html")
        assert (page.status, 'href="../articles/two.html"' in page.text) == (200, True)
        assert server.ask("/sub/articles/one").status == 200
        assert server.ask("/sub/was/").status == 200
        assert server.ask("/sub/articles/one/").status == 404
        with server.listening(stamp_in(page.text)) as news:
            next(news)
            site.with_files({"articles/two.md": article("Two", "Other words.")})
            changed = next(one for one in news if one["changed"])["changed"]
        assert "/sub/articles/two.html" in {f"/sub/{one.removeprefix('/sub/')}" for one in changed}
        assert "Other words." in server.ask("/sub/articles/two.html").text


@pytest.mark.parametrize(
    "page",
    ["no tags at all", "<p>cut off", "<BODY>x</BODY>\n</HTML>\n\n", f"<title>{'x' * 70_000}</title><p>long head", "", "</body></html><p>more"],
)  # fmt: skip
def test_every_document_gets_the_script(page: str) -> None:
    """Before its end tags where they are the end, else behind all; nothing else of it changes."""
    served = with_script(page.encode(), "data-x").decode()
    element = '<script src="/_desk/client.js" data-x></script>\n'
    assert served.replace(element, "") == page
    assert served.count(element) == 1
    assert served.rpartition(element)[2].strip().lower().replace("\n", "") in {"", "</body></html>"}


def test_head_says_the_same_without_a_body(server: Running) -> None:
    for path in ("/sub/path/", "/sub/path/files/figures.csv", "/_desk/", "/_desk/client.js"):
        whole, head = server.ask(path), server.ask(path, method="HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == whole.headers["Content-Length"]


@pytest.mark.parametrize(("path", "place"), [("/", "/sub/path/"), ("/sub/path", "/sub/path/"), ("/sub/path/articles/one", "/sub/path/articles/one/")])  # fmt: skip
def test_addresses_lead_to_the_page(server: Running, path: str, place: str) -> None:
    answer = server.ask(path)
    assert (answer.status, answer.headers["Location"]) == (302, place)


@pytest.mark.parametrize("path", ["/sub/path/gone/", "/sub/path/gone.html", "/other", "/sub/pathology/", "/sub/path/articles/one/x"])  # fmt: skip
def test_what_is_not_there_gets_the_sites_own_page(server: Running, path: str) -> None:
    """With status 404, and with the script, so that a page that comes later appears by itself."""
    answer = server.ask(path)
    assert answer.status == 404
    assert 'data-page="/sub/path/404.html"' in answer.text
    assert "<title>" in answer.text


@pytest.mark.parametrize(
    ("path", "type"),
    [("files/figures.csv", "text/csv; charset=utf-8"), ("files/film.mp4", "video/mp4"), ("files/a%20b&c.txt", "text/plain; charset=utf-8")],
)  # fmt: skip
def test_content_types(server: Running, path: str, type: str) -> None:
    answer = server.ask(f"/sub/path/{path}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, type)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=10000-", 10000, 10240), ("bytes=-5", 10235, 10240), ("bytes=10230-99999", 10230, 10240)],
)  # fmt: skip
def test_parts_of_a_film_can_be_asked_for(server: Running, wanted: str, start: int, end: int) -> None:
    answer = server.ask("/sub/path/files/film.mp4", {"Range": wanted})
    assert answer.status == 206
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/10240"
    assert answer.body == (bytes(range(256)) * 40)[start:end]


def test_a_part_that_is_not_there_is_refused(server: Running) -> None:
    assert server.ask("/sub/path/files/film.mp4", {"Range": "bytes=99999-"}).status == 416


@pytest.mark.parametrize(
    "path",
    ["/sub/path/../../../../etc/passwd", "/sub/path/%2e%2e/%2e%2e/ledger.sqlite", "/sub/path/..%2fledger.sqlite", "/sub/path/..%5cledger.sqlite",
     "/sub/path/..\\ledger.sqlite", "/sub/path/%2e%2e/ledger.sqlite", "/sub/path//etc/passwd", "/sub/path/%00", "/sub/path/%ff%fe", "/sub/path/leak",
     "/sub/path/leak/briefgen.yaml", "//etc/passwd", "/_desk/../briefgen.yaml", "/_desk/..%2f..%2fbriefgen.yaml", "/_desk/desk_pages.py"],
)  # fmt: skip
def test_nothing_outside_is_served(server: Running, root: Path, path: str) -> None:
    """Neither by dots, however written, nor through a link that lies in the folder."""
    leak = root / ".briefgen/preview/leak"
    if not leak.is_symlink():
        leak.symlink_to(root)
    answer = server.ask(path)
    assert answer.status in {400, 404}
    assert b"root:" not in answer.body
    assert b"example.org" not in answer.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_only_reading_is_possible(server: Running, method: str) -> None:
    for path in ("/sub/path/", "/_desk/", "/_desk/events"):
        assert server.ask(path, method=method).status in {400, 405}


@pytest.mark.parametrize("path", ["/sub/path/", "/sub/path/files/film.mp4", "/_desk/", "/_desk/problems/", "/_desk/client.js", "/_desk/events"])  # fmt: skip
@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Host": "127.0.0.1.evil.example:80"}, {"Origin": "https://evil.example"}, {"Origin": "null"},
     {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}],
)  # fmt: skip
def test_strangers_are_refused(server: Running, path: str, headers: dict[str, str]) -> None:
    """No page, no file and no diagnostics for other sites, nor for names that were made to lead here."""
    answer = server.ask(path, headers)
    assert answer.status == 403
    assert len(answer.body) < 200
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_own_pages_are_answered(server: Running) -> None:
    assert server.ask("/sub/path/", {"Origin": server.address, "Sec-Fetch-Site": "same-origin"}).status == 200


@pytest.mark.parametrize("name", ["", "problems/", "rebuilds/", "timings/"])
def test_the_desk_is_sound_and_shows_text_as_text(server: Running, name: str) -> None:
    """Well-formed, under a strict policy, and hostile names come out as they are written."""
    answer = server.ask(f"/_desk/{name}")
    assert answer.status == 200
    parsed(answer.text)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "<img src=x" not in answer.text
    assert "<b>site" not in answer.text
    assert "my &amp; &lt;b&gt;site" in answer.text


def test_the_desk_tells_problems_with_their_place(server: Running) -> None:
    text = server.ask("/_desk/problems/").text
    assert "content/people.yaml:1:" in text
    assert "BG-W032" in text


def test_the_desk_is_found_without_its_slash(server: Running) -> None:
    assert server.ask("/_desk/problems").headers["Location"] == "/_desk/problems/"
    assert server.ask("/_desk/nothing").status == 404


def test_a_page_is_told_what_it_missed(server: Running, root: Path) -> None:
    """Whoever comes back after a change is told of it at once; who comes from another server, that all may differ."""
    stamp = stamp_in(server.ask("/sub/path/articles/one/").text)
    with server.listening(stamp) as news:
        assert next(news)["changed"] == []
        (root / "content/articles/one.md").write_text(article("One", "Other words."), encoding="utf-8")
        assert "/sub/path/articles/one/" in next(news)["changed"]
    with server.listening(stamp) as news:
        assert "/sub/path/articles/one/" in next(news)["changed"]
    with server.listening("elsewhere-3") as news:
        assert next(news)["changed"] is None


def test_errors_are_sent_on_connecting(server: Running, root: Path) -> None:
    """A page opened while something is broken knows of it; the last good page stays."""
    path = root / "content/articles/one.md"
    good = path.read_text(encoding="utf-8")
    with server.listening() as news:
        next(news)
        path.write_text(article("One", more=f"{json.dumps(HOSTILE)}: x\n"), encoding="utf-8")
        assert next(news)["failed"]
    with server.listening() as news:
        notice = next(news)
        assert notice["errors"] == 1
        assert notice["problems"][0]["place"].startswith("content/articles/one.md:4:")
        assert server.ask("/sub/path/articles/one/").status == 200
        desk = server.ask("/_desk/problems/").text
        parsed(desk)
        assert HOSTILE not in desk
        path.write_text(good, encoding="utf-8")
        assert not next(news)["failed"]
