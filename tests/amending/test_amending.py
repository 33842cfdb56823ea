"""Changes of records: only what was meant changes, comments and layout stay, and what is interrupted is finished."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from amended_projects import NEW, NOW, OLD, comment_words, done, made, on_disk, projects, read
from hypothesis import given, settings
from hypothesis import strategies as st
from small_sites import SmallSite

from briefgen.amending.merge import merge
from briefgen.amending.plan import Change, form_of, write
from briefgen.amending.promote import promote
from briefgen.amending.rename import rename
from briefgen.amending.status import add_status
from briefgen.amending.upgrade import upgrade
from briefgen.amending.write import LEFT, AmendError, recover
from briefgen.asking.project import Project
from briefgen.base.dates import parse_when
from briefgen.lsp.renaming import FileEdit, UnsureError, renamed, renamed_in_whole
from briefgen.model.parts import StatusEntry
from briefgen.model.records import Claim, Person
from briefgen.site.assemble import assemble

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
few = settings(max_examples=40)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name) / "project"


# --- rename ----------------------------------------------------------------------------------------------------------


@few
@given(projects())
def test_rename_changes_the_id_and_nothing_else(files: dict[str, bytes]) -> None:
    """Every place that means the record says the new id; comments, code, quotation marks, line ends stay letter for letter."""
    with folder() as root:
        project = made(root, files)
        before = on_disk(root)
        after = done(project, rename(project, f"person:{OLD}", NEW))
        changed = on_disk(root)
    assert len(before) == len(changed)
    for name, data in before.items():
        new_name = name.replace(OLD, NEW)
        expected = re.sub(rb"(?<![\w-])ann-lee(?![\w-])", NEW.encode(), data)
        # Code and comments say what they said.
        for kept in (rb"`[[ann-lee]]`", b"```\n[[ann-lee]]", b"```\r\n[[ann-lee]]", b"# about ann-lee"):
            expected = expected.replace(kept.replace(OLD.encode(), NEW.encode()), kept)
        rest = _without_redirect(changed[new_name])
        assert rest == _without_redirect(expected), name
    person = after.records.records[f"person:{NEW}"]
    assert person.redirect_from in {(OLD,), ("a-lee", OLD)}
    assert f"person:{OLD}" not in after.records.records


def _without_redirect(data: bytes) -> bytes:
    """A file without the lines of redirect_from, and without what was put into braces."""
    data = re.sub(rb", redirect_from: \[ann-lee\]", b"", data)
    return re.sub(rb"(?m)^ *redirect_from:[^\n]*\n?( +- [^\n]*(ann|a)-lee[^\n]*\n?)*", b"", data).rstrip(b"\r\n")


@few
@given(projects())
def test_rename_and_back_gives_the_same_site(files: dict[str, bytes]) -> None:
    """There and back again everything means what it meant, but for the address that leads here as well."""
    with folder() as root:
        first = made(root, files)
        site = form_of(first)
        second = done(first, rename(first, f"person:{OLD}", NEW))
        third = done(second, rename(second, f"person:{NEW}", OLD))
        assert set(third.records.records[f"person:{OLD}"].redirect_from) >= {NEW}
        again = form_of(third)
        for form in (site, again):
            form[f"person:{OLD}"].pop("redirect_from", None)
        assert again == site


@few
@given(projects(), st.integers(0, 30))
def test_the_quick_way_of_editors_is_the_whole_way(files: dict[str, bytes], others: int) -> None:
    """Worked out from the files that name a record alone, a renaming is the same change, line by line."""
    end = b"\r\n" if b"\r\n" in files["people.yaml"] else b"\n"
    more = b"".join(b"p-%d: {name: Somebody %d}%s" % (number, number, end * 2) for number in range(others))
    with folder() as root:
        people = files["people.yaml"].removeprefix(b"\xef\xbb\xbf")
        project = made(root, {**files, "people.yaml": more + people + end + more.replace(b"p-", b"q-")})
        config, texts = project.records.config, project.files.texts
        quick = renamed(root, texts, config, f"person:{OLD}", NEW)
        whole = renamed_in_whole(root, {}, f"person:{OLD}", NEW)
        assert [_after(one) for one in quick] == [_after(one) for one in whole]
        assert all(len(one.lines) <= len(one.text.split("\n")) for one in quick)
        with pytest.raises(AmendError, match="there is a person bob-ray already"):
            renamed(root, texts, config, f"person:{OLD}", "bob-ray")


def test_the_quick_way_takes_along_what_belongs_together(small_site: Make) -> None:
    """Notes whose article does not name the record, and translations whose original does not: no id is left behind."""
    site = small_site(
        {
            "/briefgen.yaml": "title: News\nlanguages: [uk]\n",
            "people.yaml": "ann-lee: {name: Ann Lee, summary: A witness.}\nbob-ray: {name: Bob Ray, summary: Another.}\n",
            "people.uk.yaml": "bob-ray:\n  summary: Знає [[ann-lee]].\n",
            "people/cy-fox.yaml": "name: Cy Fox\nsummary: A third.\n",
            "people/cy-fox.uk.yaml": "summary: Знає [[ann-lee]].\n",
            "articles/storm.md": "---\ntitle: A storm\ndate: 2022-04-02\n---\nIt rained.\n",
            "articles/storm.notes.yaml": "who:\n  - {ref: ann-lee, note: Saw it.}\n",
            "articles/hail.md": "---\ntitle: Hail\ndate: 2022-04-02\nnotes: content/articles/of-hail.yaml\n---\nIt hailed.\n",
            "articles/of-hail.yaml": "who:\n  - {ref: ann-lee, note: Saw it.}\n",
        },
    )
    project = read(site.root)
    texts = project.files.texts
    quick = renamed(project.root, texts, project.records.config, "person:ann-lee", "anna-king")
    assert [one.path for one in quick] == [
        "content/articles/of-hail.yaml",
        "content/articles/storm.notes.yaml",
        "content/people.uk.yaml",
        "content/people.yaml",
        "content/people/cy-fox.uk.yaml",
    ]
    whole = renamed_in_whole(project.root, {}, "person:ann-lee", "anna-king")
    assert [_after(one) for one in quick] == [_after(one) for one in whole]


@pytest.mark.parametrize("written", ["lee", "person:lee", "lee|she"])
def test_the_quick_way_is_not_taken_where_part_of_an_id_is_written(small_site: Make, written: str) -> None:
    site = small_site(
        {
            "people.yaml": "ann-lee: {name: Ann Lee, summary: A witness.}\n",
            "articles/storm.md": f"---\ntitle: A storm\ndate: 2022-04-02\n---\nSo says [[{written}]].\n",
        },
    )
    project = read(site.root)
    with pytest.raises(UnsureError, match=r"storm\.md"):
        renamed(project.root, project.files.texts, project.records.config, "person:ann-lee", "anna-king")
    assert "content/articles/storm.md" in [
        one.path for one in renamed_in_whole(project.root, {}, "person:ann-lee", "anna-king")
    ]


def _after(edit: FileEdit) -> tuple[str, str, str]:
    """What an editor makes of a file."""
    lines = edit.text.split("\n")
    for one in reversed(edit.lines):
        lines[one.first : one.last] = one.new
    return edit.path, edit.moved_to, "\n".join(lines)


def test_every_record_of_the_example_can_be_renamed_and_its_site_is_the_same(tmp_path: Path) -> None:
    """On a real project: after each renaming the pages show the same, found by the new id."""
    root = Path(__file__).parents[2]
    files = {f"/{name}": path.read_bytes() for name, path in _example(root)}
    project = read(SmallSite.written(tmp_path / "project", files).root)
    kinds: dict[str, str] = {}
    for key in project.records.records:
        kinds.setdefault(key.partition(":")[0], key)
    for kind, key in kinds.items():
        change = rename(project, key, "quite-another")
        renamed = project.changed(change.texts)
        assert f"{kind}:quite-another" in renamed.records.records
        assert {one.code for one in renamed.said} <= {one.code for one in project.said}
        was, now = (assemble(one.resolved, one.linked.archive, one.now).value for one in (project, renamed))
        mentions = [
            sum(one.count for one in site.backlinks.get(name, ()))
            for site, name in ((was, key), (now, f"{kind}:quite-another"))
        ]
        assert mentions[0] == mentions[1]


def test_a_renamed_page_goes_on_stating_its_policy(small_site: Make) -> None:
    """The site record names pages by their id, as any record does."""
    root = small_site(
        {
            "/briefgen.yaml": "title: T\npublisher: {policies: {corrections: put-right, ethics: page:put-right}}\n",
            "pages/put-right.md": "---\ntitle: How we correct\n---\nWe correct.\n",
        }
    ).root
    project = read(root)
    done(project, rename(project, "page:put-right", "mended"))
    site = (root / "briefgen.yaml").read_text(encoding="utf-8")
    assert "{corrections: mended, ethics: page:mended}" in site


def _example(root: Path) -> Iterator[tuple[str, Path]]:
    yield "briefgen.yaml", root / "briefgen.yaml"
    for folder_name in ("content", "seeds"):
        for path in sorted((root / folder_name).rglob("*")):
            if path.is_file():
                yield path.relative_to(root).as_posix(), path


ARTICLE = "---\ntitle: A storm\ndate: 2022-04-02\n---\nIt rained. See [the other](other.md) and [[article:other]].\n"
OTHER = "---\ntitle: The other\ndate: 2022-04-01\n---\nIt snowed. [[article:storm|The storm]].\n"


def test_an_article_takes_its_versions_its_notes_and_its_links_along(small_site: Make) -> None:
    """Files in all languages get the new name, and links to the file follow."""
    root = small_site(
        {
            "/briefgen.yaml": "languages: [uk]\n",
            "articles/storm.md": ARTICLE,
            "articles/other.md": OTHER,
            "articles/other.uk.md": OTHER.replace("The other", "Інша"),
            "articles/other.notes.yaml": "who: []\n",
        }
    ).root
    project = read(root)
    done(project, rename(project, "article:other", "snow"))
    assert {path.name for path in (root / "content/articles").iterdir()} == {
        "storm.md", "snow.md", "snow.uk.md", "snow.notes.yaml"
    }  # fmt: skip
    assert "[the other](snow.md) and [[article:snow]]" in (root / "content/articles/storm.md").read_text()
    assert "redirect_from: [other]" in (root / "content/articles/snow.uk.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "new", "words"),
    [
        ("person:ann", "Ann Lee", "cannot be an id"),
        ("person:ann", "bob", "there is a person bob already"),
        ("person:ann", "robert", "person:bob is redirected from robert"),
        ("person:ann", "ann", "that is its id already"),
    ],
)
def test_a_wrong_new_id_is_refused(small_site: Make, key: str, new: str, words: str) -> None:
    files = {
        "people.yaml": "ann: {name: Ann}\nbob: {name: Bob, redirect_from: [robert]}\n",
        "articles/storm.md": ARTICLE.split("See")[0],
    }
    project = read(small_site(files).root)
    with pytest.raises(AmendError, match=re.escape(words)):
        rename(project, key, new)


def test_a_short_reference_is_qualified_where_it_would_be_ambiguous(small_site: Make) -> None:
    """`about: [ann]` must not begin to mean a place when the person becomes its namesake."""
    root = small_site(
        {
            "people.yaml": "ann: {name: Ann Lee}\n",
            "places.yaml": "kyiv: {name: Kyiv, kind: city}\n",
            "claims.yaml": _CLAIM.replace("about: []", "about: [ann]"),
            "sources.yaml": _TALK,
        }
    ).root
    project = read(root)
    after = done(project, rename(project, "person:ann", "kyiv"))
    claim = after.resolved.records["claim:rain"]
    assert isinstance(claim, Claim)
    assert claim.about == ("person:kyiv",)


def test_with_errors_nothing_is_changed(small_site: Make) -> None:
    """What cannot be read cannot be changed with care."""
    project = Project.read(small_site({"people.yaml": "ann: {name: Ann, nmae: B}\n"}).root, NOW)
    with pytest.raises(AmendError, match=r"mend what is wrong first.*: content/people\.yaml:1: "):
        rename(project, "person:ann", "anna")


# --- status ----------------------------------------------------------------------------------------------------------

_TALK = "talk: {kind: conversation, title: A talk, url_missing: spoken}\n"
_CLAIM = """\
rain:  # the first
  statement: It rained.
  short: Rain
  kind: event
  about: []
  assertions:
    - {by_label: A voice, date: 2022-03-01, mode: speech, source: talk}
  status_history:
    # oldest first
    - date: 2022-03-01
      status: unverified   # no word yet
      reason: |
        One voice.

    # then
    - {date: 2022-03-05, status: disputed, reason: "Another, louder."}   # odd one out

  # what speaks for it
  evidence:
    - {id: e1, stance: supports, source: talk, origin: A voice, origin_note: alone, type: statement}
