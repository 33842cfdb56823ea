"""What a field of a record may hold: references, kinds of text, controlled vocabularies (content model 4)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

Id = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
OldAddress = Annotated[
    str, Meta(pattern="^((/[A-Za-z0-9_~%-][A-Za-z0-9._~%-]*)+/?|[a-z0-9]+(-[a-z0-9]+)*)$", max_length=400)
]
Inline = Annotated[str, Meta(extra={"markdown": "inline", "words": True})]
Blocks = Annotated[str, Meta(extra={"markdown": "blocks"})]
Url = Annotated[str, Meta(extra={"url": True})]
ProjectFile = Annotated[str, Meta(extra={"file": "project"})]
ContentFile = Annotated[str, Meta(extra={"file": "content"})]
Lang = Annotated[str, Meta(pattern="^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Country = Annotated[str, Meta(pattern="^[A-Z]{2}$")]

PersonRef = Annotated[str, Meta(extra={"ref": ("person",)})]
OrganisationRef = Annotated[str, Meta(extra={"ref": ("organisation",)})]
PlaceRef = Annotated[str, Meta(extra={"ref": ("place",)})]
EventRef = Annotated[str, Meta(extra={"ref": ("event",)})]
ClaimRef = Annotated[str, Meta(extra={"ref": ("claim",)})]
SourceRef = Annotated[str, Meta(extra={"ref": ("source",)})]
TermRef = Annotated[str, Meta(extra={"ref": ("term",)})]
TopicRef = Annotated[str, Meta(extra={"ref": ("topic",)})]
ArticleRef = Annotated[str, Meta(extra={"ref": ("article",)})]
PageRef = Annotated[str, Meta(extra={"ref": ("page",)})]
AuthorRef = Annotated[str, Meta(extra={"ref": ("author",)})]
SpeakerRef = Annotated[str, Meta(extra={"ref": ("person", "organisation")})]
HolderRef = Annotated[str, Meta(extra={"ref": ("place", "organisation")})]
EntityRef = Annotated[str, Meta(extra={"ref": ("person", "organisation", "place", "event", "term")})]
SubjectRef = Annotated[str, Meta(extra={"ref": ("person", "organisation", "place", "event")})]
AnyRef = Annotated[str, Meta(extra={"ref": ()})]
AuthorOrText = Annotated[str, Meta(extra={"ref": ("author",), "or_text": True})]
PersonOrText = Annotated[str, Meta(extra={"ref": ("person",), "or_text": True})]
OrganisationOrText = Annotated[str, Meta(extra={"ref": ("organisation",), "or_text": True})]
SourceOrText = Annotated[str, Meta(extra={"ref": ("source",), "or_text": True})]
SpeakerOrText = Annotated[str, Meta(extra={"ref": ("person", "organisation"), "or_text": True})]
ArticleOrText = Annotated[str, Meta(extra={"ref": ("article",), "or_text": True})]

Title = Annotated[str, Meta(min_length=1, extra={"advised": 110, "words": True})]
Standfirst = Annotated[str, Meta(extra={"advised": 220, "markdown": "inline", "words": True})]
Summary = Annotated[str, Meta(extra={"advised": 280, "markdown": "inline", "words": True})]
Statement = Annotated[str, Meta(min_length=1, extra={"advised": 240, "words": True})]
Short = Annotated[str, Meta(min_length=1, extra={"advised": 60, "words": True})]
Reason = Annotated[str, Meta(min_length=1, extra={"advised": 240, "markdown": "inline", "words": True})]
Name = Annotated[str, Meta(min_length=1, extra={"words": True})]
Words = Annotated[str, Meta(extra={"words": True})]
"""Plain text for readers. The note `words` marks all texts that may be translated."""

# --- controlled vocabularies ----------------------------------------------------------------------------------

ClaimKind = Literal[
    "event", "figure", "allegation", "denial", "quote", "reported-position", "background", "media",
    "pledge", "prediction", "assessment", "opinion",
]  # fmt: skip
Confidence = Literal["low", "moderate", "high"]
Likelihood = Literal[
    "almost-no-chance", "very-unlikely", "unlikely", "roughly-even", "likely", "very-likely", "almost-certain",
]  # fmt: skip
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Stance = Literal["supports", "refutes", "context"]
EvidenceType = Literal[
    "statement", "document", "official-record", "official-statistics", "assessment", "photo", "video",
    "satellite", "audio", "data", "witness", "expert", "own-reporting",
]  # fmt: skip
AssertionMode = Literal[
    "social-post", "press-statement", "official-readout", "official-statistics", "interview", "broadcast",
    "video-address", "speech", "document", "anonymous-briefing", "reported-speech", "own-reporting", "court",
    "parliament", "leaked",
]  # fmt: skip
Relation = Literal[
    "repeats", "part-of", "narrower-than", "broader-than", "depends-on", "supports", "contradicts",
    "responds-to", "same-as", "updates",
]  # fmt: skip
Privacy = Literal["public", "limited", "protected"]
Sensitivity = Literal[
    "war", "death", "graphic", "violence", "sexual-violence", "self-harm", "children", "distressing-audio",
]  # fmt: skip
PlaceKind = Literal[
    "country", "region", "district", "city", "town", "village", "settlement", "neighbourhood", "area",
    "building", "site", "water", "route",
]  # fmt: skip
Precision = Literal["exact", "settlement", "district", "region", "country", "obscured"]
OrganisationKind = Literal[
    "government", "ministry", "office", "military", "party", "company", "news-media", "news-agency", "ngo",
    "intergovernmental", "court", "local-government", "platform", "union", "university", "armed-group", "other",
]  # fmt: skip
SourceKind = Literal[
    "news-article", "news-video", "social-post", "official-statement", "official-record",
    "official-statistics", "document", "dataset", "broadcast", "video-address", "interview", "book", "paper",
    "court-record", "satellite-image", "image", "video", "audio", "webpage", "conversation",
]  # fmt: skip
EventKind = Literal[
    "military", "diplomatic", "political", "legal", "humanitarian", "announcement", "disaster", "protest",
    "election", "economic", "other",
]  # fmt: skip
EventStatus = Literal["confirmed", "reported", "planned", "cancelled", "disputed"]
TopicStatus = Literal["developing", "ongoing", "dormant", "closed"]
CorrectionKind = Literal["correction", "clarification", "update", "editors-note", "retraction", "removal"]
Severity = Literal["minor", "material", "serious"]
ArticleStatus = Literal["draft", "embargoed", "published", "withdrawn"]
ArticleType = Literal[
    "briefing", "report", "explainer", "background", "analysis", "fact-check", "timeline", "live", "opinion",
]  # fmt: skip
ControlBasis = Literal["sovereignty", "occupation", "administration", "claimed", "contested"]
Access = Literal["open", "registration", "paywall", "offline", "withheld"]
