"""Which file is which record, what wins over what, and what is kept when something is broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_project import ARTICLE, Project, place, write  # type: ignore[import-not-found]

from briefgen.base.diagnostics import Mark
from briefgen.model.config import SiteConfig
from briefgen.model.records import Organisation, Person
from briefgen.model.site import Origin
from briefgen.reading.content import read_content
from briefgen.reading.disk import read_project
from briefgen.reading.layout import slot_of


def test_the_smallest_site_is_one_article(project: Project) -> None:
    """One file gives one record with its document, and nothing to complain about."""
    found = project({"articles/x.md": ARTICLE})
    assert found.diagnostics == ()
    assert list(found.records.records) == ["article:x"]
    assert found.records.documents["article:x"].passages[0].text == "Text."
    assert found.records.config == SiteConfig()


def test_mapping_files_and_folders_may_be_mixed(project: Project) -> None:
    """A registry is one file, a folder, or both; Markdown below front matter becomes the longer text."""
    found = project(
        {
            "people.yaml": "ann: {name: Ann}\n",
            "people/bob.yml": "name: Bob\nbio: |\n  Bob *is*.\n",
            "people/west/cy.md": "---\nname: Cy\n---\nCy was.\n",
            "glossary.yaml": "war: {term: war, definition: Fighting.}\n",
            "terms/truce.yaml": "term: truce\ndefinition: A pause.\n",
            "organisations/un.md": "---\nname: UN\nkind: intergovernmental\n---\n",
            "pages/about.md": "---\ntitle: About\n---\nWe.\n",
        }
    )
    assert found.diagnostics == ()
    assert list(found.records.records) == [
        "person:ann", "person:bob", "person:cy", "organisation:un", "term:truce", "term:war", "page:about",
    ]  # fmt: skip
    assert set(found.records.documents) == {"person:bob", "person:cy", "page:about"}
    assert found.records.records["person:cy"] == Person(id="cy", name="Cy", bio="Cy was.\n")
    assert found.records.records["organisation:un"] == Organisation(id="un", name="UN", kind="intergovernmental")
    assert found.records.origins["person:ann"] == Origin("content/people.yaml", ("ann",))
    assert found.records.origins["person:bob"] == Origin("content/people/bob.yml")


def test_the_place_of_markdown_inside_yaml_is_exact(project: Project) -> None:
    """Points of a block text count its indentation, those of a text in quotes its quotation mark."""
    found = project({"people.yaml": "ann:\n  name: Ann\n  bio: |\n    One.\nbob: {name: Bob, bio: 'Two.'}\n"})
    first = found.records.documents["person:ann"].passages[0].points[0]
    second = found.records.documents["person:bob"].passages[0].points[0]
    assert ((first.line, first.column), (second.line, second.column)) == ((4, 5), (5, 24))


def test_an_explicit_id_wins_over_the_file_s_name(project: Project) -> None:
    """Articles and records with a file of their own may have any file name then."""
    found = project(
        {"articles/2022/Some Name.md": ARTICLE.replace("date", "id: y\ndate"), "people/b b.yaml": "id: bob\nname: B\n"}
    )
    assert found.diagnostics == ()
    assert list(found.records.records) == ["article:y", "person:bob"]


def test_versions_in_other_languages(project: Project) -> None:
    """`x.uk.md` is a version of `x.md` once the site lists the language, and its notes are found too."""
    found = project(
        {
            "/briefgen.yaml": "lang: en\nlanguages: [uk]\n",
            "articles/x.en.md": ARTICLE,
            "articles/x.uk.md": ARTICLE,
            "articles/x.uk.notes.yaml": "who: []\n",
        }
    )
    assert found.diagnostics == ()
    assert list(found.records.records) == ["article:x", "article:x.uk"]
    assert found.records.records["article:x.uk"].lang == "uk"
    assert list(found.records.notes) == ["article:x.uk"]


def test_notes_beside_an_article_or_named_by_it(project: Project) -> None:
    """Both ways work; a file that is named is not also taken for a stray one."""
    found = project(
        {
            "people.yaml": "ann: {name: Ann}\n",
            "articles/x.md": ARTICLE,
            "articles/x.notes.yaml": "who: [{ref: ann}]\n",
            "articles/y.md": ARTICLE.replace("date", "notes: content/shared/y.yaml\ndate"),
            "shared/y.yaml": "who: [{ref: person:ann}]\n",
        }
    )
    assert found.diagnostics == ()
    assert {key: one.who[0].ref for key, one in found.records.notes.items()} == {
        "article:x": "person:ann",
        "article:y": "person:ann",
    }


def test_inline_records_become_records(project: Project) -> None:
    """A person written into the notes is a person like any other, and the note refers to it."""
    found = project(
        {
            "articles/x.md": ARTICLE,
            "articles/x.notes.yaml": "who:\n  - {inline: {name: Hanna Malyar, bio: Hers.}, note: N}\n"
            "orgs:\n  - {inline: {id: un, name: UN, kind: ngo}}\nplaces: [5]\n",
        }
    )
    assert found.places == ["E011 content/articles/x.notes.yaml:5:10-11"]
    notes = found.records.notes["article:x"]
    assert (notes.who[0].ref, notes.who[0].inline, notes.who[0].note) == ("person:hanna-malyar", None, "N")
    assert notes.orgs[0].ref == "organisation:un"
    assert found.records.origins["person:hanna-malyar"] == Origin("content/articles/x.notes.yaml", ("who", 0, "inline"))
    assert found.records.documents["person:hanna-malyar"].passages[0].text == "Hers."


def test_an_inline_record_that_repeats_an_id(project: Project) -> None:
    """The registry and the notes cannot both hold a record; both places are shown."""
    found = project(
        {
            "people.yaml": "ann: {name: Ann}\n",
            "articles/x.md": ARTICLE,
            "articles/x.notes.yaml": "who:\n  - inline: {name: Ann}\n",
        }
    )
    fault = found.only("E001")
    assert place(fault.where) == "content/articles/x.notes.yaml:2:5-11"
    assert [place(one.where) for one in fault.related] == ["content/people.yaml:1:1-4"]


def test_faults_inside_an_inline_record_are_told_once(project: Project) -> None:
    """The record is checked by itself, not with the notes as well."""
    found = project({"articles/x.md": ARTICLE, "articles/x.notes.yaml": "who:\n  - inline: {name: Ann, brn: 1970}\n"})
    assert found.places == ["E003 content/articles/x.notes.yaml:2:25-28"]


def test_what_was_broken_is_not_missed_as_well(project: Project) -> None:
    """References to records that could not be read are silent: the cause is reported already."""
    found = project(
        {
            "people.yaml": "ann: {born: 1970}\n",
            "people/bob.yaml": "name: [\n",
            "people/cy.md": "name: Cy\n",
            "places.yaml": "kyiv: {name: Kyiv\n",
            "articles/z.md": "Text.\n",
            "articles/z.notes.yaml": "who: []\n",
            "events.yaml": "e: {title: T, date: 2022, kind: other, people: [ann, bob, cy, person:ann], places: [kyiv]}\n",
        }
    )
    assert [one.code for one in found.diagnostics] == ["E009", "E010", "E007", "E009", "E007"]
    assert found.records.broken == {"person:ann", "person:bob", "person:cy", "article:z"}
    assert found.records.unreadable_kinds == {"place"}
    assert found.records.records["event:e"].people == ()


def test_files_that_cannot_be_read_are_broken_too(project: Project) -> None:
    """A person in the wrong encoding is reported once, not again by whoever refers to it."""
    found = project(
        {
            "people/ann.yaml": b"name: \xff\n",
            "places.yaml": b"kyiv: {name: \xff}\n",
            "events.yaml": "e: {title: T, date: 2022, kind: other, people: [ann], places: [kyiv]}\n",
        }
    )
    assert [one.code for one in found.diagnostics] == ["E008", "E008"]


def test_a_child_is_never_fully_public_without_consent(project: Project) -> None:
    """`minor: true` limits the record unless consent is recorded and `privacy: public` is written."""
    found = project(
        {
            "people.yaml": "ann: {name: Ann, minor: true}\n"
            "bob: {name: Bob, minor: true, minor_consent: true}\n"
            "cy: {name: Cy, minor: true, minor_consent: true, privacy: public}\n"
            "dee: {name: Dee, minor: true, privacy: protected}\n"
        }
    )
    assert found.diagnostics == ()
    assert [one.privacy for one in found.records.records.values()] == ["limited", "limited", "public", "protected"]


def test_a_draft_needs_no_date(project: Project) -> None:
    """An article without a date is a draft, and may say so or not."""
    for extra in ("", "draft: true\n", "status: draft\n"):
        assert project({"articles/x.md": f"---\ntitle: T\n{extra}---\n"}).diagnostics == ()


def test_dates_that_may_be_in_order_are_accepted(project: Project) -> None:
    """Only an order that no reading allows is a fault."""
    found = project(
        {"people.yaml": "ann: {name: Ann, roles: [{title: T, from: 2022-05, to: 2022}, {title: U, to: 2020}]}\n"}
    )
    assert found.diagnostics == ()


def test_times_of_one_day_are_compared_too(project: Project) -> None:
    """An update an hour before publication is a fault."""
    text = ARTICLE.replace("date: 2022-04-02", "date: 2022-04-02T10:00Z\nupdated: 2022-04-02T09:00Z")
    assert project({"articles/x.md": text}).places == ["E029 content/articles/x.md:4:10-27"]


def test_the_old_word_for_language_is_understood(project: Project) -> None:
    """`language` is read as `lang`, and a fault in it is shown where it stands."""
    found = project({"people.yaml": "ann: {name: Ann, language: the english}\n"})
    assert found.places == ["I022 content/people.yaml:1:18-26", "E012 content/people.yaml:1:28-39"]
    assert project({"people.yaml": "ann: {name: Ann, language: uk}\n"}).records.records["person:ann"].lang == "uk"
    both = project({"people.yaml": "ann: {name: Ann, lang: en, language: uk}\n"})
    assert both.places == ["E003 content/people.yaml:1:28-36"]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("peoples.yaml", "did you mean “people.yaml”?"),
        ("x.md", "articles go into content/articles/"),
        ("articles.yaml", "each article is a Markdown file in content/articles/"),
        ("zebra/x.md", "known names are articles, authors"),
        ("artcles/x.md", "did you mean the folder “articles”?"),
        ("articles/x.yaml", "an article is a .md file"),
        ("pages/x.yaml", "a page is a .md file"),
        ("zebra.yaml", "known names are authors, claims"),
    ],
)
def test_a_file_without_a_place_is_told_where_it_may_belong(path: str, hint: str) -> None:
    """Nothing below `content/` is passed over silently."""
    slot = slot_of(path, SiteConfig())
    assert slot.form == "stray"
    assert hint in slot.hint


def test_readmes_are_left_alone(project: Project) -> None:
    """They are not records, and not faults."""
    found = project({"README.md": "Hello\n", "articles/README.md": "Hello\n", "a.geojson": "{}"})
    assert found.diagnostics == ()
    assert list(found.records.files) == ["a.geojson"]


def test_faults_in_the_text_belong_to_their_record(project: Project) -> None:
    """A diagnostic of the Markdown carries the article's key, so that the article can accept it."""
    found = project({"articles/x.md": ARTICLE + "\n[[|\n"})
    assert {one.record for one in found.diagnostics} == {"article:x"}