"""


@pytest.mark.parametrize(
    ("day", "number"), [("2022-02-01", 0), ("2022-03-03", 1), ("2022-03-05", 2), ("2022-04-01", 2)]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("flow", [False, True])
def test_a_status_goes_to_its_place_and_every_line_stays(
    small_site: Make, day: str, number: int, ending: str, flow: bool
) -> None:
    """Whatever the layout: the lines that were there are there still, in their order, and the entry is where its date belongs."""
    text = _CLAIM
    if flow:
        start, end = text.index("  status_history:"), text.index("  # what speaks")
        text = f"{text[:start]}  status_history: [{{date: 2022-03-01, status: unverified, reason: One}}, {{date: 2022-03-05, status: disputed, reason: Two}}]\n\n{text[end:]}"
    root = small_site({"claims.yaml": text.replace("\n", ending), "sources.yaml": _TALK}).root
    before = (root / "content/claims.yaml").read_bytes()
    entry = StatusEntry(
        date=parse_when(day), status="unverified", reason="It is: so, [they] say # “x”", evidence=("e1",)
    )
    after = done(project := read(root), add_status(project, "claim:rain", entry))
    claim = after.records.records["claim:rain"]
    assert isinstance(claim, Claim)
    assert claim.status_history[number] == entry
    lines, now = before.split(ending.encode()), (root / "content/claims.yaml").read_bytes().split(ending.encode())
    if not flow:
        left = iter(now)
        assert all(line in left for line in lines)
        assert len(now) - len(lines) == (4 if number in {0, 1} else 1)


@pytest.mark.parametrize(
    ("status", "evidence", "words"),
    [
        ("unverifed", (), "did you mean “unverified”?"),
        ("unverified", ("e2",), "the claim has no evidence “e2”"),
        ("confirmed", (), "this would be an error"),
    ],
)
def test_a_status_that_would_be_wrong_is_refused(
    small_site: Make, status: str, evidence: tuple[str, ...], words: str
) -> None:
    project = read(small_site({"claims.yaml": _CLAIM, "sources.yaml": _TALK}).root)
    entry = StatusEntry(date=parse_when("2022-04-01"), status=status, reason="So.", evidence=evidence)
    with pytest.raises(AmendError, match=re.escape(words)):
        add_status(project, "claim:rain", entry)


# --- promote ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notes", "written"),
    [
        (
            "who:\n  # first\n  - inline:  # whole\n      # her\n      name: Ann Lee   # so\n\n      roles:\n        - {title: Judge, from: 2020}\n      # end\n      summary: |\n        A witness.\n\n        Twice.\n    note: Saw it.  # noted\n",
            "# whole\n# her\nname: Ann Lee   # so\n\nroles:\n  - {title: Judge, from: 2020}\n# end\nsummary: |\n  A witness.\n\n  Twice.\n",
        ),
        (
            "who:\n  - {inline: {name: Ann Lee, aliases: [A. Lee]}, note: Saw it.}  # noted\n",
            "name: Ann Lee\naliases: [A. Lee]\n",
        ),
        ("who:\n- inline:\n    id: ann-lee\n    name: Ann Lee\n  group: Witnesses\n", "id: ann-lee\nname: Ann Lee\n"),
    ],
)
def test_promote_moves_the_record_as_it_is_written(small_site: Make, notes: str, written: str) -> None:
    """The file holds the very lines, at the margin; the note refers to it; the site is the same."""
    text = ARTICLE.split("See")[0] + "Ann Lee saw it.\n"
    root = small_site({"articles/storm.md": text, "articles/storm.notes.yaml": notes}).root
    project = read(root)
    before, comments = form_of(project), comment_words(on_disk(root))
    after = done(project, promote(project, "person:ann-lee"))
    assert (root / "content/people/ann-lee.yaml").read_text(encoding="utf-8") == written
    assert form_of(after) == before
    assert comment_words(on_disk(root)) == comments
    assert "ref: ann-lee" in (root / "content/articles/storm.notes.yaml").read_text()


# --- merge -----------------------------------------------------------------------------------------------------------

_OTHER_RECORDS = (
    "anna:\n  name: Anna Lee  # full\n  aliases:\n    - A. Lee\n  names: {fr: Anne}\n",
    "anna: {name: Anna Lee, aliases: [A. Lee], names: {fr: Anne}}  # full\n",
    "anna:\n  name: Anna Lee  # full\n  aliases: [A. Lee]\n  summary: Somebody else's words.\n  names:\n    fr: Anne\n",
    "anna:\n  name: Anna Lee  # full\n  aliases:\n  names:\n    fr: Anne\n  honorific:\n",
)


@pytest.mark.parametrize("other", _OTHER_RECORDS)
@few
@given(files=projects())
def test_merge_keeps_what_both_say_and_every_comment(other: str, files: dict[str, bytes]) -> None:
    """All that named the one names the other, once in a list; names are aliases; what differs is a comment; no comment is lost."""
    ending = b"\r\n" if b"\r\n" in files["people.yaml"] else b"\n"
    more = other.replace("\n", ending.decode()).encode()
    files = {**files, "people.yaml": files["people.yaml"] + more}
    files["events.yaml"] = files["events.yaml"].replace(b"bob-ray", b"anna")
    with folder() as root:
        project = made(root, files)
        before = comment_words(on_disk(root))
        old = project.records.records[f"person:{OLD}"]
        if f"person:{OLD}" in project.records.documents and any(name.endswith("ann-lee.md") for name in on_disk(root)):
            with pytest.raises(AmendError, match="has a text of its own"):
                merge(project, f"person:{OLD}", "person:anna")
            return
        after = done(project, merge(project, f"person:{OLD}", "person:anna"))
        text = b"".join(on_disk(root).values()).decode("utf-8-sig", "replace")
        kept = comment_words(on_disk(root))
    joined = after.records.records["person:anna"]
    assert isinstance(joined, Person)
    assert isinstance(old, Person)
    assert f"person:{OLD}" not in after.records.records
    assert {"Ann Lee"} <= {str(one) for one in joined.aliases}
    assert {OLD, *old.redirect_from} <= set(joined.redirect_from)
    assert joined.names["fr"] == "Anne"
    assert joined.summary == old.summary or old.summary.split()[0] in text
    assert [one for one in before if one not in kept and not any(one in other_one for other_one in kept)] == []
    event = after.resolved.records["event:storm"]
    assert event.people == ("person:anna",)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ("a: {name: A Lee, privacy: limited}\nb: {name: B Lee}\n", "differ in `privacy`"),
        ("a: {name: A Lee}\nb: {name: B Lee, minor: true}\n", "differ in `minor`"),
    ],
)
def test_people_who_are_protected_differently_are_not_merged(small_site: Make, people: str, words: str) -> None:
    """Nobody loses protection by a command."""
    project = Project.read(small_site({"people.yaml": people}).root, NOW)
    with pytest.raises(AmendError, match=re.escape(words)):
        merge(project, "person:a", "person:b")


def test_the_two_are_no_longer_told_apart(small_site: Make) -> None:
    """A record is not to be confused with others, but cannot be confused with itself."""
    people = "a:\n  name: A Lee\n  not_to_be_confused_with: [b, c]\nb:\n  name: B Lee\n  not_to_be_confused_with:\n    - a  # twin\nc: {name: C Lee}\n"
    root = small_site({"people.yaml": people}).root
    project = read(root)
    after = done(project, merge(project, "person:a", "person:b"))
    assert after.resolved.records["person:b"].not_to_be_confused_with == ("person:c",)  # type: ignore[attr-defined]
    assert "twin" in (root / "content/people.yaml").read_text()


# --- upgrade ---------------------------------------------------------------------------------------------------------


def test_upgrade_rewrites_what_is_old_and_nothing_else(small_site: Make) -> None:
    """Old keys and words are today's; comments, quotation marks and layout stay; a second time there is nothing to do."""
    files = {
        "/briefgen.yaml": "title: News  # ours\nlanguage: 'en'   # of the site\n",
        "organisations.yaml": "post:\n  language: uk  # theirs\n  name: The Post\n  kind: news-media\n",
        "claims.yaml": _CLAIM.replace("about: []", 'about: ["org:post"]  # who'),
        "sources.yaml": _TALK,
        "articles/storm.md": "---\ntitle: A storm\ndate: 2022-04-02\nlanguage: en\n---\nSee [[org:post|them]]; `org:post` and language: stay.\n",
    }
    root = small_site(files).root
    project = Project.read(root, NOW)
    before = form_of(project)
    change = upgrade(project)
    assert change.told == ("`language` becomes `lang` (3)", "`org:` becomes `organisation:` (2)")
    after = done(project, change)
    assert {one.code for one in after.said if one.code == "I022"} == set()
    expected = {
        name.removeprefix("/"): text.replace("language: 'en'", "lang: 'en'").replace("language: uk", "lang: uk").replace("language: en\n", "lang: en\n").replace('"org:', '"organisation:').replace("[[org:", "[[organisation:")
        for name, text in files.items()
    }  # fmt: skip
    expected["briefgen.yaml"] += "schema_version: 2\n"
    for name, text in expected.items():
        path = root / name if name == "briefgen.yaml" else root / "content" / name
        assert path.read_text(encoding="utf-8") == text
    form = form_of(after)
    for one in (form, before):
        one["site"].pop("schema_version", None)
    assert form == before
    assert upgrade(after).texts == {}


