"""Which names in a text are found, and for whom they are taken (content model 8, ruling 19)."""

from __future__ import annotations

import pytest
from texts import JOHNSON, KYIV, OTHER_JOHNSON, REGION, Hit, Make, Reading, article, read

BORIS, JOSEPH = "person:boris-johnson", "person:joseph-johnson"


@pytest.fixture
def johnsons(small_site: Make):
    """Call with the body and the front matter of an article about two Johnsons."""

    def make(body: str, head: str = "") -> Reading:
        return read(small_site({"people.yaml": JOHNSON + OTHER_JOHNSON, "articles/storm.md": article(body, head)}))

    return make


@pytest.fixture
def places(small_site: Make):
    """Call with the body of an article about Kyiv and its region, and with more records of places."""

    def make(body: str, head: str = "", more: str = "") -> Reading:
        return read(small_site({"places.yaml": KYIV + REGION + more, "articles/storm.md": article(body, head)}))

    return make


# --- what counts as a name ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kyiv was wet.", ["Kyiv"]),
        ("Kyiv's mayor", ["Kyiv"]),
        ("Kyiv’s mayor", ["Kyiv"]),
        ("the “Kyiv” tapes", ["Kyiv"]),
        ("a Kyiv-based firm", ["Kyiv"]),
        ("(Kyiv)", ["Kyiv"]),
        ("Kyivs", []),
        ("KyivPost", []),
        ("OldKyiv", []),
        ("Kyiv2022", []),
        ("Kyiv́", []),
        ("kyiv", []),
        ("@Kyiv and #Kyiv", []),
        ("Kyiv'ska street", []),
        ("see https://example.org/Kyiv/now", []),
        ("mail Kyiv@example.org", []),
        ("`Kyiv` in code", []),
        ("[Kyiv](https://example.org) is linked already", []),
        ("Ky\u00adiv with a soft hyphen", ["Ky\u00adiv"]),
    ],
)
def test_a_name_is_found_as_a_word_of_its_own(places, text: str, found: list[str]) -> None:
    """A name links where it stands as a word, also before ’s or a hyphen, and never inside another word, code or link."""
    assert [one.words for one in places(text).hits] == found


def test_the_longest_name_wins(places) -> None:
    """“Kyiv region” is the region, not the city followed by a word."""
    reading = places("Kyiv region was wet, Kyiv was dry, Kyiv regional roads were flooded.")
    assert reading.targets == [("Kyiv region", "place:kyiv-region"), ("Kyiv", "place:kyiv"), ("Kyiv", "place:kyiv")]


def test_scripts_without_spaces_need_no_boundary(places) -> None:
    """A place named in Chinese is found in the middle of a Chinese sentence."""
    reading = places("他们到达基辅市中心。", more="kyiv-zh: {name: 基辅, kind: city, summary: A city.}\n")
    assert reading.targets == [("基辅", "place:kyiv-zh")]


def test_glossary_words_are_found_in_any_case_and_once(small_site: Make) -> None:
    """A glossary word links at its first mention, at the beginning of a sentence too, and not again."""
    terms = "readout: {term: readout, plural: readouts, definition: An official summary of a call.}\n"
    reading = read(
        small_site({"glossary.yaml": terms, "articles/storm.md": article("Readouts differ. A readout is short.")})
    )
    assert reading.hits == [Hit("Readouts", "term:readout", found_by="term")]


# --- short forms --------------------------------------------------------------------------------------------------


def test_short_forms_link_after_the_full_name(johnsons) -> None:
    """“Mr Johnson” and “Johnson” mean the Johnson who was introduced, and are counted without a second link."""
    reading = johnsons("Boris Johnson spoke. Mr Johnson was wet. Johnson left.")
    assert reading.hits == [
        Hit("Boris Johnson", BORIS),
        Hit("Mr Johnson", BORIS, linked=False, found_by="weak"),
        Hit("Johnson", BORIS, linked=False, found_by="weak"),
    ]
    assert reading.codes == []


def test_a_short_form_before_its_full_name_is_told_once(small_site: Make) -> None:
    """An article that begins with “Mr Johnson” gets one warning at these words, and no link."""
    site = small_site({"people.yaml": JOHNSON, "articles/storm.md": article("Mr Johnson spoke. Boris Johnson left.")})
    reading = read(site)
    assert reading.codes == ["W102"]
    assert reading.targets == [("Boris Johnson", BORIS)]


def test_a_short_form_shared_by_two_is_never_guessed(johnsons) -> None:
    """With two Johnsons on file and none introduced, “Mr Johnson” stops the build instead of meaning one of them."""
    reading = johnsons("Mr Johnson spoke.")
    assert (reading.codes, reading.hits) == (["E101"], [])


def test_a_shared_short_form_means_the_one_who_was_introduced(johnsons) -> None:
    """With only one Johnson in the article so far, “Mr Johnson” means that one."""
    reading = johnsons("Joseph Johnson spoke. Mr Johnson left.")
    assert reading.targets == [("Joseph Johnson", JOSEPH), ("Mr Johnson", JOSEPH)]
    assert reading.codes == []


