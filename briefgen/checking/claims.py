"""Editorial rules about claims: codes 204 to 219 (content model 12, ruling 6)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping

from briefgen.as_of.claim_status import evidence_up_to, status_at
from briefgen.as_of.publication import article_day
from briefgen.base.dates import day_of, later
from briefgen.base.diagnostics import Diagnostic, Related, Spot
from briefgen.base.text import did_you_mean
from briefgen.checking.quotations import is_found, plain_text
from briefgen.checking.sources import leading_back
from briefgen.model.parts import Evidence, StatusEntry
from briefgen.model.records import Article, Claim, Source
from briefgen.model.site import Site, split_key
from briefgen.model.vocabulary import USUAL_WORDS, statuses_of_kind
from briefgen.site.origins import Origins, claimants_family, family_of, origins_of

_WITHOUT_VERDICT = frozenset({"unverified", "checking", "pending", "in-progress", "not-checkable", "withdrawn"})

Rule = Callable[[str, Claim, Site], Iterator[Diagnostic]]


def check_claims(site: Site, source_texts: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Everything to say about the site's claims."""
    for key, record in site.records.items():
        if isinstance(record, Claim):
            yield from check_claim(key, record, site, source_texts)
    for key in site.articles:
        yield from check_not_yet_made(key, site)


