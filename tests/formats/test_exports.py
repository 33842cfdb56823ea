"""The interface for programs and the files for people who work with data: as their schemas and readers want them."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import geojson
import icalendar
import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from newsroom import FILES, URL, Make, built, with_site

EVERYTHING = "api: true\nexports: true\n"
HOSTILE = ["=1+1", "@SUM(A1)", "a,b;c\\n", 'say "x"', "</script>", "line one; line two", "Київ — 雨 🌊", "x" * 300]


def api(files: dict[str, str]) -> dict[str, Any]:
    return {path: json.loads(text) for path, text in files.items() if path.startswith("api/v1/")}


def test_every_answer_keeps_to_its_published_schema(small_site: Make) -> None:
    _, files = built(small_site, with_site(EVERYTHING))
    found = api(files)
    schemas = {one["$id"]: one for path, one in found.items() if "/schemas/" in path}
    for one in schemas.values():
        Draft202012Validator.check_schema(one)
    checked = 0
    for path, one in found.items():
        if "/schemas/" not in path:
            name = "index" if path.endswith("index.json") else path.split("/")[2]
            Draft202012Validator(schemas[f"{URL}api/v1/schemas/{name}.json"], format_checker=FormatChecker()).validate(
                one
            )
            checked += 1
    assert checked == 12
    with pytest.raises(ValidationError, match="required"):
        Draft202012Validator(schemas[f"{URL}api/v1/schemas/claims.json"]).validate(
            {"version": "1", "items": [{"x": 1}]}
        )


def test_the_index_leads_to_every_list_and_pages_to_each_other(
    small_site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefgen.formats.api.PAGE", 2)
    _, files = built(small_site, with_site(EVERYTHING))
    found = api(files)
    for one in found["api/v1/index.json"]["lists"]:
        here, items = one["first"], []
        while here:
            answer = found[here.removeprefix(URL)]
            items += answer["items"]
            last, here = here, answer.get("next", "")
        assert last == one["last"]
        assert len({json.dumps(each) for each in items}) == len(items)
    assert [one["id"] for number in (1, 2) for one in found[f"api/v1/claims/{number}.json"]["items"]] == [
        "moon",
        "boat",
        "rain",
    ]


def test_a_claim_is_told_with_its_history(small_site: Make) -> None:
    _, files = built(small_site, with_site(EVERYTHING))
    claim = next(one for one in api(files)["api/v1/claims/1.json"]["items"] if one["id"] == "rain")
    assert [(one["date"], one["status"]) for one in claim["history"]] == [
        ("2022-04-02", "unverified"),
        ("2022-04-04", "refuted"),
    ]
    assert claim["status"] == "refuted"
    assert claim["review"]["rating"] == 1
    assert claim["assertions"][0]["name"] == "Ann Lee"
    assert claim["articles"] == ["article:storm"]
    boat = next(one for one in api(files)["api/v1/claims/1.json"]["items"] if one["id"] == "boat")
    assert boat["assertions"] == [{"date": "2022-04-02", "mode": "interview", "source": "source:paper"}]


def test_what_changed_since_a_day_can_be_asked(small_site: Make) -> None:
    _, files = built(small_site, with_site(EVERYTHING))
    changes = api(files)["api/v1/changes/1.json"]["items"]
    since = [(one["day"], one["what"], one["key"]) for one in changes if one["day"] >= "2022-04-04"]
    assert ("2022-04-04", "status", "claim:rain") in since
    assert ("2022-04-06", "changed", "article:storm") in since
    assert [one["day"] for one in changes] == sorted(one["day"] for one in changes)


def test_places_and_events_are_on_the_map_unless_they_must_not_be(small_site: Make) -> None:
    _, files = built(small_site, with_site(EVERYTHING))
    for path in ("data/places.geojson", "data/events.geojson"):
        parsed = geojson.loads(files[path])
        assert parsed.is_valid, parsed.errors()
        assert [one.geometry.coordinates for one in parsed.features] == [[-5.5, 50.12]]


def test_the_strict_readers_would_notice(small_site: Make) -> None:
    """Those that maps and calendars are held against refuse what programs would stumble over."""
    site, files = built(small_site, with_site(EVERYTHING))
    places = json.loads(files["data/places.geojson"])
    places["features"][0]["geometry"]["coordinates"] = [-5.5]
    assert not geojson.loads(json.dumps(places)).is_valid
    ics = (site.root / "site/data/events.ics").read_bytes().decode()
    assert ics.count("\n") == ics.count("\r\n")
    for old, new in (("END:VEVENT\r\n", ""), ("BEGIN:VCALENDAR\r\n", ""), ("\r\nUID", '\r\nU"ID')):
        assert old in ics
        assert not _is_sound(ics.replace(old, new)), old
    assert not _is_sound(re.sub(r"DTSTART;VALUE=DATE:\d+", "DTSTART;VALUE=DATE:April", ics))
    assert _is_sound(ics)


def _is_sound(ics: str) -> bool:
    try:
        calendar = icalendar.Calendar.from_ical(ics)
    except ValueError:
        return False
    return calendar.errors == [] and all(one.errors == [] for one in calendar.walk())


def test_tables_are_read_back_as_they_were(small_site: Make) -> None:
    _, files = built(small_site, with_site(EVERYTHING))
    rows = list(csv.DictReader(io.StringIO(files["data/claims.csv"], newline="")))
    assert {one["id"]: one["status"] for one in rows} == {"moon": "confirmed", "boat": "unverified", "rain": "refuted"}
    assert next(one for one in rows if one["id"] == "rain")["rating"] == "1"
    histories = list(csv.DictReader(io.StringIO(files["data/claim-histories.csv"], newline="")))
    assert len(histories) == 4
    (event,) = csv.DictReader(io.StringIO(files["data/timeline.csv"], newline=""))
    assert (event["date"], event["title"], event["places"]) == ("2022-04-01", "The night of the storm", "Merrow")


def test_the_calendar_holds_whole_days(small_site: Make) -> None:
    more = (
        str(FILES["events.yaml"])
        + "month: {title: Some month, date: 2022-03, kind: other, status: reported, summary: x}\n"
    )
    _, files = built(small_site, {**with_site(EVERYTHING), "events.yaml": more})
    calendar = icalendar.Calendar.from_ical(files["data/events.ics"])
    (event,) = calendar.walk("VEVENT")
    assert event.errors == []
    assert str(event["SUMMARY"]) == "The night of the storm"
    assert event["DTSTART"].dt.isoformat() == "2022-04-01"
    assert event["DTEND"].dt.isoformat() == "2022-04-02"
    assert str(event["UID"]) == "event-storm-night@example.org"


def test_a_calendar_goes_back_a_thousand_years_and_keeps_signs_whole(small_site: Make) -> None:
    title = "Family 👩‍👩‍👧‍👦 day, می‌خواهم. " * 6
    old = f'old: {{title: "{title}", date: 0944-03-15, kind: other, status: reported, summary: x}}\n'
    _, files = built(small_site, {**with_site(EVERYTHING), "events.yaml": old})
    assert _is_sound(files["data/events.ics"])
    (event,) = icalendar.Calendar.from_ical(files["data/events.ics"]).walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "0944-03-15"
    assert str(event["SUMMARY"]) == title.strip()


def test_the_package_describes_what_is_there(small_site: Make) -> None:
    _, files = built(small_site, with_site(EVERYTHING))
    package = json.loads(files["datapackage.json"])
    for one in package["resources"]:
        assert one["path"] in files
        if "schema" in one:
            head = files[one["path"]].splitlines()[0].split(",")
            assert head == [field["name"] for field in one["schema"]["fields"]]
    names = [one["name"] for one in package["resources"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_in_exports(small_site: Make, text: str) -> None:
    quoted = json.dumps(text, ensure_ascii=False)
    claims = (
        str(FILES["claims.yaml"])
        .replace("A boat was lost off Merrow.", "XX")
        .replace("statement: XX", f"statement: {quoted}")
    )
    events = str(FILES["events.yaml"]).replace("The night of the storm", "XX").replace("title: XX", f"title: {quoted}")
    _, files = built(small_site, {**with_site(EVERYTHING), "claims.yaml": claims, "events.yaml": events})
    (event,) = icalendar.Calendar.from_ical(files["data/events.ics"]).walk("VEVENT")
    assert str(event["SUMMARY"]) == text
    assert all(len(line.encode()) <= 75 for line in files["data/events.ics"].split("\n"))
    told = {one["id"]: one["statement"] for one in csv.DictReader(io.StringIO(files["data/claims.csv"], newline=""))}
    assert told["boat"].lstrip("'") == text
    assert told["boat"][0] not in "=@+-"
    answer = next(one for one in api(files)["api/v1/claims/1.json"]["items"] if one["id"] == "boat")
    assert answer["statement"] == text


def test_exports_cost_nothing_when_they_are_off(small_site: Make) -> None:
    _, files = built(small_site)
    assert [path for path in files if path.startswith(("api/", "data/"))] == []
