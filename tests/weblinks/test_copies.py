"""Copies of sources: what has none, and keeping one, from a server on this machine."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from loopback import web
from small_sites import SmallSite

from briefgen.cli.main import main


def site(root: Path, url: str, local: bool = True) -> SmallSite:
    sources = (
        f"page: {{kind: webpage, title: A page, url: '{url}/moved/here'}}\n"
        "kept: {kind: webpage, title: Kept, url: 'https://example.org/a', archived: [{url: 'https://example.org/b', service: wayback, date: 2022-04-02}]}\n"
    )
    config = f"links: {{local: {str(local).lower()}, delay: 0}}\n"
    return SmallSite.written(root, {"/briefgen.yaml": config, "sources.yaml": sources})


def run(root: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["-C", str(root), "archive", *words], standalone_mode=False)
    return (result.return_value if result.exception is None else 2), result.output


def test_a_copy_is_kept_and_found_again(tmp_path: Path) -> None:
    with web() as server:
        site(tmp_path, server.url)
        assert "source:page  no copy" in run(tmp_path)[1]
        assert server.asked == []
        code, said = run(tmp_path, "--save", "--allow-network")
        assert code == 0, said
        asked = len(server.asked)
        (told,) = json.loads(run(tmp_path, "--report", "--format", "json")[1])
        data = (tmp_path / told["copy"]["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == told["copy"]["sha256"]
        records = gzip.decompress(data)
        assert records.count(b"WARC/1.1\r\n") == 2
        assert f"WARC-Target-URI: {server.url}/here".encode() in records
        assert b"HTTP/1.1 200" in records
        # It is there: nothing is asked again. Damaged, it counts as none.
        run(tmp_path, "--save", "--allow-network")
        assert len(server.asked) == asked
    (tmp_path / told["copy"]["path"]).write_bytes(b"damaged")
    assert json.loads(run(tmp_path, "--format", "json")[1])[0]["copy"] is None


@pytest.mark.parametrize("words", [("--save",), ("--allow-network",), ("--save", "--report", "--allow-network")])
def test_the_network_must_be_allowed(tmp_path: Path, words: tuple[str, ...]) -> None:
    with web() as server:
        site(tmp_path, server.url)
        assert run(tmp_path, *words)[0] == 2
        assert server.asked == []


def test_addresses_of_ones_own_network_are_left_alone(tmp_path: Path) -> None:
    with web() as server:
        site(tmp_path, server.url, local=False)
        code, said = run(tmp_path, "--save", "--allow-network")
        assert code == 1
        assert "links: {local: true}" in said
        assert server.asked == []
    assert not (tmp_path / "archive").exists()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/cut-short", "the connection breaks before everything has come"),
        ("/cut-chunk", "the connection breaks before everything has come"),
        ("/noise", "the server answers with something that is no web page"),
    ],
)
def test_half_a_page_is_no_copy(tmp_path: Path, path: str, said: str) -> None:
    with web() as server:
        SmallSite.written(
            tmp_path,
            {
                "/briefgen.yaml": "links: {local: true, delay: 0}\n",
                "sources.yaml": f"page: {{kind: webpage, title: A page, url: '{server.url}{path}'}}\n",
            },
        )
        code, told = run(tmp_path, "--save", "--allow-network")
    assert code == 1
    assert told.endswith(f"{path}: {said}\n")
    assert not (tmp_path / "archive").exists()


def test_copies_are_never_published(tmp_path: Path) -> None:
    with web() as server:
        project = site(tmp_path, server.url)
        run(tmp_path, "--save", "--allow-network")
    project.with_files({"articles/rain.md": "---\ntitle: Rain\ndate: 2022-04-02\n---\nRain.\n"}).build()
    assert not list((tmp_path / "site").rglob("*warc*"))