def check_claim(key: str, claim: Claim, site: Site, source_texts: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Everything to say about one claim."""
    for rule in _RULES:
        yield from rule(key, claim, site)
    yield from _quotes(key, claim, site, source_texts)


def _at(key: str, *loc: str | int) -> Spot:
    return Spot(key, loc)


def _said(code: str, key: str, loc: tuple[str | int, ...], message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(code, Spot(key, loc), message, hint, record=key)


# --- history --------------------------------------------------------------------------------------------------


def _statuses(key: str, claim: Claim, site: Site) -> Iterator[Diagnostic]:
    allowed = statuses_of_kind(claim.kind, site.statuses)
    for number, entry in enumerate(claim.status_history):
        if entry.status not in allowed:
            message = f"“{entry.status}” is not a status that a claim of kind “{claim.kind}” can have"
            usual = USUAL_WORDS.get(entry.status.lower().replace(" ", "-"))
            near = (
                f"did you mean “{usual}”?" if usual in allowed else did_you_mean(entry.status, (*allowed, *USUAL_WORDS))
            )
            for word, meant in USUAL_WORDS.items():
                near = near.replace(f"“{word}”", f"“{meant}”") if word not in allowed else near
            hint = f"{near} one of: {', '.join(allowed)}".strip()
            yield _said("E204", key, ("status_history", number, "status"), message, hint)


def _order(key: str, claim: Claim, site: Site) -> Iterator[Diagnostic]:
    history = claim.status_history
    for number, (before, entry) in enumerate(itertools.pairwise(history), 1):
        if entry.date.lower < before.date.lower:
            message = f"this entry ({entry.date}) stands behind a later one ({before.date})"
            related = (Related(_at(key, "status_history", number - 1, "date"), "the entry before it"),)
            hint = "put the entries in order, oldest first"
            yield Diagnostic("E205", _at(key, "status_history", number, "date"), message, hint, related, key)
    for number, entry in enumerate(history):
        if entry.recorded is not None and entry.recorded.upper < entry.date.lower:
            message = f"recorded on {entry.recorded}, before it became known on {entry.date}"
            yield _said(
                "E206",
                key,
                ("status_history", number, "recorded"),
                message,
                "`recorded` is when the desk wrote it down",
            )


# --- what a status needs ---------------------------------------------------------------------------------------


def _cited(claim: Claim, entry: StatusEntry, stance: str) -> list[Evidence]:
    ids = evidence_up_to(claim, entry)
    return [one for one in claim.evidence if one.id in ids and one.stance == stance]


def _corroborated(key: str, claim: Claim, site: Site) -> Iterator[Diagnostic]:
    for number, entry in enumerate(claim.status_history):
        if entry.status == "corroborated":
            found = origins_of(claim, _cited(claim, entry, "supports"), site.records)
            if len(found.independent) < 2:
                yield _said(
                    "E207",
                    key,
                    ("status_history", number, "status"),
                    _too_few(found.independent, site),
                    _why(found, site),
                )


def _name(key: str, site: Site) -> str:
    record = site.records.get(key)
    return str(getattr(record, "name", key)) if record is not None else f"“{key}”"


def _too_few(independent: tuple[tuple[str, ...], ...], site: Site) -> str:
    if not independent:
        return "“corroborated” needs two independent origins, and the evidence cited so far has none"
    only = " with ".join(_name(key, site) for key in independent[0])
    return f"“corroborated” needs two independent origins, and the evidence cited so far has one: {only}"


def _why(found: Origins, site: Site) -> str:
    own = [_name(key, site) for key in found.claimants_own]
    words = [_name(key, site) for key in found.unexplained]
    parts = []
    if own:
        parts.append(f"{', '.join(own)}: the claimant’s own side, so it does not count")
    if words:
        parts.append(f"{', '.join(words)}: counts only with an origin_note that says why it is independent")
    return "; ".join((*parts, "cite evidence from another origin, or say “unverified”"))


def _grounds(key: str, claim: Claim, site: Site) -> Iterator[Diagnostic]:
    needed = {"confirmed": "supports", "refuted": "refutes"}
    for number, entry in enumerate(claim.status_history):
        stance = needed.get(entry.status)
        if stance and not _cited(claim, entry, stance):
            message = f"“{entry.status}” needs evidence that {stance} the claim, and none is cited"
            found = _said(
                "E208", key, ("status_history", number, "status"), message, "cite it in the entry: evidence: [e1]"
            )
            yield found if claim.kind != "background" else _as_warning(found)


def _as_warning(one: Diagnostic) -> Diagnostic:
    return Diagnostic(one.code, one.where, one.message, one.hint, one.related, one.record, "warning")


def _own_record(key: str, claim: Claim, site: Site) -> Iterator[Diagnostic]:
    claimant = claimants_family(claim, site.records)
    for number, entry in enumerate(claim.status_history):
        cited = _cited(claim, entry, "supports") if entry.status == "confirmed" else []
        if cited and all(family_of(one.origin, site.records, one.date or entry.date) & claimant for one in cited):
            message = "“confirmed” rests only on the claimant’s own record"
            hint = "right for “we held a meeting”, never for disputed facts; cite somebody else, or accept it with a reason"
            yield _said("W217", key, ("status_history", number, "status"), message, hint)


def _second_hand(key: str, claim: Claim, site: Site) -> Iterator[Diagnostic]:
    entry = status_at(claim, day_of(site.now.day))
    if entry is None or entry.status in _WITHOUT_VERDICT:
        return
    ids = evidence_up_to(claim, entry)
    cited = [one for one in claim.evidence if one.id in ids]
    if cited and all(_seen_via(one.source, site) for one in cited):
        message = f"“{entry.status}” rests only on evidence that we saw second-hand"
        number = claim.status_history.index(entry)
        yield _said("W214", key, ("status_history", number, "status"), message, "look at one of the sources itself")


def _circular(key: str, claim: Claim, site: Site) -> Iterator[Diagnostic]:
    for number in leading_back(claim, site.records):
        message = "this evidence leads back to the source that made the claim"
        hint = (
            "a report of a report supports nothing: take it out, call it `stance: context`, or cite what was seen first"
        )
        yield _said("W218", key, ("evidence", number, "source"), message, hint)


def _seen_via(key: str, site: Site) -> bool:
    source = site.records.get(key)
    return isinstance(source, Source) and bool(source.seen_via)


# --- reviews, assertions, age -----------------------------------------------------------------------------------


def _review(key: str, claim: Claim, site: Site) -> Iterator[Diagnostic]:
    review, entry = claim.review, status_at(claim, day_of(site.now.day))
    if review is None or review.date.lower > site.now.day:
        return
    if review.rating is not None and review.rating not in range(1, 6):
        yield _said(
            "E210",
            key,
            ("review", "rating"),
            f"{review.rating} is no rating",
            "1 is false, 5 is true; leave it out for a verdict in words",
        )
        return
    rule = site.statuses[entry.status].rating if entry is not None and entry.status in site.statuses else "never"
    if problem := _rating_problem(rule, review.rating, entry.status if entry is not None else "not yet made"):
        yield _said("E209", key, ("review",), *problem)


def _rating_problem(rule: str, rating: int | None, status: str) -> tuple[str, str] | None:
    if rule == "never":
        return f"a claim that is “{status}” cannot carry a review", "take the review out until the status is settled"
    allowed = {"label": (), "1": (1,), "2-3": (2, 3), "4": (4,), "5": (5,)}[rule]
    if rating is None or rating in allowed:
        return None
    wanted_words = f"only {' or '.join(map(str, allowed))}" if allowed else "a verdict in words, without a number"
    return f"a claim that is “{status}” may carry {wanted_words}, not {rating}", "change the rating or the status"


def _superseded(key: str, claim: Claim, site: Site) -> Iterator[Diagnostic]:
    seen, at = [key], claim.superseded_by
    while at and at not in seen:
        seen.append(at)
        after = site.records.get(at)
        at = after.superseded_by if isinstance(after, Claim) else ""
    if at == key == min(seen):
        way = " → ".join(split_key(one)[1] for one in (*seen, key))
        message = f"claims replace each other in a circle: {way}"
        related = tuple(Related(_at(one, "superseded_by"), "and here") for one in seen[1:])
        hint = "remove `superseded_by` from the newest of them"
        yield Diagnostic("E211", _at(key, "superseded_by"), message, hint, related, key)


def _unnamed(key: str, claim: Claim, site: Site) -> Iterator[Diagnostic]:
    # Without `by` and `by_label` the speaker was named, but wrongly, and that has been said.
    if not any(one.by or not one.by_label for one in claim.assertions):
        message = "nobody who says this has a name or a record"
        yield _said(
            "W213", key, ("assertions",), message, "name a person or organisation with `by`, or accept it with a reason"
        )


def _stale(key: str, claim: Claim, site: Site) -> Iterator[Diagnostic]:
    entry = status_at(claim, day_of(site.now.day))
    if entry is None or claim.superseded_by or entry.status not in site.statuses:
        return
    status = site.statuses[entry.status]
    if claim.review_by is not None:
        if claim.review_by.upper < site.now.day and not status.closed:
            yield _said(
                "W216",
                key,
                ("review_by",),
                f"was to be looked at again by {claim.review_by}",
                "check it, then move review_by or the status",
            )
    elif entry.status == "pending" and claim.due is not None and claim.due.upper < site.now.day:
        yield _said(
            "W216", key, ("due",), f"was due by {claim.due} and is still “pending”", "decide whether it was kept"
        )
    elif status.review_days is not None and later(entry.date.upper, status.review_days) < site.now.day:
        number = claim.status_history.index(entry)
        message = f"“{entry.status}” since {entry.date}: more than {status.review_days} days without another look"
        yield _said("W216", key, ("status_history", number, "date"), message, "check it again, or set review_by")


def _quotes(key: str, claim: Claim, site: Site, source_texts: Mapping[str, str]) -> Iterator[Diagnostic]:
    for number, one in enumerate(claim.assertions):
        if one.quote and not is_found(one.quote, _texts(key, one.source, site, source_texts)):
            message = (
                "these words stand neither in an article that makes the claim nor in the stored text of the source"
            )
            hint = "check the quotation; or store the source’s text or your notes below seeds/ and name it in the source’s `text`"
            yield _said("W212", key, ("assertions", number, "quote"), message, hint)


def _texts(key: str, source: str, site: Site, source_texts: Mapping[str, str]) -> Iterator[str]:
    if source in source_texts:
        yield source_texts[source]
    for article in site.articles_with.get(key, ()):
        yield plain_text(site.documents[article])


def check_not_yet_made(key: str, site: Site) -> Iterator[Diagnostic]:
    """Claims that an article makes for a day on which they had not been made."""
    article = site.records[key]
    assert isinstance(article, Article)  # noqa: S101 - `articles` are keys of articles
    day = article_day(article, site.now)
    for claim_key in site.claims_in[key]:
        claim = site.records[claim_key]
        if isinstance(claim, Claim) and status_at(claim, day) is None:
            message = f"{key} speaks for {day}, but {claim_key} has no status before {claim.status_history[0].date}"
            hint = "give the claim an earlier entry, or the article a later as_of"
            yield Diagnostic("W219", Spot(claim_key, ("status_history", 0, "date")), message, hint, record=key)


_RULES: tuple[Rule, ...] = (
    _statuses, _order, _corroborated, _grounds, _own_record, _second_hand, _circular, _review, _superseded, _unnamed, _stale,
)  # fmt: skip