def test_two_introduced_owners_are_ambiguous(johnsons) -> None:
    """Once both Johnsons are in the article, “Mr Johnson” stops the build."""
    reading = johnsons("Joseph Johnson met Boris Johnson. Mr Johnson left.")
    assert reading.codes == ["E101"]
    assert ("Mr Johnson", BORIS) not in reading.targets


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("[[joseph-johnson]] met Boris Johnson. Mr Johnson left.", ""),
        ("Joseph Johnson met Boris Johnson. Mr Johnson left.", "mentions: {as: {Mr Johnson: joseph-johnson}}\n"),
        ("Joseph Johnson met Boris Johnson. Mr Johnson left.", "mentions: {cast: [joseph-johnson]}\n"),
        ("Joseph Johnson met Boris Johnson. [[joseph-johnson|Mr Johnson]] left.", ""),
        ("Joseph Johnson met a friend. Mr Johnson left.", "mentions: {exclude: [boris-johnson]}\n"),
        ("Mr Johnson left.", "mentions: {cast: [joseph-johnson]}\n"),
        ("Mr Johnson left.", "mentions: {exclude: [boris-johnson], cast: [joseph-johnson]}\n"),
    ],
    ids=["earlier link", "as", "cast", "link here", "exclude", "cast alone", "exclude and cast"],
)
def test_the_writer_settles_an_ambiguous_name(johnsons, body: str, head: str) -> None:
    """A link by hand, earlier or at the spot, `as`, `cast` and `exclude` each settle who “Mr Johnson” is."""
    reading = johnsons(body, head)
    assert reading.codes == []
    assert reading.targets[-1] == ("Mr Johnson", JOSEPH)


def test_excluded_records_are_neither_linked_nor_counted(johnsons) -> None:
    """A person whom the article excludes gets no link, and the article is not listed on the person's page."""
    assert johnsons("Boris Johnson spoke.", "mentions: {exclude: [boris-johnson]}\n").hits == []


def test_an_excluded_record_leaves_its_name_to_the_other(small_site: Make) -> None:
    """When two records have the same name, excluding one of them settles it for the other."""
    people = "ann: {name: Ann Lee, summary: One.}\nann-lee: {name: Ann Lee, summary: Two.}\n"
    text = article("Ann Lee spoke.", "mentions: {exclude: [ann]}\n")
    reading = read(small_site({"people.yaml": people, "articles/storm.md": text}))
    assert (reading.targets, reading.codes) == ([("Ann Lee", "person:ann-lee")], ["W112"])


# --- offices and former names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("as_of", "found"), [("2022-04-02", True), ("2019-07-23", False), ("2022-09-07", False)])
def test_an_office_means_its_holder_only_while_held(small_site: Make, as_of: str, found: bool) -> None:
    """“The Prime Minister” is Boris Johnson in an article of April 2022, and nobody on file in one of another time."""
    text = article("Boris Johnson spoke. Later the Prime Minister left.", f"as_of: {as_of}\n")
    reading = read(small_site({"people.yaml": JOHNSON, "articles/storm.md": text}))
    assert (("the Prime Minister", BORIS) in reading.targets) is found


def test_an_office_needs_its_holder_to_be_introduced(small_site: Make) -> None:
    """“The Prime Minister” in an article that names none is a common word: no link, no warning."""
    reading = read(
        small_site({"people.yaml": JOHNSON, "articles/storm.md": article("The mayor met the Prime Minister.")})
    )
    assert (reading.hits, reading.codes) == ([], [])


FORMER = """\
kate: {name: Kate Smith, summary: A singer., former_names: [{name: Kate Roe, until: 2010}]}
"""


@pytest.mark.parametrize(
    ("body", "as_of", "found"),
    [
        ("Kate Roe sang.", "2009-05-01", ["Kate Roe"]),
        ("Kate Roe sang.", "2011-05-01", []),
        ("Kate Smith sang. She was born Kate Roe.", "2011-05-01", ["Kate Smith", "Kate Roe"]),
    ],
)
def test_a_former_name_links_by_itself_only_in_its_time(
    small_site: Make, body: str, as_of: str, found: list[str]
) -> None:
    """A name somebody no longer carries is still found, once the person has been introduced under the new one."""
    site = small_site({"people.yaml": FORMER, "articles/storm.md": article(body, f"as_of: {as_of}\n")})
    assert [one.words for one in read(site).hits] == found


@pytest.mark.parametrize("name", ["Ann Lee", "Ann Roe", "Anne Lee", "Lee"])
def test_people_who_are_not_public_are_never_linked(small_site: Make, name: str) -> None:
    """No name of a person with limited privacy, old, misspelt or short, becomes a link or a mention."""
    person = """\
ann:
  name: Ann Lee
  family_name: Lee
  privacy: limited
  privacy_reason: She asked for it.
  former_names: [{name: Ann Roe, until: 2023}]
  house_style: {reject: {Anne Lee: misspelt}}
"""
    text = article(f"Ann Lee spoke. Then {name} left.")
    assert read(small_site({"people.yaml": person, "articles/storm.md": text})).hits == []


