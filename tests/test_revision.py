"""Following an edit gives what building everything anew gives: the same site, and the same things to say about it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from briefgen.base.paging import page_count
from briefgen.base.sections import DamagedError
from briefgen.formats.document import documents
from briefgen.model.output import Page
from briefgen.model.site import Quoted, Site
from briefgen.output.kept import Extra, Kept, NothingKeptError, keep
from briefgen.pages.plan import plan
from briefgen.preparing import BuildOptions, prepare
from briefgen.reading.disk import read_settings, read_texts
from briefgen.reading.site_record import read_config
from briefgen.reading.texts import parse_here
from briefgen.revision import State, Step, step
from briefgen.site.quoted import MENTIONS_A_PAGE, QUOTED, question, quoted

EXAMPLE = Path(__file__).parent.parent
OPTIONS = BuildOptions()


def state_of(root: Path) -> State:
    state = prepare(root, OPTIONS).state
    assert state is not None
    return state


def as_plain(site: Site) -> dict[str, Any]:
    """The fields of a site, with every mapping as a dict."""
    values = {name: getattr(site, name) for name in Site.__struct_fields__ if name != "editions"}
    plain = {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()}
    return {**plain, "editions": {lang: as_plain(edition) for lang, edition in site.editions.items()}}


def quotations(site: Site, edition: str = "") -> dict[tuple[str, str], tuple[Quoted, ...]]:
    """By question: what every page of mentions quotes, of the site and its editions."""
    found = {
        (f"{edition}{QUOTED}", asked): quoted(site, asked)
        for record, mentions in site.backlinks.items()
        for asked in (question(record, n) for n in range(page_count(len(mentions), MENTIONS_A_PAGE) + 1))
    }
    for lang, one in site.editions.items():
        found |= quotations(one, f"{lang}/")
    return found


def said(state: State) -> list[str]:
    return sorted(map(repr, state.said))


def followed(state: State, root: Path, *paths: str) -> Step | None:
    texts = read_texts(root, paths)
    return None if texts is None else step(state, texts, parse_here, partial(read_texts, root))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the example: a site with every kind of record."""
    for name in ("content", "seeds"):
        shutil.copytree(EXAMPLE / name, tmp_path / name)
    shutil.copy(EXAMPLE / "briefgen.yaml", tmp_path / "briefgen.yaml")
    return tmp_path


def texts_of(root: Path) -> list[Path]:
    found = (path for path in (root / "content").rglob("*") if path.suffix in {".md", ".yaml"})
    return sorted(path for path in found if ".ledger" not in path.parts)


def _more_words(line: str, _: Random) -> str:
    return f"{line} and more words"


def _a_word_less(line: str, random: Random) -> str:
    words = line.split(" ")
    words.pop(random.randrange(len(words)))
    return " ".join(words)


def _other_order(line: str, random: Random) -> str:
    words = line.split(" ")
    random.shuffle(words)
    return " ".join(words)


def _a_line_more(line: str, _: Random) -> str:
    return f"{line}\n{line}"


def _a_name(line: str, random: Random) -> str:
    return f"{line} {random.choice(('Zelensky', 'Bucha', 'Hanna Malyar', 'Reuters', 'Nobody Known', '[[bucha]]'))}."


def _a_link(line: str, random: Random) -> str:
    return f"{line} {random.choice(('[x](/claims/)', '[x](/nowhere/)', '[x](#nowhere)', '[x](methodology.md#care)'))}."


EDITS: tuple[Callable[[str, Random], str], ...] = (
    _more_words,
    _a_word_less,
    _other_order,
    _a_line_more,
    _a_name,
    _a_link,
)


def edit(path: Path, random: Random) -> str:
    """Change a line; what the file was."""
    before = path.read_text(encoding="utf-8")
    lines = before.split("\n")
    number = random.randrange(len(lines))
    lines[number] = random.choice(EDITS)(lines[number], random)
    path.write_text("\n".join(lines), encoding="utf-8")
    return before


