"""Cloudflare Pages: what its tool is called with, what it finds in the folder, and what its complaints become."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from projects import Project, files_in, new_project, nginx  # type: ignore[import-not-found]

TOOL = """#!{python}
import json, os, pathlib, shutil, sys
here = pathlib.Path({here!r})
words = sys.argv[1:]
given = {{name: os.environ.get(name) for name in ("CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID", "WRANGLER_SEND_METRICS", "CI")}}
(here / "called.json").write_text(json.dumps([words, given]))
said = here / "said.txt"
if said.exists():
    sys.exit(said.read_text())
shutil.rmtree(here / "www", ignore_errors=True)
shutil.copytree(words[2], here / "www")
"""
TOKEN = "made-up-token-of-the-tests"  # noqa: S105


@pytest.fixture
def tool(tmp_path: Path) -> Path:
    """A program in wrangler's place that records its call and puts the folder where readers are."""
    program = tmp_path / "wrangler"
    program.write_text(TOOL.format(python=sys.executable, here=str(tmp_path)))
    program.chmod(0o755)
    (tmp_path / "www").mkdir()
    return program


def project_for(tool: Path, tmp_path: Path, port: int) -> Project:
    settings = {"kind": "cloudflare", "project": "our-desk", "account": "a1", "branch": "main", "command": [str(tool)], "url": f"http://127.0.0.1:{port}/"}  # fmt: skip
    return new_project(tmp_path / "p", f"  live: {json.dumps(settings)}")


def test_the_tool_gets_the_whole_site(tool: Path, tmp_path: Path) -> None:
    with nginx(tmp_path / "nginx", tmp_path / "www") as port:
        project = project_for(tool, tmp_path, port)
        project.good("publish", CLOUDFLARE_API_TOKEN=TOKEN)
        words, given = json.loads((tmp_path / "called.json").read_text())
        assert words[:2] == ["pages", "deploy"]
        assert {"--project-name=our-desk", "--branch=main", "--commit-dirty=true"} < set(words)
        assert given == {
            "CLOUDFLARE_API_TOKEN": TOKEN, "CLOUDFLARE_ACCOUNT_ID": "a1", "WRANGLER_SEND_METRICS": "false", "CI": "1",
        }  # fmt: skip
        assert files_in(tmp_path / "www") == project.site()
        (tmp_path / "called.json").unlink()
        assert "0 added, 0 changed" in project.good("publish", CLOUDFLARE_API_TOKEN=TOKEN)
        assert not (tmp_path / "called.json").exists()
        project.article("a1", "It stopped raining.")
        project.good("build", "-q")
        project.good("publish", CLOUDFLARE_API_TOKEN=TOKEN)
        assert files_in(tmp_path / "www") == project.site()
        back = project.run("rollback", CLOUDFLARE_API_TOKEN=TOKEN)
        assert back.code == 4
        assert "dash.cloudflare.com" in back.err


@pytest.mark.parametrize(
    ("said", "message", "hint"),
    [
        ("✘ [ERROR] Authentication error [code: 10000]", "does not let wrangler in", "CLOUDFLARE_API_TOKEN"),
        ("✘ [ERROR] Project not found. [code: 8000007]", "no Pages project our-desk", "pages project create"),
        (f"✘ [ERROR] Something about {TOKEN}", "did not succeed", "by hand"),
    ],
)
def test_its_complaints_in_words(tool: Path, tmp_path: Path, said: str, message: str, hint: str) -> None:
    (tmp_path / "said.txt").write_text(said)
    with nginx(tmp_path / "nginx", tmp_path / "www") as port:
        ran = project_for(tool, tmp_path, port).run("publish", CLOUDFLARE_API_TOKEN=TOKEN)
    assert ran.code == 4
    assert message in ran.err
    assert hint in ran.err
    assert TOKEN not in ran.err + ran.out


def test_a_missing_tool_is_told(tmp_path: Path) -> None:
    ran = project_for(tmp_path / "nowhere", tmp_path, 1).run("publish")
    assert ran.code == 4
    assert "npm install -g wrangler" in ran.err
