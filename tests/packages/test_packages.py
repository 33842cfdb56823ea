"""Extensions and themes as others install them: built into wheels, put beside briefgen, and asked for by a site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs/examples/briefgen-speakers"
Briefgen = Callable[..., "subprocess.CompletedProcess[str]"]

THEME = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"
[project]
name = "briefgen-evening"
version = "2.0.0"
[project.entry-points."briefgen.themes"]
evening = "briefgen_evening"
""",
    "briefgen_evening/__init__.py": "raise RuntimeError('a theme is not imported')\n",
    "briefgen_evening/theme.yaml": """\
name: evening
version: 2.0.0
api: 1
extends: plain
options:
  tone: {type: colour, default: "#203040", help: A colour.}
""",
    "briefgen_evening/templates/404.html": '{% extends "plain/404.html" %}\n{% block content %}<h1>Gone into the night</h1>{% endblock %}\n',
    "briefgen_evening/static/evening.css": "h1 { color: navy }\n",
}
FAULTY = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"
[project]
name = "briefgen-faulty"
version = "0.1"
[project.entry-points."briefgen.extensions"]
faulty = "briefgen_faulty:extension"
broken = "briefgen_faulty:missing"
""",
    "briefgen_faulty/__init__.py": """\
from briefgen.extending import Extension, Finding, OwnPage
def check(site):
    raise ZeroDivisionError("no articles to divide by")
def shout(text):
    return str(text).upper()
def finish(html, view):
    return html.replace("</body>", "<!-- finished --></body>")
extension = Extension(name="faulty", version="0.1", checks=(check,), filters={"shout": shout}, finishers=(finish,))
""",
}
SITE = {
    "briefgen.yaml": "title: The desk\nextensions: [speakers]\n",
    "content/articles/rain.md": "---\ntitle: Rain\ndate: 2022-04-02\n---\nAnn Lee says ==it rained a lot=={} in Irpin. [It rained]{claim=rain}. `==code==`\n".replace(
        "{}", ""
    ),
    "content/people.yaml": "ann-lee: {name: Ann Lee, summary: A witness.}\n",
    "content/sources.yaml": "post: {kind: document, title: A post, url_missing: on paper}\n",
    "content/claims.yaml": "rain:\n  statement: It rained.\n  short: Rain\n  kind: event\n  assertions: [{by: ann-lee, date: 2022-04-02, mode: speech, source: post}]\n"
    "  status_history: [{date: 2022-04-02, status: unverified, reason: Nobody else saw it.}]\n",
}


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(*words: object, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(one) for one in words], cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which wheels of an extension, of a theme and of a faulty extension were installed."""
    base = tmp_path_factory.mktemp("packages")
    wheels, target = base / "wheels", base / "installed"
    sources = (EXAMPLE, written(base / "evening", THEME), written(base / "faulty", FAULTY))
    for source in sources:
        made = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", wheels, source, cwd=base)
        assert made.returncode == 0, made.stdout + made.stderr
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", target)
    put = run(*pip, *sorted(wheels.glob("*.whl")), cwd=base)
    assert put.returncode == 0, put.stderr
    return target


@pytest.fixture
def briefgen(installed: Path, tmp_path: Path) -> Briefgen:
    """briefgen with these packages beside it, at work in a project."""
    written(tmp_path, SITE)
    env = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "SOURCE_DATE_EPOCH": "1649376000",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return lambda *words: run(sys.executable, "-m", "briefgen", *words, cwd=tmp_path, env=env)


def test_an_extension_adds_a_rule_a_check_and_a_page(briefgen: Briefgen, tmp_path: Path) -> None:
    built = briefgen("build")
    assert built.returncode == 0, built.stderr
    assert "W413" in built.stderr
    assert "content/people.yaml:1:1" in built.stderr
    assert "speakers: Ann Lee makes claims but has no role" in built.stderr
    article = (tmp_path / "site/articles/rain/index.html").read_text(encoding="utf-8")
    assert "<mark>it rained a lot</mark> in Irpin" in article
    assert "<code>==code==</code>" in article
    page = (tmp_path / "site/speakers/index.html").read_text(encoding="utf-8")
    assert "<h1>Who says what</h1>" in page
    assert '<a href="../people/ann-lee/">Ann Lee</a></th><td>1</td><td>1</td>' in page


def test_its_pages_follow_edits_and_need_no_second_build(briefgen: Briefgen, tmp_path: Path) -> None:
    briefgen("build")
    people = tmp_path / "content/people.yaml"
    people.write_text("ann-lee: {name: Ann Lisa Lee, summary: A witness., roles: [{title: Mayor}]}\n", encoding="utf-8")
    again = briefgen("build", "--jobs", "2")
    assert "W413" not in again.stderr
    assert "Ann Lisa Lee" in (tmp_path / "site/speakers/index.html").read_text(encoding="utf-8")
    incremental = sorted((path, path.read_bytes()) for path in (tmp_path / "site").rglob("*.html"))
    assert briefgen("build", "--clean").returncode == 0
    assert sorted((path, path.read_bytes()) for path in (tmp_path / "site").rglob("*.html")) == incremental


