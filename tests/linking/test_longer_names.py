"""Names inside longer names, titles of works, months and words in capitals are no mentions; the rest is found."""

from __future__ import annotations

import pytest
from registries import found

REGISTRY = """\
person ann-river | Ann River | River
person bo-river | Bo River | River
person carl-stone | Carl Stone | Stone
person dana-may | Dana May | May
person old-lake | Robert F. Lake
person young-lake | Robert F. Lake Jr. | R. F. Lake Jr.
place mirland | Mirland
place south-mirland | South Mirland
place port | Port Vell | Vell
place union | Federal Union | U.F., UF, FU
place harbour | Harbour, M.D. | Harbour
org gazette | Vell Gazette
org who | World Health Office | WHO
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # longer, on file
        ("They fled to South Mirland.", ["South Mirland"]),
        ("The Vell Gazette reports it.", ["Vell Gazette"]),
        ("Robert F. Lake Jr. was sworn in.", ["Robert F. Lake Jr."]),
        ("Robert F. Lake Jr was sworn in.", ["Robert F. Lake Jr"]),
        ("Robert F. Lake III was sworn in.", []),
        # longer, not on file
        ("They fled to New Mirland.", []),
        ("New Mirland has been flooded.", []),
        ("Stone & Stone sells powder.", []),
        ("*Mirland v. Stone* was settled.", []),
        ("The case Mirland v. Stone was settled.", []),
        ("The Stone Youth marched.", []),
        ("Mirland State University closed.", []),
        ("They remember the Vell massacre.", []),
        ("The Mirland House of Representatives voted.", []),
        ("The Bank of Mirland raised its rate.", []),
        ("He played at the Stade de Mirland.", []),
        ("Vell-Brugg won the race.", []),
        ("The Vell Tower fell.", []),
        ("Equatorial Mirland won.", []),
        ("He likes VellTown and Mirland.com.", []),
        ("Mirland+ is a service.", []),
        ("We read “Escape from Mirland” and “The Stones of Vell”.", []),
        ("The film “Long Way to Vell” won.", []),
        ("Clara Stone spoke.", []),
        ("J. Stone spoke.", []),
        ("President Andrew Stone spoke, and so did Senator Ron Stone.", []),
        ("The mayor met Secretary of State Stone.", ["Stone"]),
        ("It is the Communist Party of the Federal Union.", []),
        ("The film Midnight in Vell was shown.", []),
        ("He paid WHO$5 to Mirland & Vell.", ["Mirland", "Vell"]),
        ("A Vell/Mirland deal, see content/Mirland.", ["Vell", "Mirland"]),
        ("Carl Stone & Carl Stone is a firm.", []),
        ("It is the Republic of Mirland.", []),
        # stands for itself
        ("President Carl Stone met Ann River in Mirland.", ["Carl Stone", "Ann River", "Mirland"]),
        ("Mirland President Carl Stone spoke.", ["Mirland", "Carl Stone"]),
        ("Mirland Prime Minister Carl Stone spoke.", ["Mirland", "Carl Stone"]),
        ("Mirland House Speaker Carl Stone spoke.", ["Mirland", "Carl Stone"]),
        ("The Secretary of State Carl Stone spoke.", ["Carl Stone"]),
        ("The ambassador to Mirland Ivo Brandt spoke.", ["Mirland"]),
        ("In Mirland it rained.", ["Mirland"]),
        ("In Vell, Mirland, it rained.", ["Vell", "Mirland"]),
        ("On Monday Mirland voted; in Vell Tuesday nobody did.", ["Mirland", "Vell"]),
        ("A pro-Mirland crowd and an anti-Stone one met a Vell-based firm.", ["Mirland", "Stone", "Vell"]),
        ("The Vell–Brugg line and the Mirland–Vell line.", ["Vell", "Mirland", "Vell"]),
        ("Mirland's Blue Party won.", ["Mirland"]),
        ("The U.F. The talks failed. In the U.F. Officials left.", ["U.F.", "U.F."]),
        ("Hugo Adler of Mirland won; so did the mayor of Vell.", ["Mirland", "Vell"]),
        ("Sanna District of Mirland was flooded.", ["Mirland"]),
        ("He said “Mirland is free” and “Vell”.", ["Mirland", "Vell"]),
        ("Mirlandish and Vellian customs differ.", []),
        ("Mirland Closes Its Borders Amid Fears Over Stone Visit", ["Mirland", "Stone"]),
        ("He left Brugg, Harbour, for Harbour.", ["Harbour"]),
        ("The state of Harbour and Harbour state are large; Harbour, M.D. is a town.", ["Harbour, M.D."]),
        (
            "It rained for a week and more in the wide valleys of New\nMirland, where the river rose to the roofs of Carl\n"
            "Stone and of his neighbours in the old town, said the\nwatch.",
            ["Carl\nStone"],
        ),
        ("New\nMirland is dry.", ["Mirland"]),
        ("They went on to the town of New\nMirland.", []),
        # months, capitals
        ("In May it rained, and on 3 May, and until May 12.", []),
        ("Dana May spoke in May. Then May left.", ["Dana May", "May"]),
        ("WHO said so, but who knows.", ["WHO"]),
        ("GUESS WHO DID IT TODAY", []),
        ("Stone was seen.", ["Stone"]),
    ],
)
def test_a_name_counts_where_it_stands_for_itself(text: str, names: list[str]) -> None:
    """A known name is a mention unless the words around it make another name of it."""
    assert [words for words, _ in found(REGISTRY, text)] == names


def test_of_several_bearers_the_one_introduced_is_meant() -> None:
    """A shared short form means whoever was introduced alone; with both or none introduced nothing is guessed."""
    assert found(REGISTRY, "Ann River spoke. River left.") == [("Ann River", "ann-river"), ("River", "ann-river")]
    assert found(REGISTRY, "Ann River met Bo River. River left.") == [
        ("Ann River", "ann-river"),
        ("Bo River", "bo-river"),
    ]
    assert found(REGISTRY, "River left.") == []


def test_a_family_name_that_is_not_listed_needs_its_bearer() -> None:
    """“Lake” is nobody's listed alias: it counts after Robert F. Lake, and is a common word before."""
    assert found(REGISTRY, "Lake left. Robert F. Lake spoke. Lake left.")[0] == ("Robert F. Lake", "old-lake")
    assert found(REGISTRY, "Robert F. Lake spoke. Then Lake left.")[-1] == ("Lake", "old-lake")