@pytest.mark.parametrize("seed", range(3))
def test_a_followed_edit_gives_the_site_and_the_findings_of_a_full_build(root: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    files = texts_of(root)
    articles = [path for path in files if path.suffix == ".md"]
    state = state_of(root)
    count = 0
    for _ in range(40):
        path = random.choice((random.choice(files), random.choice(articles)))
        before = edit(path, random)
        done = followed(state, root, str(path.relative_to(root)))
        full = prepare(root, OPTIONS)
        assert full.state is not None
        if done is not None:
            count += 1
            assert said(done.state) == said(full.state)
        if full.failed:
            path.write_text(before, encoding="utf-8")
            continue
        if done is not None:
            assert as_plain(done.state.site) == as_plain(full.state.site)
            was, now = quotations(state.site), quotations(full.state.site)
            others = {asked for asked in was.keys() | now.keys() if was.get(asked, ()) != now.get(asked, ())}
            assert {asked for asked in done.asked if asked[0].endswith(QUOTED)} == others
        state = full.state if done is None else done.state
    assert count >= 10


def test_several_files_at_once_are_followed(root: Path) -> None:
    state = state_of(root)
    paths = [str(path.relative_to(root)) for path in texts_of(root) if path.suffix == ".md"][-3:]
    for path in paths:
        with (root / path).open("a", encoding="utf-8") as file:
            file.write("\nOne more line about Bucha.\n")
    done = followed(state, root, *paths)
    assert done is not None
    assert as_plain(done.state.site) == as_plain(state_of(root).site)


def test_an_edit_of_one_language_changes_pages_of_that_language(root: Path) -> None:
    """A record is shown in every language, an article in its own."""
    state = state_of(root)
    article = "content/articles/johnson-congratulates-zelensky.uk.md"
    with (root / article).open("a", encoding="utf-8") as file:
        file.write("\nБуча — місто.\n")
    done = followed(state, root, article)
    assert done is not None
    assert {field.partition("/")[0] for field, _ in done.asked} == {"uk"}
    assert as_plain(done.state.site) == as_plain(state_of(root).site)
    people = root / "content/people/hanna-malyar.yaml"
    people.write_text(people.read_text(encoding="utf-8") + "say: Mal-yar\n", encoding="utf-8")
    again = followed(done.state, root, "content/people/hanna-malyar.yaml")
    assert again is not None
    assert {field for field, _ in again.asked} == {"records", "uk/records"}
    assert as_plain(again.state.site) == as_plain(state_of(root).site)


def test_words_far_down_a_text_leave_the_search_alone(root: Path) -> None:
    state = state_of(root)
    article = next(path for path in sorted((root / "content/articles").glob("*.md")) if ".uk." not in path.name)
    for words, fields in (("\nNothing else.\n", set()), ("\nBucha, Bucha and Bucha.\n", {"often_named"})):
        article.write_text(article.read_text(encoding="utf-8") + words, encoding="utf-8")
        done = followed(state, root, str(article.relative_to(root)))
        assert done is not None
        assert {field for field, _ in done.asked} & {"openings", "often_named"} == fields
        state = done.state


def test_words_that_only_move_names_change_no_page_of_mentions(root: Path) -> None:
    """A word in front of a hundred names is one sentence more; pages of those named quote what they did."""
    article = root / "content/articles/johnson-congratulates-zelensky.md"
    text = article.read_text(encoding="utf-8")
    head, _, body = text.rpartition("---\n\n")
    article.write_text(f"{head}---\n\nIt rained. {body}", encoding="utf-8")
    state = state_of(root)
    article.write_text(f"{head}---\n\nIt rained all day. {body}", encoding="utf-8")
    done = followed(state, root, str(article.relative_to(root)))
    assert done is not None
    fields = {field for field, _ in done.asked}
    assert "backlinks" in fields
    assert QUOTED not in fields


@pytest.mark.parametrize(
    "entry",
    [
        "    - {date: 2022-04-07, status: disputed, reason: Others say otherwise.}\n",
        "    - {date: 2022-04-05, status: disputed, reason: Others say otherwise., visible: false}\n",
        "    - {date: 2022-04-20, status: disputed, reason: Others will say otherwise.}\n",
    ],
    ids=["on a new day", "not for readers", "later than the site"],
)
def test_a_claim_that_moves_is_followed_with_all_that_is_sorted_by_time(root: Path, entry: str) -> None:
    """One more page of a day, another claim among those with a card, other lists: pages come and go as in a full build."""
    with (root / "briefgen.yaml").open("a", encoding="utf-8") as file:
        file.write("images: {cards: 1}\n")
    state = state_of(root)
    before = {page.path: page for page in planned(state.site)}
    path = root / "content/claims.yaml"
    claim, history = "putin-buying-time:", "  status_history:\n"
    head, _, rest = path.read_text(encoding="utf-8").partition(claim)
    said_before, _, after = rest.partition(history)
    entries = re.match("(    .*\n)+", after)
    assert entries is not None
    path.write_text(f"{head}{claim}{said_before}{history}{entries[0]}{entry}{after[entries.end() :]}", encoding="utf-8")
    done, full = followed(state, root, "content/claims.yaml"), state_of(root)
    assert done is not None
    assert as_plain(done.state.site) == as_plain(full.site)
    assert said(done.state) == said(full)
    now = {**before, **done.pages}
    assert {page for name, page in now.items() if name not in done.gone} == set(planned(full.site))


def planned(site: Site) -> tuple[Page, ...]:
    return plan(site, documents(site)).value


def test_a_claim_may_move_that_an_edition_does_not_show(tmp_path: Path) -> None:
    """The other language has an article and no claim: nothing there is sorted anew."""
    claim = (
        "bridge:\n  kind: event\n  short: The bridge is open.\n  statement: The bridge is open.\n"
        "  assertions: [{by_label: a driver, date: 2022-04-02, mode: press-statement, source: paper}]\n  status_history:\n"
        "    - {date: 2022-04-02, status: unverified, reason: One driver.}\n"
        "    - {date: 2022-04-03, status: disputed, reason: Another denies it.}\n"
    )
    files = {
        "briefgen.yaml": "title: Merrow\nlang: en\nlanguages: [uk]\nas_of: 2022-05-01\n",
        "content/claims.yaml": claim,
        "content/sources.yaml": "paper: {kind: webpage, title: The paper, url: https://paper.example/}\n",
        "content/articles/storm.md": "---\ntitle: A storm\ndate: 2022-04-02\n---\n[The bridge is open]{claim=bridge}.\n",
        "content/articles/rain.uk.md": "---\ntitle: Дощ\ndate: 2022-04-02\n---\nДощить.\n",
        "content/articles/rain.md": "---\ntitle: Rain\ndate: 2022-04-02\n---\nIt rains.\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    state = state_of(tmp_path)
    assert "claim" in state.site.registers
    assert "claim" not in state.site.editions["uk"].registers
    further = "    - {date: 2022-04-05, status: unverified, reason: Nobody looks.}\n"
    (tmp_path / "content/claims.yaml").write_text(claim + further, encoding="utf-8")
    done = followed(state, tmp_path, "content/claims.yaml")
    assert done is not None
    assert as_plain(done.state.site) == as_plain(state_of(tmp_path).site)


@pytest.mark.parametrize(
    ("before", "after"),
    [("date: ", "date: 2022-04-01 # "), ("title: ", "title: Another "), ("---\n", "---\nid: another\n")],
    ids=["day", "title", "id"],
)
def test_what_other_pages_depend_on_is_left_to_a_full_build(root: Path, before: str, after: str) -> None:
    state = state_of(root)
    path = next(path for path in texts_of(root) if path.parent.name == "articles" and path.suffix == ".md")
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert followed(state, root, str(path.relative_to(root))) is None


def test_what_is_kept_is_what_was_found_out(root: Path) -> None:
    prepared = prepare(root, OPTIONS)
    assert prepared.state is not None
    state = prepared.state
    asked = {page.path: (("uk/records" if page.lang else "records", page.key),) for page in prepared.pages}
    keep(root / "kept", "x", "id", state, Extra((), (), (), another_day=False), prepared.pages, asked)
    config = read_config(read_settings(root).value).value
    found = Kept(root / "kept", "x", "id", config)
    assert as_plain(found.state.site) == as_plain(state.site)
    assert dict(found.state.records.records) == dict(state.records.records)
    assert dict(found.state.records.origins) == dict(state.records.origins)
    assert said(found.state) == said(state)
    assert {key: tuple(map(tuple, value)) for key, value in found.state.lore.anchors.items()} == {
        key: tuple(value) for key, value in state.lore.anchors.items()
    }
    assert found.state.lore.names == state.lore.names
    page = next(page for page in prepared.pages if page.key.startswith("person:"))
    same = [
        one.path for one in prepared.pages if (one.key, one.lang) == (page.key, page.lang)
    ]  # the page and its feeds
    assert found.asking([("records", page.key)]) == {path: [("records", page.key)] for path in same}


@pytest.mark.parametrize("at", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_damaged_state_is_noticed(root: Path, at: float) -> None:
    prepared = prepare(root, OPTIONS)
    assert prepared.state is not None
    keep(root / "kept", "x", "id", prepared.state, Extra((), (), (), another_day=False), (), {})
    path = root / "kept" / "x.state"
    data = bytearray(path.read_bytes())
    data[int(at * len(data))] ^= 0xFF
    path.write_bytes(data)
    with suppress(NothingKeptError, DamagedError):
        found = Kept(root / "kept", "x", "id", prepared.site.config)
        assert as_plain(found.state.site) == as_plain(prepared.state.site)
        assert said(found.state) == said(prepared.state)