def test_a_newer_version_of_an_extension_makes_its_pages_anew(
    briefgen: Briefgen, tmp_path: Path, installed: Path
) -> None:
    briefgen("build")
    briefgen("build")
    module = installed / "briefgen_speakers/__init__.py"
    before = module.read_text(encoding="utf-8")
    module.write_text(before.replace("Who says what", "Who claims what"), encoding="utf-8")
    try:
        briefgen("build")
        assert "Who claims what" in (tmp_path / "site/speakers/index.html").read_text(encoding="utf-8")
    finally:
        module.write_text(before, encoding="utf-8")


def test_faults_are_told_with_the_name_of_the_extension(briefgen: Briefgen, tmp_path: Path) -> None:
    for name, words in (
        ("faulty", "the extension faulty failed in a check (ZeroDivisionError: no articles to divide by)"),
        ("broken", "the extension broken cannot be loaded (AttributeError"),
        ("speaker", "there is no extension “speaker”"),
    ):
        (tmp_path / "briefgen.yaml").write_text(f"extensions: [{name}]\n", encoding="utf-8")
        built = briefgen("build")
        assert built.returncode == 2
        assert "BG-E411" in built.stderr
        assert words in built.stderr
        assert "briefgen.yaml:1" in built.stderr
    assert "did you mean “speakers”" in built.stderr
    assert not (tmp_path / "site").exists()


def test_filters_and_finishers_shape_pages(briefgen: Briefgen, tmp_path: Path, installed: Path) -> None:
    module = installed / "briefgen_faulty/__init__.py"
    before = module.read_text(encoding="utf-8")
    module.write_text(before.replace("checks=(check,), ", ""), encoding="utf-8")
    try:
        written(
            tmp_path,
            {
                "briefgen.yaml": "extensions: [faulty]\n",
                "themes/broadsheet/templates/404.html": '{% extends "broadsheet/404.html" %}\n{% block content %}<h1>{{ "gone"|shout }}</h1>{% endblock %}\n',
            },
        )
        built = briefgen("build")
        assert built.returncode == 0, built.stderr
        page = (tmp_path / "site/404.html").read_text(encoding="utf-8")
        assert "<h1>GONE</h1>" in page
        assert page.rstrip().endswith("<!-- finished --></body>\n</html>")
    finally:
        module.write_text(before, encoding="utf-8")


def test_a_theme_from_a_package_is_used_and_listed(briefgen: Briefgen, tmp_path: Path) -> None:
    (tmp_path / "briefgen.yaml").write_text(
        'theme: {name: evening, options: {tone: "#102030", serif: true}}\n', encoding="utf-8"
    )
    built = briefgen("build")
    assert built.returncode == 0, built.stderr
    assert "Gone into the night" in (tmp_path / "site/404.html").read_text(encoding="utf-8")
    assert list((tmp_path / "site/assets").glob("evening.*.css"))
    assert 'data-serif="true"' in (tmp_path / "site/index.html").read_text(encoding="utf-8")
    listed = briefgen("theme", "list").stdout
    assert re.search(r"^evening +installed .*\(in use\)$", listed, re.MULTILINE)
    assert briefgen("theme", "check").stdout == "evening: nothing is wrong\n"
    assert briefgen("theme", "eject", "404.html").stdout == "themes/evening/templates/404.html\n"


def test_a_theme_of_a_package_is_looked_at_by_the_quick_answer(
    briefgen: Briefgen, tmp_path: Path, installed: Path
) -> None:
    (tmp_path / "briefgen.yaml").write_text("theme: evening\n", encoding="utf-8")
    for _ in range(3):
        briefgen("build")
    template = installed / "briefgen_evening/templates/404.html"
    before = template.read_text(encoding="utf-8")
    template.write_text(before.replace("night", "dusk"), encoding="utf-8")
    try:
        briefgen("build")
        assert "Gone into the dusk" in (tmp_path / "site/404.html").read_text(encoding="utf-8")
    finally:
        template.write_text(before, encoding="utf-8")


def test_wrong_options_of_a_theme_are_told(briefgen: Briefgen, tmp_path: Path) -> None:
    (tmp_path / "briefgen.yaml").write_text(
        "theme: {name: evening, options: {tone: red, serif: perhaps, width: huge}}\n", encoding="utf-8"
    )
    told = briefgen("build").stderr
    assert "“red” is no colour for the option “tone”" in told
    assert "“perhaps” is not yes or no for the option “serif”" in told
    assert "“huge” is none of the choices for the option “width”" in told
