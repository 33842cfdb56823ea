"""Names in texts that no record has: which words are taken for one, and which known name is proposed."""

from __future__ import annotations

import re
import shlex
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sites import SmallSite
from texts import Make, article

from briefgen.base.text import distance
from briefgen.linking.names import names_of
from briefgen.linking.near import SHORTEST, KnownNames, NearNames
from briefgen.linking.runs import likely_kind
from briefgen.linking.unknown_names import new_command, unknown_in
from briefgen.model.document import Document, Passage
from briefgen.model.mention import Mention
from briefgen.model.records import Person

MALYAR = "malyar: {name: Hanna Malyar, family_name: Malyar, honorific: Ms, summary: A minister.}\n"
ERDOGAN = "erdogan: {name: Recep Tayyip Erdoğan, family_name: Erdoğan, honorific: Mr, summary: A president.}\n"
ZELENSKY = """\
zelensky:
  name: Volodymyr Zelensky
  family_name: Zelensky
  summary: A president.
  house_style: {prefer: Zelensky, reject: {Zelenskiy: house style is Zelensky}}
"""
DUTERTE = "duterte: {name: Rodrigo Duterte, family_name: Duterte, summary: A president.}\n"


class Told:
    """What an editor is told of unknown names in one article."""

    def __init__(self, site: SmallSite) -> None:
        found = [one for one in site.prepared().diagnostics if one.code == "W104"]
        self.words = [one.message.removeprefix("“").replace("” is no name on file", "") for one in found]
        self.hints = [one.hint for one in found]
        self.lines = [getattr(one.where, "line", 0) for one in found]


@pytest.fixture
def told(small_site: Make):
    """Call with the body of an article, more records of people, and the site record."""

    def make(body: str, people: str = "", config: str = "") -> Told:
        files: dict[str, str | bytes] = {"people.yaml": MALYAR + people, "articles/storm.md": article(body)}
        return Told(small_site({**files, "/briefgen.yaml": config}))

    return make


# --- what is taken for a name -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("It rained, said Joe Biden. Joe Biden left.", ["Joe Biden (2 times)"]),
        ("It rained, said Joe Biden.", []),
        ("It rained, said President Joe Biden.", ["Joe Biden"]),
        ("It rained, said Mr Biden.", ["Biden"]),
        ("It rained, said Mr. Biden.", ["Biden"]),
        ("It rained, said Secretary of State Antony Blinken.", ["Antony Blinken"]),
        ("It rained, said the minister, J. K. Rowling. J. K. Rowling left.", ["J. K. Rowling (2 times)"]),
        ("Ursula von der Leyen spoke. Then Ursula von der Leyen left.", ["Ursula von der Leyen (2 times)"]),
        ("They met Bashar al-Assad. It was Bashar al-Assad’s wish.", ["Bashar al-Assad (2 times)"]),
        ("The Ministry of Culture spoke. The Ministry of Culture left.", ["Ministry of Culture (2 times)"]),
        ("Сказав президент Байден.", ["Байден"]),
        ("Приїхав Джо Байден. Потім Джо Байден поїхав.", ["Джо Байден (2 times)"]),
        ("Приїхала Ганна Малярь.", ["Ганна Малярь"]),
        ("See `Joe Biden` and [Joe Biden](https://example.org/) and https://example.org/Joe Biden.", []),
        ("## Joe Biden and Joe Biden\n\nIt rained.", []),
    ],
)
def test_unknown_names_are_told(told, body: str, words: list[str]) -> None:
    """A name that stands twice, or behind a title, is told; in any script, with particles, initials and possessives."""
    assert told(body).words == words


@pytest.mark.parametrize(
    "body",
    [
        "On Saturday it rained. On Saturday it rained. On Saturday it rained.",
        "In April Monday was wet. In April Monday was wet.",
        "The Prime Minister spoke. The Prime Minister and the Deputy Foreign Minister left.",
        "The EU and UN spoke. EU UN talks; EU UN talks.",
        "Ms Malyar spoke. Deputy Minister Hanna Malyar and Ms Malyar left.",
        "Ukrainian President spoke. Ukrainian President left.",
        "Soldiers said that soldiers had left. However Soldiers left.",
        "I met Ann. The mayor spoke. I met Ann. The mayor left.",
    ],
)
def test_words_that_owe_their_capital_to_something_else_are_no_names(told, body: str) -> None:
    """Days, months, posts, acronyms, known people with their titles, and beginnings of sentences are nobody."""
    assert [one for one in told(body).words if "Malyar" not in one] == []


