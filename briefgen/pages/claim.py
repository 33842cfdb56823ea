"""The view of a claim: what it says, what is known, who says so, and what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefgen.as_of.claim_status import status_at
from briefgen.base.html import EMPTY
from briefgen.base.sentences import in_sentence
from briefgen.linking.names import display_name
from briefgen.model.mention import Linked
from briefgen.model.output import Page
from briefgen.model.parts import Assertion, Evidence, Figure, Review, StatusEntry
from briefgen.model.records import Author, Claim, Source
from briefgen.model.site import Site, split_key
from briefgen.model.views import (
    AssertionView,
    ClaimPage,
    EvidenceView,
    FactCheckView,
    FigureView,
    KeyPoint,
    LinkView,
    MentionView,
    OriginGroup,
    PublisherView,
    RelatedClaimView,
    ReviewView,
    StatusEntryView,
)
from briefgen.pages.body import claim_anchor
from briefgen.pages.cards import (
    article_card,
    claim_card,
    corrections,
    entity_cards,
    seen_via,
    source_card,
    source_cards,
    speaker,
    status_mark,
)
from briefgen.pages.chrome import chrome, head, register_crumb
from briefgen.pages.context import Context, context_for
from briefgen.pages.evidence_graph import evidence_graph
from briefgen.pages.routes import Routes
from briefgen.site.index import sources_of_claim
from briefgen.site.origins import is_independent, origins_of

STANCES = ("supports", "refutes", "context")


def claim_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> ClaimPage:
    """The view of one claim."""
    claim = site.records[page.key]
    assert isinstance(claim, Claim)  # noqa: S101 - planned from the claims
    context = context_for(site, routes, page.url, claim, page.key)
    card = claim_card(context, page.key)
    assert card is not None  # noqa: S101 - pages are planned for published records only
    return ClaimPage(
        chrome=chrome(context, options),
        head=head(context, "claim", claim.short, claim.statement, (register_crumb(context, "claim"),), claim, page.key),
        card=card,
        where=context.link(claim.where) if claim.where else None,
        about=entity_cards(context, claim.about),
        topics=context.links(claim.topics),
        history=tuple(_history(context, claim)),
        assertions=tuple(_assertions(context, claim)),
        evidence=tuple(_evidence(context, claim)),
        independent_for=_independent(context, claim, "supports"),
        independent_against=_independent(context, claim, "refutes"),
        unknowns=tuple(KeyPoint(html=context.inline(text)) for text in claim.unknowns),
        figure=_figure(context, claim.figure),
        graph=evidence_graph(context, page.key, claim),
        due=claim.due,
        likelihood=claim.likelihood or "",
        related=tuple(_related(context, page.key)),
        superseded_by=context.link(claim.superseded_by) if claim.superseded_by else None,
        fact_checks=_fact_checks(claim),
        review=_review(context, claim.review),
        articles=tuple(_used_in(context, page.key)),
        corrections=corrections(context, page.key),
        sources=source_cards(context, dict.fromkeys(sources_of_claim(claim))),
        sensitivity=claim.sensitivity,
        note_html=context.inline(claim.note),
    )


# --- history ------------------------------------------------------------------------------------------------------


def _history(context: Context, claim: Claim) -> Iterator[StatusEntryView]:
    """Newest first. What is dated after the present does not stand there yet."""
    current = status_at(claim, context.now)
    for entry in reversed(claim.status_history):
        if entry.visible and entry.date.lower <= context.now.upper:
            yield _entry(context, entry, entry is current)


def _entry(context: Context, entry: StatusEntry, current: bool) -> StatusEntryView:
    late = entry.recorded is not None and entry.recorded.lower > entry.date.upper
    return StatusEntryView(
        mark=status_mark(context.site.statuses[entry.status], entry),
        date=entry.date,
        reason_html=context.inline(entry.reason),
        evidence=tuple(LinkView(label=id, url=f"#{id}") for id in entry.evidence),
        recorded=entry.recorded if late else None,
        current=current,
    )


# --- who says it ----------------------------------------------------------------------------------------------------


def _assertions(context: Context, claim: Claim) -> Iterator[AssertionView]:
    for one in sorted(claim.assertions, key=lambda each: (each.date.lower, each.date.upper)):
        source = source_card(context, one.source)
        if source is not None:
            yield AssertionView(
                who=speaker(context, one),
                date=one.date,
                mode=one.mode,
                quote=one.quote,
                quote_lang=one.quote_lang,
                original=one.original,
                translation_by=one.translation_by,
                venue=one.venue,
                place=context.link(one.place) if one.place else None,
                source=source,
                chain=_chain(context, one),
                note_html=context.inline(one.note),
            )


def _chain(context: Context, one: Assertion) -> tuple[PublisherView, ...]:
    """From the speaker to what we read: speaker, the source's publisher, what that was seen in."""
    source = context.site.records.get(one.source)
    if not isinstance(source, Source):
        return ()
    who = speaker(context, one)
    publisher = context.site.records.get(source.publisher)
    by = display_name(publisher) if publisher is not None else source.publisher
    steps = [
        PublisherView(name=who.name, url=who.url),
        PublisherView(name=by or source.title, url=context.link_to(one.source)),
    ]
    steps += seen_via(context, source)
    return tuple(step for number, step in enumerate(steps) if number == 0 or step.name != steps[number - 1].name)


