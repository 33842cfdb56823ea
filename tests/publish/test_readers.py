"""nginx serves the folder, a reader crawls all the while, publishes are killed at random: no page is ever missing or half."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from projects import PATIENT, Project, files_in, get, new_project, nginx  # type: ignore[import-not-found]

ROUNDS = 6


class Crawler(threading.Thread):
    """Reads every page that both sites have, over and over."""

    def __init__(self, port: int, sites: tuple[Mapping[str, bytes], Mapping[str, bytes]], below: str = "") -> None:
        super().__init__(daemon=True)
        self.port, self.sites = port, sites
        self.below = below
        """Where a store without front pages for folders has the site; empty for a web server."""
        self.paths = sorted(path for path in sites[0].keys() & sites[1].keys() if path.endswith(".html"))
        self.wrong: list[str] = []
        self.rounds = 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENT)
            for path in self.paths:
                address = f"{self.below}/{path}" if self.below else "/" + path.removesuffix("index.html")
                connection.request("GET", address)
                answer = connection.getresponse()
                data = answer.read()
                if answer.status != 200 or data not in {one[path] for one in self.sites}:
                    self.wrong.append(f"{path}: {answer.status}, {len(data)} bytes")
            connection.close()
            self.rounds += 1


@pytest.mark.parametrize("releases", [0, 3])
def test_no_reader_meets_a_missing_page(tmp_path: Path, releases: int) -> None:
    """Two projects publish to one place in turn; each is killed at some moment, then publishes to its end."""
    settings = f"  live: {{kind: folder, path: {tmp_path}/www, releases: {releases}, keep_removed: 0}}"
    ann = new_project(tmp_path / "ann", settings, articles=30)
    bob = new_project(tmp_path / "bob", settings, articles=29, text="It snowed. " * 40)
    for one in (ann, bob):
        one.good("publish", "--yes")
    began = time.monotonic()
    ann.good("publish", "--yes")
    usual = time.monotonic() - began
    chance = random.Random(7)  # noqa: S311
    with nginx(tmp_path / "nginx", tmp_path / "www") as port:
        crawler = Crawler(port, (ann.site(), bob.site()))
        crawler.start()
        killed = 0
        for number in range(ROUNDS):
            who: Project = (ann, bob)[number % 2]
            killed += who.is_killed("publish", "--yes", after=chance.uniform(0.4, 0.95) * usual)
            who.good("publish", "--yes")
            assert files_in(tmp_path / "www") == who.site()
        crawler.over.set()
        crawler.join(PATIENT)
    assert crawler.wrong == []
    assert crawler.rounds > 0
    assert killed > 0


def test_headers_for_nginx_are_what_nginx_takes(tmp_path: Path) -> None:
    """The snippet that is printed works as it is: policy, caching, compressed copies, the page for missing addresses."""
    project = new_project(tmp_path / "project", f"  live: {{kind: folder, path: {tmp_path}/www, precompress: [gz]}}")
    project.write({"content/people.yaml": "ann: {name: Ann Lee, summary: A witness., redirect_from: [old-ann]}\n"})
    config = project.root / "briefgen.yaml"
    config.write_text(config.read_text() + "embeds: true\n")
    project.good("build", "-q")
    project.good("publish")
    snippet = project.good("publish", "--host-file", "nginx")
    with nginx(tmp_path / "nginx", tmp_path / "www", server=snippet) as port:
        page = get(port, "/articles/a1/")
        assert page.data == project.site()["articles/a1/index.html"]
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert page.headers["Cache-Control"].startswith("public, max-age=60")
        style = next(path for path in project.site() if path.startswith("assets/") and path.endswith(".css"))
        assert "immutable" in get(port, f"/{style}").headers["Cache-Control"]
        packed = get(port, "/articles/a1/", **{"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Content-Type"].startswith("text/html")
        missing = get(port, "/nowhere/")
        assert (missing.status, missing.data) == (404, project.site()["404.html"])
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        framed = get(port, "/embed/people/ann.html")
        assert framed.data == project.site()["embed/people/ann.html"]
        assert framed.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "frame-ancestors" not in framed.headers["Content-Security-Policy"]
        moved = get(port, "/people/old-ann/")
        assert moved.status == 301
        assert moved.headers["Location"].endswith("/people/ann/")


def test_verifying_finds_what_readers_do_not_get(tmp_path: Path) -> None:
    """`--verify` is content with a server that shows what was built, and names the addresses of one that does not."""
    project = new_project(
        tmp_path / "project", f"  live: {{kind: folder, path: {tmp_path}/www, url: 'http://127.0.0.1:1/'}}"
    )
    with nginx(tmp_path / "nginx", tmp_path / "www") as port:
        config = project.root / "briefgen.yaml"
        config.write_text(config.read_text().replace("127.0.0.1:1/", f"127.0.0.1:{port}/"))
        project.good("build", "-q")
        ran = project.run("publish", "--verify", "all")
        assert ran.code == 0, ran
        assert "addresses are as built" in ran.err
    from hosts import wanted  # type: ignore[import-not-found]

    from briefgen.publish.verify import verify
    from briefgen.publish.web import Answer

    slept: list[float] = []
    found = verify(
        ["a.html"], wanted(tmp_path, {"a.html": b"right"}), "http://x/", lambda _: Answer(200, b"wrong"), slept.append
    )
    assert [(one.address, one.reason) for one in found] == [
        ("http://x/a.html", "readers get something else than the build wrote")
    ]
    assert sum(slept) > 10


def test_verifying_a_site_that_is_wrong_as_a_whole_takes_no_longer(tmp_path: Path) -> None:
    """All pages share the waits, and nobody is asked for every page where nobody answers at all."""
    from hosts import wanted  # type: ignore[import-not-found]

    from briefgen.publish.fault import PublishFaultError
    from briefgen.publish.verify import verify
    from briefgen.publish.web import Answer, ask

    files = wanted(tmp_path, {f"p{number}.html": b"%d" % number for number in range(30)})
    slept: list[float] = []
    assert len(verify(list(files), files, "http://x/", lambda _: Answer(404, b""), slept.append)) == 30
    assert sum(slept) < 60
    asked: list[str] = []

    def nobody(address: str) -> Answer:
        asked.append(address)
        return ask(address)

    with pytest.raises(PublishFaultError, match=r"the site was published, but nobody could look at http://127\.0\.0\.1:1/: ") as fault:  # fmt: skip
        verify(list(files), files, "http://127.0.0.1:1/", nobody, lambda _: None)
    assert "`url` in briefgen.yaml" in fault.value.hint
    assert set(asked) == {"http://127.0.0.1:1/p0.html"}


def test_verifying_is_content_with_pages_that_come_late(tmp_path: Path) -> None:
    """A host of many computers shows the last page only when asked for the third time; what was right is not asked again."""
    from hosts import wanted  # type: ignore[import-not-found]

    from briefgen.publish.verify import verify
    from briefgen.publish.web import Answer

    asked: list[str] = []

    def late(address: str) -> Answer:
        asked.append(address)
        return Answer(200, b"late" if address.endswith("late.html") and asked.count(address) == 3 else b"soon")

    files = wanted(tmp_path, {"soon.html": b"soon", "late.html": b"late"})
    assert verify(list(files), files, "http://x/", late, lambda _: None) == ()
    assert sorted(asked) == ["http://x/late.html"] * 3 + ["http://x/soon.html"]