def test_a_day_or_title_in_front_is_no_part_of_the_name(told) -> None:
    """Wherever it stands, Joe Biden is counted as himself."""
    body = "On Saturday Joe Biden spoke. On 2 May Joe Biden left. US President Joe Biden, Mr Biden and Joe Biden’s dog."
    assert told(body).words == ["Joe Biden (5 times)"]


def test_short_forms_count_for_the_full_name(told) -> None:
    """“Mr Biden” is no second unknown name beside “Joe Biden”, unless two in the text are called so."""
    assert told("Joe Biden spoke. Mr Biden left.").words == ["Joe Biden (2 times)"]
    assert told("Joe Biden met Jill Biden. President Biden left.").words == ["Biden"]


def test_a_longer_name_around_a_known_one_is_always_told(told) -> None:
    """A party named after somebody on file is not that person: once is enough, and each is told once."""
    found = told("Rodrigo Duterte spoke. Duterte Youth won. Later Duterte Youth lost.", DUTERTE)
    assert found.words == ["Duterte Youth (2 times)"]
    assert 'briefgen new person --from "Duterte Youth"' in found.hints[0]
    assert told("Rodrigo Duterte spoke. Duterte Youth’s motion failed.", DUTERTE).words == ["Duterte Youth"]


def test_names_that_the_site_calls_none_are_silent(told) -> None:
    """What stands under `names: not` is not told, however often it stands and whatever it holds."""
    body = "Spring Fair began. Rodrigo Duterte said Spring Fair was wet. Duterte Youth won."
    config = "names: {not: [Spring Fair, Duterte Youth]}\n"
    assert told(body, DUTERTE, config).words == []


@pytest.mark.parametrize(
    "body",
    [
        " ".join(f"Joe{n} Biden{n}." for n in range(20_000)),
        "The " * 100_000,
        "Joe Biden " * 40_000,
        "In May Saturday " * 30_000,
        "President of " * 40_000,
        "A.B.C." * 80_000,
        "Joe-" * 100_000,
        "Hanna Malyar Joe " * 20_000,
    ],
    ids=lambda body: body[:16],
)
def test_capitals_without_end_take_no_time(body: str) -> None:
    """A list of thousands of names on one line, or any other heap of capitals, is read in one go."""
    known = KnownNames(names_of({"person:m": Person(name="Hanna Malyar", family_name="Malyar")}))
    at = [found.span() for found in re.finditer("Hanna Malyar", body)]
    mentions = [Mention("person:m", 0, start, end, "strong", False) for start, end in at]
    document = Document(passages=(Passage(text=f"{body} Jane Doe. He met Jane Doe.", kind="prose"),))
    started = process_time()
    found = unknown_in(document, mentions, known)
    assert process_time() - started < 5
    assert "Jane Doe" in [one.words for one in found]


# --- which known name is proposed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Hanna Maliar", "Hanna Malyar"),
        ("Hannah Malyar", "Hanna Malyar"),
        ("Hana Malyar", "Hanna Malyar"),
        ("Hanna Maylar", "Hanna Malyar"),
        ("HANNA Malyar", "Hanna Malyar"),
        ("Ганна Маляр", "Hanna Malyar"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("Volodymyr Zelenskyi", "Volodymyr Zelensky"),
        ("Wolodymyr Zelenskij", "Volodymyr Zelensky"),
        ("Володимир Зеленський", "Volodymyr Zelensky"),
        ("Reccep Tayyip Erdogan", "Recep Tayyip Erdoğan"),
    ],
)
def test_a_misspelt_name_is_told_with_the_right_one(told, written: str, meant: str) -> None:
    """One wrong letter, another romanisation, another alphabet or missing accents: the name on file is proposed."""
    found = told(f"It rained, said {written}.", ZELENSKY + ERDOGAN)
    assert found.words == [written]
    assert found.hints[0].startswith(f"did you mean “{meant}”?")


