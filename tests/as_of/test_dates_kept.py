"""Dates are the same after they were kept for a later build."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from briefgen.base.dates import When, parse_when
from briefgen.output.words import iso

days = st.dates().map(str)
zones = st.just("Z") | st.builds("{}{:02}:{:02}".format, st.sampled_from("+-"), st.integers(0, 14), st.integers(0, 59))
moments = st.builds("{}T{:02}:{:02}{}".format, days, st.integers(0, 23), st.integers(0, 59), zones)


@given(days | moments | days.map(lambda day: f"{day}?"))
def test_a_date_that_was_kept_reads_as_it_was_written(text: str) -> None:
    """A page shows the moment in the zone in which its writer gave it, whichever build made the page."""
    when = parse_when(text)
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(when), type=When)
    assert kept == when
    assert iso(kept) == iso(when)
