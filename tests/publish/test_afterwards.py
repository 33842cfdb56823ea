"""What comes after publishing: others are told only if somebody asked for it, in the form they expect, and secrets stay secret."""

from __future__ import annotations

import json
import re
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs

import pytest
from hosts import wanted  # type: ignore[import-not-found]
from projects import new_project  # type: ignore[import-not-found]

from briefgen.model.publishing import Notices, Webhook
from briefgen.publish.fault import TransientFaultError
from briefgen.publish.notify import Published, tell
from briefgen.publish.plan import Plan
from briefgen.publish.retry import Patience, retrying
from briefgen.publish.secrets import Secrets
from briefgen.publish.target import spread
from briefgen.publish.web import ask


class Told(NamedTuple):
    path: str
    kind: str
    body: bytes


class Listener(NamedTuple):
    url: str
    told: list[Told]


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server that notes what it is told; below /busy it always is."""
    told: list[Told] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.append(Told(self.path, self.headers["Content-Type"], body))
            self.send_response(503 if self.path.startswith("/busy") else 202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Listener(f"http://127.0.0.1:{server.server_port}", told)
    server.shutdown()
    server.server_close()


def published(tmp_path: Path) -> Published:
    files = {
        "index.html": b"1",
        "articles/x/index.html": b"2",
        "feed.xml": b"3",
        "assets/x.css": b"4",
        "404.html": b"5",
    }
    plan = Plan(added=("404.html", "articles/x/index.html", "assets/x.css", "feed.xml"), changed=("index.html",), removed=("gone/index.html",))  # fmt: skip
    return Published(
        target="live", url="https://example.org/b/", release="r1", plan=plan, wanted=wanted(tmp_path, files)
    )


def test_nobody_is_told_unless_asked(tmp_path: Path, listener: Listener) -> None:
    assert list(tell(published(tmp_path), Notices(), Secrets("live", {}), ask)) == []
    assert listener.told == []


def test_everybody_who_was_named_is_told(tmp_path: Path, listener: Listener) -> None:
    notices = Notices(
        indexnow="NOW_KEY", indexnow_url=f"{listener.url}/now", websub=f"{listener.url}/hub",
        webhooks=(*(Webhook(**one) for one in ({"url": f"{listener.url}/open"}, {"secret": "HOOK"}, {"secret": "MISSING"}, {"url": f"{listener.url}/busy"})),),
    )  # fmt: skip
    secrets = Secrets("live", {"NOW_KEY": "0123456789abcdef", "HOOK": f"{listener.url}/hidden/s3cr3t"})
    said = list(tell(published(tmp_path), notices, secrets, ask))
    assert len(said) == 2
    assert "the environment has no MISSING" in said[0]
    assert "webhook 4 was not told: the server answers 503" in said[1]
    now, hub, first, second, _ = listener.told
    assert json.loads(now.body) == {
        "host": "example.org",
        "key": "0123456789abcdef",
        "keyLocation": "https://example.org/b/0123456789abcdef.txt",
        "urlList": ["https://example.org/b/articles/x/", "https://example.org/b/", "https://example.org/b/gone/"],
    }
    assert parse_qs(hub.body.decode()) == {"hub.mode": ["publish"], "hub.url": ["https://example.org/b/feed.xml"]}
    assert json.loads(first.body) == {
        "target": "live",
        "url": "https://example.org/b/",
        "release": "r1",
        "added": 4,
        "changed": 1,
        "removed": 1,
    }
    assert second.path == "/hidden/s3cr3t"


def test_the_key_goes_out_with_the_site(tmp_path: Path, listener: Listener) -> None:
    """Search engines fetch the key from the site, so it is published; a publish that changes nothing tells nobody."""
    settings = (
        f"  live: {{kind: folder, path: ../www, notify: {{indexnow: NOW_KEY, indexnow_url: '{listener.url}/now'}}}}"
    )
    project = new_project(tmp_path / "project", settings)
    project.good("publish", NOW_KEY="0123456789abcdef")
    assert (tmp_path / "www/0123456789abcdef.txt").read_text() == "0123456789abcdef"
    assert len(listener.told) == 1
    project.good("publish", NOW_KEY="0123456789abcdef")
    assert len(listener.told) == 1
    ran = project.run("publish")
    assert ran.code == 4
    assert "NOW_KEY" in ran.err


@pytest.mark.parametrize("slip", ['"no-cache\\nX-Mine: 1"', "'max-age=60\"; return 200 \"mine'", "max-age: 60"])
def test_a_slip_in_a_time_for_copies_comes_into_no_settings(tmp_path: Path, slip: str) -> None:
    """It would end the line in a server's settings and begin another; it is told with its place instead."""
    project = new_project(tmp_path / "p", "  live: {kind: folder, path: ../www}")
    config = project.root / "briefgen.yaml"
    config.write_text(config.read_text().replace("../www}", "../www, cache: {page: " + slip + "}}"))
    for words in (("build",), ("publish", "--host-file", "nginx"), ("publish",)):
        ran = project.run(*words)
        assert ran.code == 2
        assert "briefgen.yaml:5:" in ran.err
        assert not ran.out