def test_both_spellings_may_be_right(told) -> None:
    """A name in another alphabet is no mistake, so the hint says how to keep both."""
    hint = "did you mean “Hanna Malyar”? If both spellings are right, add this one to the record’s aliases"
    assert told("It rained, said Ганна Маляр.").hints == [hint]


@pytest.mark.parametrize("written", ["Zelenskyy", "Zelenskyi", "Зеленський"])
def test_a_family_name_in_another_spelling_is_told_by_itself(told, written: str) -> None:
    """A single word without a title is told when it is a known name written otherwise."""
    found = told(f"It rained, said {written} on Saturday.", ZELENSKY)
    assert found.words == [written]
    assert found.hints[0].startswith("did you mean “Zelensky”?")


@pytest.mark.parametrize("written", ["Hanna Malyars", "Anna Malyer", "Hanna Maler"])
def test_other_names_are_not_taken_for_slips(told, written: str) -> None:
    """A plural, another first letter and two wrong letters make another name."""
    assert told(f"It rained, said {written}.").words == []


def test_a_rejected_spelling_is_not_proposed(told) -> None:
    """A slip next to a spelling that the house style rejects leads to the spelling that it prefers."""
    assert told("It rained, said Mr Zelenskiyv.", ZELENSKY).hints == ["did you mean “Zelensky”?"]


def test_a_protected_name_is_not_told(told) -> None:
    """Diagnostics may be read by others, so that a name near to a protected one does not give it away."""
    protected = "ann: {name: Annabel Lee, summary: A witness., privacy: protected, privacy_reason: x, public_label: a witness}\n"
    found = told("It rained, said Annabell Lee.", protected)
    assert (found.words, found.hints) == (["Annabell Lee"], ["did you mean “a protected name”?"])


NAMES = st.lists(st.text("abcd é", min_size=1, max_size=9), max_size=12, unique=True)


@given(NAMES, st.text("abcd é", max_size=10))
def test_slips_are_those_that_comparing_every_name_would_find(names: list[str], words: str) -> None:
    """The index finds exactly the names one edit away, of all names that are long enough."""
    expected = [one for one in names if len(one) >= SHORTEST and distance(words, one, 1) == 1]
    assert NearNames(names).one_edit(words) == expected


@given(st.lists(st.text(max_size=12), max_size=6, unique=True), st.text(max_size=12))
def test_any_text_can_be_looked_up(names: list[str], words: str) -> None:
    """Names of any characters are compared without a fault, and never with themselves."""
    index = NearNames(names)
    assert words not in index.one_edit(words)
    assert index.same_sound(words) != words or not words


# --- what to type ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("Duterte Youth", 'briefgen new person --from "Duterte Youth"'),
        ("Mary O’Brien", 'briefgen new person --from "Mary O’Brien"'),
        ("Юрій Нечуй-Левицький", 'briefgen new person --from "Юрій Нечуй-Левицький"'),
        ("Ann $(rm -rf ~)", "briefgen new person --from 'Ann $(rm -rf ~)'"),
        ("Ann “Bo” `id`", "briefgen new person --from 'Ann “Bo” `id`'"),
    ],
)
def test_the_command_reads_well(name: str, command: str) -> None:
    """Common names stand in double quotes, anything that a shell would act on in single ones."""
    assert new_command("person", name) == command


@given(st.text(min_size=1))
def test_the_command_can_be_pasted_whatever_the_name(name: str) -> None:
    """A shell hands the name over as it is: quotes, dollar signs, backticks and line ends included."""
    assert shlex.split(new_command("place", name)) == ["briefgen", "new", "place", "--from", name]


@pytest.mark.parametrize(
    ("name", "titled", "kind"),
    [
        ("Joe Biden", True, "person"),
        ("Ministry of Culture", False, "organisation"),
        ("Kharkiv Oblast", False, "place"),
        ("North Ossetia", False, "place"),
        ("Joe Biden", False, "person"),
        ("University of New Mexico", False, "organisation"),
        ("Bucha massacre", False, "event"),
        ("Rada River", True, "person"),
    ],
)
def test_the_kind_is_guessed_by_simple_signs(name: str, titled: bool, kind: str) -> None:
    """Titles mean people; Ministry, River and massacre mean a body, a place and an event."""
    assert likely_kind(name, titled) == kind
