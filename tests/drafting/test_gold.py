"""The notes in `seeds/drafting`, with what a careful reader finds in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from briefgen.drafting.draft import draft_of
from briefgen.drafting.proposals import Claim, Draft
from briefgen.drafting.report import read_report

SEEDS = Path(__file__).parents[2] / "seeds" / "drafting"
GOLD: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "gold.yaml").read_text(encoding="utf-8"))
REPORTS = sorted(GOLD)


@pytest.fixture(scope="module")
def drafts() -> dict[str, Draft]:
    return {name: draft_of(read_report(name, (SEEDS / name).read_bytes())) for name in REPORTS}


def test_every_note_has_its_gold() -> None:
    assert sorted(one.name for one in SEEDS.iterdir()) == REPORTS


@pytest.mark.parametrize("name", REPORTS)
def test_what_kind_of_file_it_is_makes_no_difference(name: str, drafts: dict[str, Draft]) -> None:
    report = drafts[name].report
    assert report.title == GOLD[name]["title"]
    assert report.date == str(GOLD[name]["date"])
    text = "\n".join(report.paragraphs)
    for hidden in ("Footer", "Script", "Menu", "color", "*", "<"):
        assert hidden not in text


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(
    ("kind", "key"), [("person", "people"), ("place", "places"), ("organisation", "organisations")]
)
def test_names(name: str, kind: Any, key: str, drafts: dict[str, Draft]) -> None:
    found = {one.name for one in drafts[name].of(kind)}
    assert found == set(GOLD[name][key])


@pytest.mark.parametrize("name", REPORTS)
def test_claims_and_who_makes_them(name: str, drafts: dict[str, Draft]) -> None:
    for wanted in GOLD[name]["claims"]:
        found = [one for one in drafts[name].claims if wanted["words"].lower() in one.statement.lower()]
        assert found, wanted["words"]
        claim = found[0]
        assert _speaker(claim) == wanted["by"], wanted["words"]
        if not wanted["by"]:
            assert claim.mode == "own-reporting"
        for field in ("kind", "mode", "hedge"):
            assert getattr(claim, field) == wanted.get(field, getattr(claim, field)), wanted["words"]
        if "figure" in wanted:
            assert claim.figure is not None
            assert claim.figure.value == wanted["figure"]
        assert wanted["words"].split()[-1] in claim.sentence


def _speaker(claim: Claim) -> str:
    return "" if claim.speaker is None else claim.speaker.name or claim.speaker.label


@pytest.mark.parametrize("name", REPORTS)
def test_days_count_from_the_day_of_publication(name: str, drafts: dict[str, Draft]) -> None:
    found = {one.words: one.when for one in drafts[name].days}
    for words, when in GOLD[name]["dates"].items():
        assert found[words] == str(when)


def test_places_have_coordinates_and_countries(drafts: dict[str, Draft]) -> None:
    split = next(one for one in drafts["2024-05-14-ferry.txt"].names if one.name == "Split")
    assert split.point is not None
    assert split.point.country == "HR"
    assert split.point.lat == pytest.approx(43.51, abs=0.02)
    assert split.point.lon == pytest.approx(16.44, abs=0.02)


def test_the_town_in_the_country_of_the_report_is_meant(drafts: dict[str, Draft]) -> None:
    """There are towns called Lagos in Portugal and Mexico as well."""
    lagos = next(one for one in drafts["2024-02-02-strike.md"].names if one.name == "Lagos")
    assert lagos.point is not None
    assert lagos.point.country == "NG"
    assert lagos.point.rivals > 0


def test_short_forms_count_for_the_full_name(drafts: dict[str, Draft]) -> None:
    babic = next(one for one in drafts["2024-05-14-ferry.txt"].names if one.name == "Ivan Babić")
    assert babic.forms == ("Babić",)
    assert babic.times == 2
    assert babic.honorific == "Mr"
    assert babic.role == "Transport minister"


def test_quotations_have_their_speakers(drafts: dict[str, Draft]) -> None:
    quotes = {one.words: one.speaker for one in drafts["2023-09-20-flood.html"].quotations}
    speaker = quotes["The bridge is gone and the road with it"]
    assert speaker is not None
    assert speaker.name == "Maja Novak"
