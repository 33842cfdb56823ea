"""Edits of further names are followed: only texts that they concern are linked again, and all is as if built anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from small_sites import NOW, SmallSite
from soak.edits import NAMES
from soak.identity import in_one_language, project, restore, sources

from briefgen.base.dates import parse_when
from briefgen.linking.concerned import Changed, Concerned, texts_with
from briefgen.linking.names import names_of, surface
from briefgen.linking.near import KnownNames
from briefgen.model.records import Person
from briefgen.model.site import Site
from briefgen.preparing import BuildOptions, prepare
from briefgen.reading.disk import read_texts
from briefgen.reading.texts import parse_here
from briefgen.revision import State, Step, step

OPTIONS = BuildOptions(as_of=parse_when(NOW))


def article(title: str, text: str) -> str:
    return f"---\ntitle: {title}\ndate: 2022-04-02\n---\n{text}\n"


FILES = {
    "/briefgen.yaml": "title: T\nurl: https://example.org/\nlang: en\nnames: {inflect: [uk]}\n",
    "people.yaml": "ida-marsh:\n  name: Ida Marsh\n  family_name: Marsh\n  summary: A mayor.\notto-lind:\n  name: Otto Lind\n  summary: An engineer.\n",
    "organisations/board.yaml": "name: Harbour Board\nkind: office\nsummary: It runs the harbour.\n",
    "glossary.yaml": "storm-surge:\n  term: storm surge\n  definition: Water driven by wind.\n",
    "articles/one.md": article("One", "Ida Marsh met the Quay Council. Then High Water came, and Otto Linde spoke for the Quay Council."),
    "articles/two.md": article("Two", "Otto Lind said that a Sea Rise was no storm surge. Ida Marsh went to the Quay Council Inn."),
    "articles/three.md": article("Three", "Nothing was said. [[Ida Marsh]] knows. [[otto-lind|He]] does too."),
    "articles/three-uk.md": "---\ntitle: Три\nlang: uk\ndate: 2022-04-02\n---\nПро це писали в Береговій Службі.\n",
    "articles/draft.md": "---\ntitle: Draft\n---\nThe Quay Council and Ida Marsh.\n",
    "pages/about.md": "---\ntitle: About\n---\nOtto Lind writes this.\n",
}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite.written(tmp_path, FILES)


def state_of(root: Path, options: BuildOptions = OPTIONS) -> State:
    state = prepare(root, options).state
    assert state is not None
    return state


def as_plain(site: Site) -> dict[str, Any]:
    values = {name: getattr(site, name) for name in Site.__struct_fields__}
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()}


def codes(state: State) -> set[str]:
    return {one.code for one in state.said}


def followed(state: State, root: Path, *paths: str, options: BuildOptions = OPTIONS) -> Step | None:
    """Follow edits of some files; when that is possible, everything must be as a build from the files makes it."""
    texts = read_texts(root, paths)
    assert texts is not None
    done = step(state, texts, parse_here, partial(read_texts, root))
    if done is not None:
        full = state_of(root, options)
        assert sorted(map(repr, done.state.said)) == sorted(map(repr, full.said))
        if all(one.code[0] != "E" for one in full.said):
            assert as_plain(done.state.site) == as_plain(full.site)
            assert done.state.lore.names == full.lore.names
    return done


def edited(site: SmallSite, path: str, old: str, new: str) -> str:
    text = (site.root / "content" / path).read_text(encoding="utf-8")
    assert old in text
    (site.root / "content" / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    return f"content/{path}"


BOARD, PEOPLE, GLOSSARY = "organisations/board.yaml", "people.yaml", "glossary.yaml"


@pytest.mark.parametrize(
    ("path", "line", "target", "more"),
    [
        (BOARD, "aliases: [Quay Council]", "organisation:board", {"article:one"}),
        (BOARD, "aliases: [Berth Watch]", "organisation:board", set()),
        (BOARD, "aliases: [{name: high water, case: any}]", "organisation:board", {"article:one"}),
        (BOARD, "aliases: [Quay Council]\nnot: [Quay Council Inn]", "organisation:board", {"article:one"}),
        (BOARD, "aliases: [Quay Council]\nalso_in: [Quay Council Inn]", "organisation:board", {"article:one", "article:two"}),
        (BOARD, "house_style: {reject: {Quay Council: say Harbour Board}}", "organisation:board", {"article:one"}),
        (BOARD, "former_names: [{name: Quay Council, until: 2022-05-01}]", "organisation:board", {"article:one"}),
        (BOARD, "names: {uk: Берегова Служба}", "organisation:board", {"article:three-uk"}),
        (PEOPLE, "  aliases: [Otto Linde]", "person:otto-lind", {"article:one"}),
        (GLOSSARY, "  aliases: [sea rise]", "term:storm-surge", {"article:two"}),
    ],
)  # fmt: skip
def test_a_name_more_is_found_where_it_stands(
    site: SmallSite, path: str, line: str, target: str, more: set[str]
) -> None:
    before = state_of(site.root)
    was = {one.article for one in before.site.backlinks.get(target, ())}
    last = FILES[path].splitlines()[-1]
    done = followed(before, site.root, edited(site, path, last, f"{last}\n{line}"))
    assert done is not None
    assert {one.article for one in done.state.site.backlinks.get(target, ())} == was | more
    # And back again, where that takes nobody their last mention.
    back = followed(done.state, site.root, edited(site, path, f"\n{line}", ""))
    if was or not more:
        assert back is not None
        assert as_plain(back.state.site) == as_plain(before.site)
    else:
        assert back is None


def test_only_texts_that_are_concerned_are_read_again(site: SmallSite) -> None:
    before = state_of(site.root)
    path = edited(site, BOARD, "kind:", "aliases: [High Water]\nkind:")
    done = followed(before, site.root, path)
    assert done is not None
    assert done.edited == {path}
    # What a draft says is not kept, so it may be concerned by any name.
    assert done.texts.keys() == {path, "content/articles/one.md", "content/articles/draft.md"}


def test_a_name_shared_by_two_is_told_in_texts(site: SmallSite) -> None:
    before = state_of(site.root)
    path = edited(site, BOARD, "kind:", "aliases: [Otto Lind]\nkind:")
    done = followed(before, site.root, path)
    assert done is not None
    assert {"E101", "W112"} <= codes(done.state) - codes(before)


@pytest.mark.parametrize(
    ("alias", "there"), [("Quay Counsil", True), ("Quay Council", False), ("Otto Linde", False), ("Quay Kouncil", True)]
)
def test_words_that_are_nearly_a_name_are_told_or_no_longer(site: SmallSite, alias: str, there: bool) -> None:
    before = state_of(site.root)
    assert any("Quay Council" in one.message for one in before.said if one.code == "W104")
    path = edited(site, BOARD, "kind:", f"aliases: [{alias}]\nkind:")
    done = followed(before, site.root, path)
    assert done is not None
    hints = [one.hint for one in done.state.said if one.code == "W104"]
    assert (f"did you mean “{alias}”?" in " ".join(hints)) == there
    assert hints != [one.hint for one in before.said if one.code == "W104"]


def test_a_link_by_name_leads_elsewhere(site: SmallSite) -> None:
    site.with_files({"articles/four.md": article("Four", "They met [[Watch|there]], at the [[Berth Watch]].")})
    edited(site, BOARD, "kind:", "aliases: [Berth Watch, Watch]\nkind:")
    before = state_of(site.root)
    edited(site, BOARD, "aliases: [Berth Watch, Watch]", "weak_aliases: []")
    path = edited(site, PEOPLE, "  name: Otto Lind", "  name: Otto Lind\n  aliases: [Berth Watch, Watch]")
    assert followed(before, site.root, path, f"content/{BOARD}") is None  # the board's last mention has gone
    edited(site, "articles/one.md", "Ida Marsh", "The Harbour Board and Ida Marsh")
    edited(site, BOARD, "weak_aliases: []", "aliases: [Berth Watch, Watch]")
    edited(site, PEOPLE, "\n  aliases: [Berth Watch, Watch]", "")
    before = state_of(site.root)
    edited(site, BOARD, "aliases: [Berth Watch, Watch]", "weak_aliases: []")
    edited(site, PEOPLE, "  name: Otto Lind", "  name: Otto Lind\n  aliases: [Berth Watch, Watch]")
    done = followed(before, site.root, path, f"content/{BOARD}")
    assert done is not None
    assert "article:four" in {one.article for one in done.state.site.backlinks["person:otto-lind"]}


def test_a_link_by_name_in_a_short_field_is_left_to_a_full_build(site: SmallSite) -> None:
    edited(site, PEOPLE, "A mayor.", "A mayor of the [[Berth Watch]].")
    edited(site, BOARD, "kind:", "aliases: [Berth Watch]\nkind:")
    before = state_of(site.root)
    path = edited(site, BOARD, "Berth Watch", "Berth Wardens")
    assert followed(before, site.root, path) is None


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PEOPLE, "name: Otto Lind", "name: Otto Linde"),
        (PEOPLE, "  summary: A mayor.", "  privacy: limited\n  privacy_reason: Private.\n  summary: A mayor."),
        (BOARD, "kind: office", "kind: office\nnot_to_be_confused_with: [board]"),
        (BOARD, "kind: office", "kind: ngo\naliases: [Quay Council]"),
    ],
)
def test_what_a_record_is_called_and_is_goes_too_far(site: SmallSite, path: str, old: str, new: str) -> None:
    before = state_of(site.root)
    assert followed(before, site.root, edited(site, path, old, new)) is None


def test_a_list_of_mentions_gets_a_page_more(tmp_path: Path) -> None:
    articles = {f"articles/a{n}.md": article(f"A{n}", "The Harbour Watch slept.") for n in range(100)}
    site = SmallSite.written(tmp_path, {**FILES, **articles})
    before = state_of(site.root)
    path = edited(site, BOARD, "kind:", "aliases: [Harbour Watch]\nkind:")
    done = followed(before, site.root, path)
    assert done is not None
    planned = {page.path: page for page in prepare(site.root, OPTIONS).pages}
    assert done.pages.keys() == {"organisations/board/index.html", "organisations/board/page/1/index.html"}
    assert all(planned[one] == page for one, page in done.pages.items())
    # With a mention less there is a page less, which is left to a full build.
    assert followed(done.state, site.root, edited(site, "articles/a7.md", "Harbour", "Other")) is None


@pytest.mark.parametrize("seed", range(2))
def test_any_edits_of_names_are_followed_rightly(tmp_path: Path, seed: int) -> None:
    """Names that stand in texts, nearly stand there, are shared, declined, rejected: all is as if built anew."""
    root, random = in_one_language(project(tmp_path / "project")), Random(seed)  # noqa: S311 - no secret
    state, renamed = state_of(root, BuildOptions()), 0
    for _ in range(30):
        before = sources(root)
        for edit in random.choices(NAMES, k=random.choice((1, 1, 2))):
            edit(root, random)
        paths = [path for path, data in sources(root).items() if data != before[path]]
        done = followed(state, root, *paths, options=BuildOptions())
        full = prepare(root, BuildOptions())
        renamed += done is not None and done.state.lore is not state.lore
        if full.failed or full.state is None:
            restore(root, before)
        else:
            state = full.state if done is None else done.state
    assert renamed >= 10


def test_names_are_looked_for_in_any_spelling_of_a_text() -> None:
    def found(form: str, text: str, *, loose: bool = False) -> bool:
        forms = frozenset({surface(form).lower() if loose else surface(form)})
        changed = Changed(frozenset(), forms) if loose else Changed(forms, frozenset())
        return bool(texts_with(changed, [("x", text.encode())]))

    assert found("Quay Council", "the Quay\u00a0Council met")
    assert found("Quay Council", "the Qu\u00aday Coun\u00adcil met")
    assert found("O'Neill", "by O’Neill")
    assert found("Zoë", "Zoe\u0308 said")
    assert found("sea rise", "SEA RISE", loose=True)
    assert found("король", "КОРОЛЬ і КоРоЛь", loose=True)
    assert not found("Quay Council", "the quay council met")
    assert texts_with(Changed(frozenset({"Å"}), frozenset()), []) is None


@pytest.mark.parametrize("seed", range(40))
def test_words_about_which_nothing_new_is_said_are_not_concerned(seed: int) -> None:
    """Of a word that is passed over, the same is said with a name more as without it."""
    random = Random(seed)  # noqa: S311 - no secret
    letters = "abehiklosvwyéØЗе"

    def word() -> str:
        return "".join(random.choices(letters, k=random.randrange(3, 8))).capitalize()

    names = [f"{word()} {word()}" for _ in range(6)]
    name = random.choice(names)
    at = random.randrange(len(name))
    new = random.choice((name[:at] + random.choice(letters) + name[at + 1 :], name[:at] + name[at + 1 :], word()))
    old_table = names_of({"person:a": Person(name="Xx Yy", aliases=tuple(names))})
    new_table = names_of({"person:a": Person(name="Xx Yy", aliases=(*names, new))})
    differing = {one for one in new_table.exact if new_table.exact[one] != old_table.exact.get(one)}
    concerned = Concerned(Changed(frozenset(differing), frozenset()))
    before, now = KnownNames(old_table), KnownNames(new_table)
    for one in [*names, new, word(), *(f"{n[:at]}{random.choice(letters)}{n[at:]}" for n in [*names, new])]:
        if not concerned([surface(one)]):
            assert before.has(one) == now.has(one)
            assert before.near(one) == now.near(one)
            assert before.alike(one) == now.alike(one)