# --- traps of the seed --------------------------------------------------------------------------------------------


def test_a_name_that_is_also_a_short_form_of_another_is_told(small_site: Make) -> None:
    """“The neighbouring area Chernihiv” may be the city or the region: the city is linked, and the editor is asked."""
    registry = """\
chernihiv: {name: Chernihiv, kind: city, summary: A city.}
chernihiv-region: {name: Chernihiv region, kind: region, weak_aliases: [Chernihiv], summary: A region.}
"""
    text = article("Forces left the Kyiv region and the neighbouring area Chernihiv.")
    reading = read(small_site({"places.yaml": registry, "articles/storm.md": text}))
    assert (reading.targets, reading.codes) == ([("Chernihiv", "place:chernihiv")], ["W105"])


CONFUSABLE = """\
interfax: {name: Interfax, kind: news-agency, summary: Russian., not_to_be_confused_with: [interfax-ukraine]}
interfax-ukraine: {name: Interfax-Ukraine, kind: news-agency, summary: Ukrainian.}
"""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("He told the Interfax news agency.", ["W106"]),
        ("He told Interfax-Ukraine.", ["W106"]),
        ("He told [[interfax-ukraine|Interfax]].", []),
    ],
)
def test_an_easily_confused_record_is_told_unless_linked_by_hand(small_site: Make, text: str, codes: list[str]) -> None:
    """“The Interfax news agency” makes the editor look twice, until the right agency is linked by hand."""
    site = small_site({"organisations.yaml": CONFUSABLE, "articles/storm.md": article(text)})
    assert read(site).codes == codes


HOSTOMEL = """\
hostomel:
  name: Hostomel
  kind: settlement
  summary: A settlement.
  house_style: {prefer: Hostomel, reject: {Gostomel: Russian form}, allow_in: [quote], allow_phrases: [Gostomel Street Band]}
"""


@pytest.mark.parametrize(
    ("text", "codes", "found"),
    [
        ("“We are in Gostomel,” he said.", [], ["Gostomel"]),
        ("> We are in Gostomel.", [], ["Gostomel"]),
        ("They were in Gostomel.", ["W103"], ["Gostomel"]),
        ("The Gostomel Street Band played.", [], []),
    ],
)
def test_a_quotation_keeps_its_spelling(small_site: Make, text: str, codes: list[str], found: list[str]) -> None:
    """“Gostomel” links to Hostomel; in a quotation it stands as it was said, elsewhere the house style is recalled."""
    reading = read(small_site({"places.yaml": HOSTOMEL, "articles/storm.md": article(text)}))
    assert (reading.codes, [one.words for one in reading.hits]) == (codes, found)


# --- how often ----------------------------------------------------------------------------------------------------

SECTIONS = "Kyiv was wet. Kyiv was cold.\n\n## Kyiv today\n\nKyiv is dry. “Kyiv is warm,” they say."


@pytest.mark.parametrize(
    ("policy", "linked"),
    [
        ("true", [True, False, False, False]),
        ("false", []),
        ("{per: article}", [True, False, False, False]),
        ("{per: section}", [True, False, True, False]),
        ("{per: all}", [True, True, True, True]),
        ("{per: all, in_quotes: false}", [True, True, True, False]),
        ("{per: all, headings: true}", [True, True, True, True, True]),
    ],
)
def test_a_name_is_linked_as_often_as_the_article_asks(places, policy: str, linked: list[bool]) -> None:
    """Names link once an article, once a section or always, in quotations and headings only if wanted."""
    assert [one.linked for one in places(SECTIONS, f"autolink: {policy}\n").hits] == linked


def test_records_may_be_counted_without_links(places) -> None:
    """A country with `autolink: false` is counted on its page and does not fill the text with links."""
    reading = places(
        "Ukraine was wet.", more="ukraine: {name: Ukraine, kind: country, autolink: false, summary: A country.}\n"
    )
    assert reading.hits == [Hit("Ukraine", "place:ukraine", linked=False)]


def test_a_block_marked_nolink_has_no_links(places) -> None:
    """A paragraph marked {.nolink} is left as it is."""
    assert places("Kyiv was wet.\n{.nolink}\n\nKyiv was dry.").hits == [Hit("Kyiv", "place:kyiv")]


def test_a_record_never_links_to_itself(small_site: Make) -> None:
    """Kyiv's own page does not link the word Kyiv to itself."""
    site = small_site({"places/kyiv.md": "---\nname: Kyiv\nkind: city\nsummary: A city.\n---\nKyiv is old.\n"})
    assert read(site, "place:kyiv").hits == []
