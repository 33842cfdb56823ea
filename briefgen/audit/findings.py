"""What an audit says: findings, each of a kind that has a name, a level and a meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Level = Literal["error", "warning", "note"]


class Kind(NamedTuple):
    """A kind of finding."""

    level: Level
    title: str
    """What is wrong, in a few words."""
    why: str
    """Why it matters, and what to do."""


class Finding(NamedTuple):
    """Something wrong in one place."""

    kind: str
    path: str
    """File below the site's folder."""
    line: int
    message: str


KINDS: Mapping[str, Kind] = {
    "link-broken": Kind("error", "link to nothing", "Readers meet a missing page. Correct the address, or leave a redirect."),
    "link-fragment": Kind("error", "link to a missing place", "The page is there, the place on it is not. Correct the part behind #."),
    "link-outside": Kind("error", "link that leaves the site's path", "The site lives below a path of its host, and the link leads above it. Write it relative to the page."),
    "link-orphan": Kind("warning", "page that nothing leads to", "Nobody who starts at the front page can reach it. Link to it, or mark it noindex."),
    "link-redirect": Kind("note", "link to a redirect", "The link works, by a detour. Write the new address."),
    "link-machine": Kind("error", "trace of the machine that built the site", "Readers see a path or an address of the builder's own computer."),
    "html-id": Kind("error", "id used twice", "Links and labels lead to the first one only. Ids must be unique on a page."),
    "html-heading": Kind("warning", "headings out of order", "Screen readers list headings by their level. One h1, and no level left out."),
    "html-landmark": Kind("warning", "landmark missing", "People who cannot see jump by landmarks: header, nav, main, footer, each once or told apart by a label."),
    "html-lang": Kind("error", "language missing", "Without lang= a screen reader guesses how to speak. Write it on the html element."),
    "html-alt": Kind("error", "picture without words", "Who cannot see the picture learns nothing of it. Write alt=, empty for decoration."),
    "html-size": Kind("note", "picture without its size", "The text jumps when the picture arrives. Write width= and height=."),
    "html-title": Kind("warning", "title missing or used twice", "Search engines and tabs show the title. Each page needs one of its own."),
    "html-description": Kind("note", "description missing or used twice", "Search engines show it below the title."),
    "html-basics": Kind("error", "doctype, charset or viewport missing", "Browsers fall back to old ways, wrong letters or a page too wide for a phone."),
    "html-charset": Kind("error", "page that is not UTF-8", "HTML is written in UTF-8; of other encodings readers see wrong letters. Save the page as UTF-8."),
    "html-canonical": Kind("warning", "canonical address missing or wrong", "Search engines must know which address counts. It is absolute and names the page itself."),
    "data-json": Kind("error", "structured data that is no JSON", "Nothing of the block is read."),
    "data-vocabulary": Kind("error", "structured data outside schema.org's vocabulary", "The type or property does not exist, does not belong to this type, or its value is of the wrong kind."),
    "data-profile": Kind("error", "structured data that would be rejected", "Search engines and fact-check archives require something that is missing or wrong."),
    "data-cut": Kind("warning", "structured data that would be cut or ignored", "Shorten it, or leave it out."),
    "data-advice": Kind("note", "structured data that could say more", "Recommended by those who read it."),
    "data-hidden": Kind("warning", "structured data that readers do not see", "Markup must say what the page says, else it is distrusted."),
    "data-dangling": Kind("error", "identifier of nothing", "An @id names something of this site that no page describes."),
    "feed": Kind("error", "feed at fault", "Feed readers refuse it, show it wrongly, or show entries twice."),
    "feed-unlinked": Kind("warning", "feed that no page offers", "Browsers and readers find feeds by link rel=alternate."),
    "sitemap": Kind("error", "sitemap at fault", "Search engines ignore it, in whole or in part."),
    "sitemap-missing": Kind("warning", "page missing in the sitemap", "The page may be found, and the sitemap does not name it."),
    "robots": Kind("error", "robots.txt at fault", "Crawlers read it differently from what is meant."),
    "safety-handler": Kind("error", "event handler in an attribute", "A strict content policy forbids it, and hostile input often looks like this."),
    "safety-script": Kind("warning", "script inside the page", "A strict content policy forbids it. Put it into a file."),
    "safety-address": Kind("error", "hostile address", "javascript:, data: documents, base and srcdoc change what a page does."),
    "safety-style": Kind("note", "style inside the page", "A strict content policy forbids it. Put it into a file."),
    "safety-host": Kind("warning", "load from another host", "Readers are told to somebody else, and the page breaks when that host does."),
    "safety-svg": Kind("error", "picture with a script", "An SVG that is opened by itself runs it."),
    "safety-blank": Kind("note", "new window without noopener", "Old browsers let the new page steer this one."),
    "file-unread": Kind("error", "file that cannot be read", "What is no plain file, or leads nowhere, cannot be served. Take it out, or put the file in its place."),
    "safety-left": Kind("error", "file left behind", "Sources, caches and copies of editors are no part of a site."),
}  # fmt: skip
"""Every kind of finding there is."""