def test_settings_for_hosts_go_out_with_the_site(tmp_path: Path) -> None:
    """Each file can be read by the tool it is for, and names the redirects and the policy."""
    settings = "  live: {kind: folder, path: ../www, host_files: [_headers, _redirects, netlify.toml, vercel.json]}"
    project = new_project(tmp_path / "project", settings)
    project.write({"content/people.yaml": "ann: {name: Ann Lee, summary: A witness., redirect_from: [old-ann]}\n"})
    project.good("build", "-q")
    project.good("publish")
    assert (tmp_path / "www/_redirects").read_text() == "/people/old-ann/ /people/ann/ 301\n"
    assert (tmp_path / "www/_headers").read_text().startswith("/*\n  Content-Security-Policy: default-src 'none'")
    netlify = tomllib.loads((tmp_path / "www/netlify.toml").read_text())
    assert netlify["redirects"] == [{"from": "/people/old-ann/", "to": "/people/ann/", "status": 301, "force": True}]
    assert netlify["headers"][0]["values"]["X-Content-Type-Options"] == "nosniff"
    vercel = json.loads((tmp_path / "www/vercel.json").read_text())
    assert vercel["redirects"] == [{"source": "/people/old-ann/", "destination": "/people/ann/", "permanent": True}]
    assert 'redir "/people/old-ann/" "/people/ann/" permanent' in project.good("publish", "--host-file", "caddy")


def test_pages_for_frames_may_be_framed_and_no_others(tmp_path: Path) -> None:
    """Hosts that know exceptions keep all other pages out of frames; the rest leave that line out."""
    settings = "  live: {kind: folder, path: ../www, host_files: [_headers, netlify.toml, vercel.json]}"
    project = new_project(tmp_path / "project", settings)
    project.write({"content/people.yaml": "ann: {name: Ann Lee, summary: A witness.}\n"})
    config = project.root / "briefgen.yaml"
    config.write_text(config.read_text() + "embeds: true\n")
    project.good("build", "-q")
    project.good("publish")
    www = tmp_path / "www"
    for name in ("_headers", "netlify.toml"):
        text = (www / name).read_text()
        assert "default-src 'none'" in text
        assert "frame-ancestors" not in text
    policies = {}
    for rule in json.loads((www / "vercel.json").read_text())["headers"]:
        for path in ("/people/ann/", "/embed/people/ann.html"):
            if re.fullmatch(rule["source"], path):
                policies[path] = {one["key"]: one["value"] for one in rule["headers"]}["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policies["/people/ann/"]
    assert "frame-ancestors" not in policies["/embed/people/ann.html"]
    caddy = project.good("publish", "--host-file", "caddy")
    assert "@framed path /embed/*\n" in caddy
    assert "@unframed not path /embed/*\n" in caddy


def test_secrets_are_found_and_hidden() -> None:
    """The target's own variable counts before the client's usual one; what was found is taken out of every text."""
    secrets = Secrets("my-live", {"BRIEFGEN_MY_LIVE_TOKEN": "own-secret", "USUAL": "usual-secret"})
    found = secrets.find("token", "USUAL")
    assert found is not None
    assert found.reveal() == "own-secret"
    assert "own-secret" not in f"{found} {found!r}"
    assert secrets.redacted("failed with own-secret!") == "failed with ‹secret›!"
    assert secrets.find("password") is None
    other = secrets.find("other", "USUAL")
    assert other is not None
    assert other.reveal() == "usual-secret"


def test_patience_grows_and_ends() -> None:
    """Waits double up to the longest, a host's wish counts if it is longer, and the last fault is told."""
    slept: list[float] = []

    def busy() -> None:
        raise TransientFaultError("busy", after=3.0 if len(slept) == 1 else None)

    with pytest.raises(TransientFaultError):
        retrying(busy, Patience(attempts=6, first=0.5, longest=4.0), slept.append)
    assert slept == [0.5, 3.0, 2.0, 4.0, 4.0]


def test_several_at_once_end_together() -> None:
    """What is under way is finished and told before a fault is."""

    def work(number: int) -> int:
        if number == 3:
            raise TransientFaultError("busy")
        return number

    found: list[int] = []
    with pytest.raises(TransientFaultError):
        found.extend(spread(work, range(6), 2))
    assert {0, 1, 2} <= set(found)