def test_content_of_a_later_version_is_refused(small_site: Make) -> None:
    """An older briefgen says so instead of misreading what it does not know."""
    found = small_site({"/briefgen.yaml": "schema_version: 99\n", "articles/storm.md": ARTICLE}).check().diagnostics
    assert "update briefgen" in next(one.hint for one in found if one.code == "E012")


# --- interruptions ---------------------------------------------------------------------------------------------------


class _Cut(BaseException):
    """The power is gone."""


@pytest.mark.parametrize("at", range(9))
def test_what_is_interrupted_is_finished_or_was_never_begun(
    small_site: Make, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Cut off before any step: the next command finds all files as they were, or makes all of them new."""
    files = {
        "people/ann.yaml": "name: Ann Lee\n", "articles/storm.md": "---\ntitle: A\ndate: 2022-04-02\n---\nSee [[ann]].\n",
        "claims.yaml": _CLAIM.replace("about: []", "about: [ann]"), "sources.yaml": _TALK,
    }  # fmt: skip
    root = small_site(files).root
    project = read(root)
    change = rename(project, "person:ann", "anna")
    old = on_disk(root)
    steps = 0

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **more: object) -> object:
            nonlocal steps
            steps += 1
            if steps > at:
                raise _Cut
            return real(*arguments, **more)

        return step

    with monkeypatch.context() as patch:
        for name in ("replace", "unlink"):
            patch.setattr(os, name, counted(getattr(os, name)))
        try:
            write(root, project, change)
            whole = True
        except _Cut:
            whole = False
    recover(root)
    now = on_disk(root)
    if at == 0:
        assert now == old
    else:
        assert whole or now != old
        assert "anna" in "".join(now)
        assert "content/people/ann.yaml" not in now
        assert b"[[anna]]" in now["content/articles/storm.md"]
        assert b"about: [anna]" in now["content/claims.yaml"]
    assert recover(root) == ""


def test_what_was_edited_after_the_interruption_is_not_overwritten(
    small_site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer's later words win; what the file was to become is kept beside."""
    root = small_site(
        {
            "people.yaml": "ann: {name: Ann Lee}\n",
            "articles/storm.md": "---\ntitle: A\ndate: 2022-04-02\n---\nSee [[ann]].\n",
        }
    ).root
    project = read(root)
    change = rename(project, "person:ann", "anna")
    real, calls = os.replace, []

    def once(*arguments: str) -> None:
        calls.append(arguments)
        if len(calls) > 2:
            raise _Cut
        real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", once)
        with pytest.raises(_Cut):
            write(root, project, change)
    people = root / "content/people.yaml"
    people.write_text("ann: {name: Ann Leigh}\n")
    assert "content/people.yaml had been edited since" in recover(root)
    assert people.read_text() == "ann: {name: Ann Leigh}\n"
    assert "anna" in (root / LEFT / "content~people.yaml").read_text()


def test_what_changed_since_it_was_read_is_not_touched(small_site: Make) -> None:
    """Somebody saves while the change is worked out: nothing is done."""
    root = small_site({"people.yaml": "ann: {name: Ann Lee}\n"}).root
    project = read(root)
    change: Change = rename(project, "person:ann", "anna")
    (root / "content/people.yaml").write_text("ann: {name: Ann Leigh}\n")
    with pytest.raises(AmendError, match="in the meantime"):
        write(root, project, change)
    assert on_disk(root)["content/people.yaml"] == b"ann: {name: Ann Leigh}\n"


def test_translations_take_the_new_id_as_well(small_site: Make) -> None:
    """In a registry of translations, in a file of its own, and where a translated text names the record."""
    root = small_site(
        {
            "/briefgen.yaml": "languages: [uk]\n",
            "people.yaml": "ann: {name: Ann Lee}\nbob:\n  name: Bob Ray\n  summary: Knows [[ann]].\n",
            "people.uk.yaml": "# Переклади\nann:  # вона\n  name: Енн Лі\nbob:\n  summary: Знає [[ann]].\n",
            "topics.yaml": "rain:\n  title: Rain\n  summary: It rains.\n  what_we_know:\n    - text: So says [[ann]].\n",
            "topics.uk.yaml": "rain:\n  words:\n    So says [[ann]].: Так каже [[ann|вона]].\n",
            "articles/storm.md": ARTICLE.split("See")[0],
        }
    ).root
    project = read(root)
    after = done(project, rename(project, "person:ann", "anna"))
    assert "person:anna.uk" in after.records.translations
    assert {one.code for one in after.said} == {one.code for one in project.said}
    assert (root / "content/people.uk.yaml").read_text(encoding="utf-8") == (
        "# Переклади\nanna:  # вона\n  name: Енн Лі\nbob:\n  summary: Знає [[anna]].\n"
    )
    assert (root / "content/topics.uk.yaml").read_text(encoding="utf-8") == (
        "rain:\n  words:\n    So says [[anna]].: Так каже [[anna|вона]].\n"
    )