def test_a_bad_theme_time_zone_or_status_leaves_the_defaults(project: Project) -> None:
    """The site record is read as far as it is right."""
    found = project({"/briefgen.yaml": "title: T\nurls: flatt\ntimezone: ''\nlanguage: uk\n"})
    assert found.places == ["I022 briefgen.yaml:4:1-9", "E012 briefgen.yaml:2:7-12", "E012 briefgen.yaml:3:11-13"]
    assert (found.records.config.title, found.records.config.urls, found.records.config.lang) == ("T", "folders", "uk")


def test_reading_is_independent_of_order_and_place(tmp_path: Path) -> None:
    """The same files give the same records wherever the project lies and in whatever order they were made."""
    files = {f"content/people/p{n}.yaml": f"name: P{n}\n" for n in range(9)} | {"content/articles/x.md": ARTICLE}
    for name, order in (("one", list(files)), ("two", list(reversed(files)))):
        (tmp_path / name).mkdir()
        write(tmp_path / name, {one: files[one] for one in order})
    one, two = (read_content(read_project(tmp_path / name).value) for name in ("one", "two"))
    assert one == two
    assert list(one.value.records) == list(two.value.records)


def test_the_title_of_a_record_with_an_impossible_name_survives(project: Project) -> None:
    """The record is kept under an id that is possible, so that the rest can be checked."""
    found = project({"people.yaml": "Ann Lee: {name: Ann}\n王: {name: W}\n"})
    assert list(found.records.records) == ["person:ann-lee", "person:unnamed"]
    assert [one.hint for one in found.diagnostics] == ["write ann-lee", "use small letters a–z, digits and hyphens"]


def test_marks_are_values(project: Project) -> None:
    """Every diagnostic of a reading ends with a place in a file."""
    found = project({"people.yaml": "ann: {name: Ann, sources: [x], see_also: [y]}\n"})
    assert all(isinstance(one.where, Mark) for one in found.diagnostics)


def test_languages_are_listed_once_and_only_those_that_are_have_editions(project: Project) -> None:
    """Both would go without a word: an edition in the site's own language, a title for one that is never made."""
    found = project(
        {"/briefgen.yaml": "lang: en\nlanguages: [uk, en, uk]\neditions: {de: {title: T}, uk: {title: T}}\n"}
    )
    assert found.places == ["E012 briefgen.yaml:2:17-19", "E012 briefgen.yaml:2:21-23", "E012 briefgen.yaml:3:12-14"]
    found = project({"/briefgen.yaml": "lang: en\neditions: {en: {title: T}}\n"})
    assert [one.hint for one in found.diagnostics] == [
        "what the site calls itself in its own language stands under `title` and `description`"
    ]