# --- evidence -------------------------------------------------------------------------------------------------------


def _evidence(context: Context, claim: Claim) -> Iterator[OriginGroup]:
    """For, against, context; within each by origin in order of appearance."""
    for stance in STANCES:
        by_origin: dict[str, list[Evidence]] = {}
        for one in claim.evidence:
            if one.stance == stance:
                by_origin.setdefault(one.origin, []).append(one)
        for origin, members in by_origin.items():
            yield OriginGroup(
                stance=stance,
                origin=_origin(context, origin),
                independent=is_independent(claim, members[0], context.site.records),
                evidence=tuple(view for one in members if (view := _one_evidence(context, claim, one)) is not None),
            )


def _origin(context: Context, origin: str) -> LinkView:
    return context.link(origin) or LinkView(label=origin, url="")


def _one_evidence(context: Context, claim: Claim, one: Evidence) -> EvidenceView | None:
    source = source_card(context, one.source)
    if source is None:
        return None
    return EvidenceView(
        id=one.id,
        stance=one.stance,
        type=one.type,
        origin=_origin(context, one.origin),
        origin_note=one.origin_note,
        independent=is_independent(claim, one, context.site.records),
        source=source,
        credibility=one.credibility,
        date=one.date,
        locator=one.locator,
        quote=one.quote,
        summary_html=context.inline(one.summary),
        archived=one.archived,
        withheld_reason=one.withheld_reason if one.access == "withheld" else "",
    )


def _independent(context: Context, claim: Claim, stance: str) -> int:
    evidence = [one for one in claim.evidence if one.stance == stance]
    return len(origins_of(claim, evidence, context.site.records).independent)


# --- the rest -------------------------------------------------------------------------------------------------------


def _figure(context: Context, figure: Figure | None) -> FigureView | None:
    if figure is None:
        return None
    verified = figure.verified_minimum
    share = 0 if verified is None or figure.value <= 0 else min(100, round(100 * verified / figure.value))
    return FigureView(
        comparator=figure.comparator,
        value=figure.value,
        unit=figure.unit,
        as_of=figure.as_of,
        verified_minimum=verified,
        verified_by=_origin(context, figure.verified_by).label if figure.verified_by else "",
        verified_at=figure.verified_at,
        share=share,
    )


def _related(context: Context, key: str) -> Iterator[RelatedClaimView]:
    for relation, other, note in context.site.related_claims.get(key, ()):
        card = claim_card(context, other)
        if card is not None:
            yield RelatedClaimView(relation=relation, claim=card, note_html=context.inline(note))


def _fact_checks(claim: Claim) -> tuple[FactCheckView, ...]:
    return tuple(
        FactCheckView(
            publisher=one.publisher,
            url=one.url,
            rating=one.rating_native,
            date=one.date,
            claim_as_worded=one.claim_as_worded,
        )
        for one in claim.fact_checks
    )


def _review(context: Context, review: Review | None) -> ReviewView | None:
    if review is None or not review.published or review.date.lower > context.now.upper:
        return None
    author = context.site.records.get(review.author)
    return ReviewView(
        label=review.label,
        rating=review.rating or 0,
        explanation_html=context.inline(review.explanation),
        date=review.date,
        author=author.name if isinstance(author, Author) else "",
    )


def _used_in(context: Context, key: str) -> Iterator[MentionView]:
    """The passage of each article that makes the claim, or the article alone where no passage is marked."""
    articles: Sequence[str] = context.site.articles_with.get(key, ())
    for article in articles:
        card = article_card(context, article)
        if card is None:
            continue
        passages = [one for one in context.site.linked.get(article, Linked()).claims if one.claim == key]
        sentence, url = EMPTY, card.url
        if passages:
            first = passages[0]
            text = context.site.documents[article].passages[first.passage].text
            sentence, url = in_sentence(text, first.start, first.end), f"{card.url}#{claim_anchor(split_key(key)[1])}"
        yield MentionView(article=card, sentence_html=sentence, url=url, count=len(passages), place="prose")
