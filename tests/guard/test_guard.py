"""The leak guard: a name is found wherever it hides, and nothing else is."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from small_sites import SmallSite

from briefgen.build import build
from briefgen.guard.guard import Guard, Protected, exported, forms_of, imported
from briefgen.guard.readings import readings
from briefgen.preparing import BuildOptions


def tree(folder: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


NAMES = ("Vera Holm", "Олена Сокіл")
KEY = b"a key that nobody can guess"
GUARD = Guard([Protected("witness-1", NAMES)])
KEYED = Guard([], imported(exported([Protected("witness-1", NAMES)], KEY), KEY))


def png(compressed: bool) -> bytes:
    notes, file = PngInfo(), io.BytesIO()
    (notes.add_text if compressed else notes.add_itxt)("Author", "Photo: Vera Holm", zip=True)
    Image.new("RGB", (2, 2)).save(file, "PNG", pnginfo=notes)
    return file.getvalue()


def jpeg() -> bytes:
    file, about = io.BytesIO(), Image.Exif()
    about[0x013B] = "Vera Holm"
    Image.new("RGB", (2, 2)).save(file, "JPEG", exif=about)
    return file.getvalue()


def webp() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, "WEBP", xmp=b"<x:xmpmeta><dc:creator>Vera Holm</dc:creator></x:xmpmeta>")
    return file.getvalue()


def packed() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as one:
        one.writestr("word/document.xml", "<w:t>Vera </w:t><w:t>Holm</w:t>")
    return file.getvalue()


def paper() -> bytes:
    drawn = zlib.compress(b"BT [(V) 10 (era ) 5 (Ho) 2 (lm)] TJ ET")
    return b"%PDF-1.7\n1 0 obj <</Length 9>> stream\n" + drawn + b"\nendstream endobj"


HIDING: dict[str, tuple[str, bytes]] = {
    "prose": ("a.html", b"<p>so said Vera Holm.</p>"),
    "capitals": ("a.html", b"<h1>VERA HOLM</h1>"),
    "two lines": ("a.html", b"<p>so said Vera\n   Holm.</p>"),
    "a space that does not break": ("a.html", "<p>Vera\u00a0Holm</p>".encode()),
    "an entity": ("a.html", b"<p>Vera&nbsp;H&#111;lm</p>"),
    "an entity in an entity": ("feed.xml", b"<content>&lt;p&gt;Vera&amp;nbsp;Holm&lt;/p&gt;</content>"),
    "mark-up inside a word": ("a.html", b"<p>Ve<b>ra</b> Ho<wbr>lm</p>"),
    "cells of a table": ("a.html", b"<td>Vera</td><td>Holm</td>"),
    "soft hyphens": ("a.html", "<p>Ve\u00adra Ho\u00adlm</p>".encode()),
    "characters nobody sees": ("a.html", "<p>Ve\u200bra\u2060 H\u200dolm</p>".encode()),
    "letters with accents": ("a.html", "<p>Véra Hölm</p>".encode()),
    "letters taken apart": ("a.html", "<p>Ve\u0301ra Holm</p>".encode()),
    "letters of full width": ("a.html", "<p>Ｖｅｒａ Ｈｏｌｍ</p>".encode()),
    "another alphabet": ("a.html", "<p>Вера Хольм</p>".encode()),
    "a name in its own alphabet": ("a.html", "<p>Олена СОКІЛ</p>".encode()),
    "a romanisation": ("a.html", b"<p>Olena Sokil</p>"),
    "another romanisation": ("a.html", b"<p>Oliena Sokill</p>"),
    "the family name first": ("a.csv", b"name,role\nHolm; Vera,witness\n"),
    "an attribute": ("a.html", b'<img src="x.jpg" alt="Vera Holm at home">'),
    "a description for machines": ("a.html", b'<meta name="description" content="Vera Holm">'),
    "a comment": ("a.html", b"<!-- ask Vera Holm -->"),
    "data in a page": ("a.html", b'<script type="application/ld+json">{"name": "\\u0056era Holm"}</script>'),
    "escapes of a script": ("a.js", b'x = "\\x56era Hol\\u{6d}"'),
    "escapes of a style sheet": ("a.css", b'p::after { content: "\\56 era Holm" }'),
    "data": ("api.json", json.dumps({"name": "Олена Сокіл"}).encode()),
    "a link": ("a.html", b'<a href="/people/vera-holm/">a neighbour</a>'),
    "a link with per cents": ("a.html", b"<a href='/%D0%9E%D0%BB%D0%B5%D0%BD%D0%B0_%D0%A1%D0%BE%D0%BA%D1%96%D0%BB'>"),
    "a file's name": ("images/vera_holm.jpg", b"\xff\xd8\xff"),
    "a name in one word": ("images/photo-VeraHolm2.webp", b"RIFF"),
    "a folder": ("people/vera-holm/index.html", b""),
    "a calendar, folded": ("a.ics", b"SUMMARY:Talk with Vera Ho\r\n lm\r\n"),
    "a letter, quoted": ("a.eml", b"Talk with Vera=20Ho=\r\nlm"),
    "a picture in a page": ("a.html", b'<img src="data:image/png;base64,' + base64.b64encode(png(compressed=True)) + b'">'),
    "a drawing": ("a.svg", b"<svg><text>Vera <tspan>Holm</tspan></text></svg>"),
    "notes of a JPEG": ("a.jpg", jpeg()),
    "packed notes of a PNG": ("a.png", png(compressed=True)),
    "notes of a PNG": ("a.png", png(compressed=False)),
    "a text in wide letters": ("a.bin", b"\x00\x01" + "Vera Holm".encode("utf-16-le")),
    "a table saved by a spreadsheet": ("a.csv", "name\nVera Holm\n".encode("utf-16")),
    "a paper": ("a.pdf", paper()),
    "what a paper says of itself": ("a.pdf", b"%PDF-1.7\n<</Author <FEFF005600650072006100200048006F006C006D>>>"),
    "a packed file": ("a.docx", packed()),
    "a page packed for sending": ("a.html.gz", gzip.compress(b"<p>Vera Holm</p>")),
    "of somebody": ("a.html", "<p>Vera Holm’s house, and that of Holm, Vera</p>".encode()),
    "another case": ("a.html", "<p>сказали Олені Сокіл; запитали Олену Сокіл</p>".encode()),
    "a page to be framed": ("embed/a.html", b"<figcaption>Photo: Vera&#8239;Holm</figcaption>"),
    "what frames ask for": ("oembed/a.json", json.dumps({"html": '<iframe title="Vera &#72;olm">'}).encode()),
    "a line of data": ("claimreview.jsonl", b'{"a": 1}\n{"name": "Vera Holm"}\n'),
    "a map for machines": ("data/places.geojson", b'{"features":[{"properties":{"place":"Vera Holm\'s farm"}}]}'),
    "a source map": ("theme.js.map", json.dumps({"sourcesContent": ["// ask Vera Holm\nlet a"]}).encode()),
    "a mark on a timeline": ("a.html", b'<svg><g aria-label="2 April: Vera Holm speaks"><title>x</title></g></svg>'),
    "letters of a drawing": ("a.svg", b"<svg><text><tspan>Ve</tspan><tspan>ra Holm</tspan></text></svg>"),
    "a text for language models": ("llms.txt", b"- [A witness](https://example.org/): Vera\n  Holm said\n"),
    "a letter in base 64": ("mail/a.eml", b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(b"<p>So said Vera Holm in the spring of the year.</p>" * 3)),
    "a subject in base 64": ("mail/a.eml", b"Subject: =?utf-8?B?" + base64.b64encode(b"Talk with Vera Holm") + b"?="),
    "a subject, quoted": ("mail/a.eml", b"Subject: =?utf-8?Q?Talk_with_Vera_Holm?="),
    "notes of a WebP": ("cards/a.webp", webp()),
    "a search index": ("first.js", b'briefgen_index({"t":["Vera Holm"]})'),
}  # fmt: skip


@pytest.mark.parametrize("place", HIDING)
def test_a_name_is_found_wherever_it_hides(place: str) -> None:
    path, data = HIDING[place]
    found = GUARD.leaks(path, data)
    assert [one.label for one in found] == ["witness-1"]
    assert not any("vera" in one.around.lower() or "holm" in one.around.lower() for one in found)


@pytest.mark.parametrize("place", HIDING)
def test_a_machine_that_does_not_know_the_names_finds_them_as_well(place: str) -> None:
    if place != "a name in one word":  # part of a longer word: digests are of whole words
        assert [one.label for one in KEYED.leaks(*HIDING[place])] == ["witness-1"]


@pytest.mark.parametrize(
    "text",
    ["a river; a holm of stone", "Vera came. Holm left.", "Verano Holmes", "Avera Holmen", "overaholmx y", "Aloe vera"],
)
def test_other_words_are_no_name(text: str) -> None:
    """Words that hold the letters, or stand near each other in two sentences."""
    guard = Guard([Protected("witness-1", ("Vera Holms",))])
    assert guard.leaks("a.html", f"<p>{text}</p>".encode()) == ()


def test_the_example_has_no_false_alarm(tmp_path: Path) -> None:
    example = tmp_path / "site"
    build(Path(__file__).parents[2], BuildOptions(output=example, jobs=1))
    for path in example.rglob("*"):
        if path.is_file():
            assert GUARD.leaks(path.relative_to(example).as_posix(), path.read_bytes()) == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_name_between_any_words_is_found(before: str, after: str) -> None:
    text = f"<p>{before.replace('<', '')} . Vera Holm . {after.replace('<', '')}</p>"
    assert GUARD.leaks("a.txt", text.encode("utf-8", "replace"))


@given(st.binary(max_size=400), st.sampled_from(("a.html", "a.png", "a.pdf", "a.zip", "a.gz", "a.br", "a.eml", "a")))
def test_any_bytes_can_be_read(data: bytes, path: str) -> None:
    for head in (b"", b"\x89PNG\r\n\x1a\n", b"%PDF-1", b"\x1f\x8b", b"PK\x03\x04"):
        list(readings(path, head + data))


def test_digests_tell_nothing_without_the_key() -> None:
    text = exported([Protected("witness-1", NAMES)], KEY)
    assert not any(part.lower() in text.lower() for name in NAMES for part in name.split())
    other = imported(text, b"another key altogether")
    assert Guard([], other).leaks(*HIDING["prose"]) == ()
    assert exported([Protected("witness-1", NAMES)], KEY) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("习近平", "他说习近平来了。"), ("さくら太郎", "昨日、さくら太郎さんは"), ("김철수", "김철수는 말했다"), ("王芳", "我是王芳的朋友"),
        ("Vera Holm", "photo-ofveraholmhome.jpg"),
    ],
)  # fmt: skip
def test_names_inside_longer_words_are_found_without_the_list_as_well(name: str, text: str) -> None:
    """Scripts without blanks, particles, names written in one word: what the desk finds a machine with the key finds."""
    people = [Protected("witness-1", (name,))]
    keyed = Guard([], imported(exported(people, KEY), KEY))
    page = f"<p>{text}</p>".encode()
    assert [one.label for one in Guard(people).leaks("a.html", page)] == ["witness-1"]
    (leak,) = keyed.leaks("a.html", page)
    assert leak.label == "witness-1"
    assert leak.around == "███" or name not in leak.around
    assert keyed.leaks("a.html", "<p>他说别人来了。我是朋友。a veranda at home</p>".encode()) == ()


@pytest.mark.parametrize("written", ["Jürgen Groß", "Juergen Gross", "Jurgen Gross", "JUERGEN GROSS", "gross-juergen"])
def test_letters_that_are_written_out_are_found(written: str) -> None:
    people = [Protected("witness-1", ("Jürgen Groß",))]
    keyed = Guard([], imported(exported(people, KEY), KEY))
    for guard in (Guard(people), keyed):
        assert guard.leaks("a.html", f"<p>So said {written} then.</p>".encode())


def test_names_too_short_are_not_looked_for() -> None:
    assert [bool(forms_of(name)) for name in ("Bo", "Bo Li", "王芳")] == [False, True, True]
    assert Guard([Protected("w", ("王芳",))]).leaks("a.html", "<p>据王芳说</p>".encode())


# --- in builds --------------------------------------------------------------------------------------------------------

ARTICLE = "---\ntitle: A raid\ndate: 2022-04-02\n---\nPolice came, a neighbour said.\n"
LIST = "witness-1: [Vera Holm, Олена Сокіл]\n"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    root = tmp_path / "project"
    (root / "content/articles").mkdir(parents=True)
    (root / "private").mkdir()
    (root / "content/articles/raid.md").write_text(ARTICLE, encoding="utf-8")
    (root / "private/protected.yaml").write_text(LIST, encoding="utf-8")
    return SmallSite(root)


def built(site: SmallSite) -> list[tuple[str, str]]:
    """Files that a build would not write, each with what it says; nothing when it wrote."""
    done = build(site.root, BuildOptions())
    found = [one for one in done.prepared.diagnostics if one.level == "error"]
    assert (done.written is None) == bool(found)
    assert not any(name in f"{one.message} {one.hint}" for one in found for name in ("Vera", "Holm", "Олена"))
    return [(one.code, getattr(one.where, "path", "")) for one in found]


def test_a_build_that_would_give_a_name_away_writes_nothing(site: SmallSite) -> None:
    assert built(site) == []
    before = tree(site.root / "site")
    article = site.root / "content/articles/raid.md"
    article.write_text(ARTICLE.replace("a neighbour", "Olena Sokil"), encoding="utf-8")
    assert ("E501", "site/articles/raid/index.html") in built(site)
    assert tree(site.root / "site") == before
    article.write_text(ARTICLE, encoding="utf-8")
    assert built(site) == []


def test_files_for_readers_are_looked_through(site: SmallSite) -> None:
    (site.root / "content/files").mkdir()
    (site.root / "content/files/list.csv").write_text("name\nHOLM Vera\n", encoding="utf-8")
    assert built(site) == [("E501", "site/files/list.csv")]


def test_a_name_that_is_added_is_looked_for_in_what_stands_already(site: SmallSite) -> None:
    (site.root / "private/protected.yaml").unlink()
    article = site.root / "content/articles/raid.md"
    article.write_text(ARTICLE.replace("a neighbour", "Vera Holm"), encoding="utf-8")
    assert built(site) == []
    (site.root / "private/protected.yaml").write_text(LIST, encoding="utf-8")
    assert ("E501", "site/articles/raid/index.html") in built(site)


def test_a_protected_record_is_guarded_in_titles_and_short_fields(site: SmallSite) -> None:
    (site.root / "private/protected.yaml").unlink()
    (site.root / "content/people.yaml").write_text(
        "witness: {name: Vera Holm, privacy: protected, privacy_reason: She saw it., public_label: a neighbour}\n", encoding="utf-8"
    )  # fmt: skip
    assert built(site) == []
    article = site.root / "content/articles/raid.md"
    article.write_text(ARTICLE.replace("A raid", "A raid on Vera Holm"), encoding="utf-8")
    assert ("E501", "site/articles/raid/index.html") in built(site)


def test_a_machine_without_the_names_and_without_the_key_says_so(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [Protected("witness-1", ("Vera Holm",))]
    (site.root / "private/protected.yaml").unlink()
    (site.root / "content/.ledger").mkdir()
    (site.root / "content/.ledger/protected.txt").write_text(exported(people, KEY), encoding="utf-8")
    assert [one.code for one in build(site.root, BuildOptions()).prepared.diagnostics if one.level == "warning"] == [
        "W507"
    ]
    monkeypatch.setenv("BRIEFGEN_GUARD_KEY", KEY.decode())
    article = site.root / "content/articles/raid.md"
    article.write_text(ARTICLE.replace("a neighbour", "Vera Holm"), encoding="utf-8")
    assert ("E501", "site/articles/raid/index.html") in built(site)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Олена Сокіл", "з Оленою Сокіл"), ("Іван Чаус", "до Івана Чауса"), ("Іван Чаус", "Чаусові Івану"), ("Дмитрий Песков", "с Дмитрием Песковым"),
        ("Юрій Яворський", "Юрія Яворського"), ("Анна Белая", "Анне Белой"), ("Шевченко", "Шевченка"), ("Марія Гай", "Марії Гай"),
    ],
)  # fmt: skip
def test_names_are_found_in_other_cases(name: str, text: str) -> None:
    assert Guard([Protected("one", (name,))]).leaks("a.html", f"<p>Так сказано {text} тоді.</p>".encode())
    assert not Guard([Protected("one", (name,))]).leaks(
        "a.html", "<p>Слово Чаусом не було; дім білий, шевська праця.</p>".encode()
    )


@pytest.mark.parametrize(
    "text",
    ["w: [Vera Holm\n", "w: Vera Holm\nw: John Roe\n", "w:\n\t- Vera Holm\n", "- Vera Holm\n", "Vera Holm\n", "w: [Vera Holm, 12]\n", "w:\n", "\u0000\n"],
)  # fmt: skip
def test_a_list_that_cannot_be_read_stops_the_build(tmp_path: Path, text: str) -> None:
    """Whoever is on it would be published otherwise. What is said holds none of its words."""
    files = {
        "articles/a.md": "---\ntitle: A\ndate: 2022-04-02\n---\nSo said Vera Holm.\n",
        "/private/protected.yaml": text,
    }
    site = SmallSite.written(tmp_path, files)
    done = site.build()
    assert done.written is None
    told = site.text(done.prepared.diagnostics)
    assert "BG-E506" in told
    assert "Holm" not in told
