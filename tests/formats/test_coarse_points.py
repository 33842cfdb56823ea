"""Nothing that is published tells where a place lies more exactly than its precision allows.

Two sites differ only in what lies below that precision. Every byte of their outputs is the same: whatever a page, a map or a
file for machines shows, none of it was made from the finer digits.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from newsroom import FILES, SITE, Make

from briefgen.model.records import Place
from briefgen.reading.schemas import validate
from briefgen.site.located import located

PRECISIONS = ("exact", "settlement", "district", "region", "country", "obscured")
SIZES = {"exact": 0.000004, "settlement": 0.004, "district": 0.04, "region": 0.2, "country": 0.4, "obscured": 3.0}
"""How far two points may lie apart to be shown as one, in degrees."""
EVERYTHING = """languages: [uk]
api: true
exports: true
embeds: true
mail: true
llms: true
search: true
"""


def site(step: float) -> dict[str, str | bytes]:
    """A site with a place of each precision, each moved by so much of what its precision leaves open."""
    places, names = FILES["places.yaml"], []
    assert isinstance(places, str)
    for number, one in enumerate(PRECISIONS):
        names.append(f"Pt{one.capitalize()}ford")
        lat, lon = 48 + number + step * SIZES[one], 30 + number - step * SIZES[one]
        places += f"pt-{one}: {{name: {names[-1]}, kind: town, country: UA, summary: A town., ids: {{wikidata: Q{number + 5}}}, coordinates: {{lat: {lat!r}, lon: {lon!r}, precision: {one}}}}}\n"
    for one in ("settlement", "region"):
        lat, lon = 55 + step * SIZES[one], 35 + step * SIZES[one]
        places += f"label-{one}: {{name: Wide{one}, kind: region, summary: A land., label_point: {{lat: {lat!r}, lon: {lon!r}, precision: {one}}}}}\n"
    events = "".join(
        f"ev-{one}: {{title: Fair at {name}, date: 2022-04-01, kind: other, status: reported, summary: A fair., places: [pt-{one}]}}\n"
        for one, name in zip(PRECISIONS, names, strict=True)
    )
    article = f"---\ntitle: A tour\ndate: 2022-04-06\nlocation: pt-region\n---\nFrom {', '.join(names)} to Widesettlement and Wideregion.\n"
    more = "claims.yaml", str(FILES["claims.yaml"]).replace("[place:merrow]", "[place:pt-settlement, place:pt-region]")
    made = {**FILES, more[0]: more[1], "places.yaml": places, "/briefgen.yaml": SITE + EVERYTHING}
    made["events.yaml"] = str(FILES["events.yaml"]) + events
    return {**made, "articles/tour.md": article, "articles/tour.uk.md": article.replace("A tour", "Подорож")}


def output(folder: Path) -> dict[str, bytes]:
    """Every file of a built site; without what says which texts it was built from."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name != "build.json"}


def test_what_is_finer_than_its_precision_is_in_no_output(small_site: Make) -> None:
    made = small_site(site(0.0))
    assert made.build().written is not None
    before = output(made.root / "site")
    for kind in ("index.html", "map/index.html", "uk/index.html", "api/v1/places/1.json"):
        assert any(name.endswith(kind) for name in before), kind
    assert sum(name.endswith(".geojson") for name in before) >= 2
    for step in (1.0, -0.9):
        assert made.with_files(site(step)).build().written is not None
        after = output(made.root / "site")
        assert [name for name, data in before.items() if after.get(name) != data] == []


def test_what_is_obscured_is_told_by_nothing(small_site: Make) -> None:
    """Neither a point nor an identifier that leads to a map."""
    made = small_site(site(0.0))
    made.build()
    listed = json.loads((made.root / "site/api/v1/places/1.json").read_text(encoding="utf-8"))["items"]
    resource = next(one for one in listed if one["id"] == "pt-obscured")
    assert not {"latitude", "longitude", "precision", "ids"} & resource.keys()
    page = (made.root / "site/places/pt-obscured/index.html").read_text(encoding="utf-8")
    assert "Q10" not in page
    assert "GeoCoordinates" not in page
    assert not [name for name, data in output(made.root / "site").items() if b"wiki/Q10" in data]
    assert "Q9" in (made.root / "site/places/pt-country/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("precision", "shown"),
    [
        ("exact", (50.12346, -30.98765)),
        ("settlement", (50.12, -30.99)),
        ("district", (50.1, -31.0)),
        ("region", (50.0, -31.0)),
        ("country", (50.0, -31.0)),
    ],
)
@pytest.mark.parametrize("privacy", ["public", "limited"])
def test_points_are_rounded(precision: str, shown: tuple[float, float], privacy: str) -> None:
    point = {"lat": 50.1234567, "lon": -30.9876543, "precision": precision}
    value = {"id": "x", "name": "X", "kind": "town", "coordinates": point, "privacy": privacy, "privacy_reason": "So."}
    place = validate(Place, value).value
    assert place is not None
    found = located(place)
    assert (found and found[:2]) == (shown if privacy == "public" else None)
