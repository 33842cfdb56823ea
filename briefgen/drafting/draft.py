"""A whole draft from a report: one pure function."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefgen.drafting.amounts import days_in, numbers_in
from briefgen.drafting.claims import claims, quotations
from briefgen.drafting.foreign import careful, is_english
from briefgen.drafting.gazetteer import LookUp, look_up
from briefgen.drafting.names import names_in
from briefgen.drafting.parsing import sentences_of
from briefgen.drafting.proposals import Draft, NameKind, Report
from briefgen.drafting.speech import sayings

Helper = Callable[[str], Mapping[str, NameKind]]
"""Tells the kinds of the names in a text, as a language model does."""


def draft_of(report: Report, helper: Helper | None = None, look_up: LookUp = look_up) -> Draft:
    """Everything that the rules propose for a report. `look_up` finds places by name."""
    sentences = sentences_of(report)
    names = names_in(sentences, helper("\n".join(report.paragraphs)) if helper is not None else None, look_up)
    numbers = tuple(number for one in sentences for number in numbers_in(one.text))
    days = tuple(day for one in sentences for day in days_in(one.text, report.date))
    if not is_english(report.paragraphs):
        return Draft(report, careful(names.names), (), numbers, days, (), english=False)
    said = sayings(sentences, names)
    return Draft(
        report=report,
        names=names.names,
        quotations=quotations(sentences, said),
        numbers=numbers,
        days=days,
        claims=claims(report, sentences, names, said),
    )
