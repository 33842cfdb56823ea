"""Small text files at fixed places: `security.txt` (RFC 9116), `trust.txt` (JournalList), `llms.txt`."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.formats.interface import Interface, say
from briefgen.formats.web import Web, is_listed, plain, publisher_name
from briefgen.model.output import Page
from briefgen.model.records import PLURALS, Article, Topic
from briefgen.model.site import Site

SECURITY, TRUST, LLMS = ".well-known/security.txt", ".well-known/trust.txt", "llms.txt"
NEWEST = 30
"""Articles that `llms.txt` names."""


def well_known_pages(site: Site) -> Iterator[Page]:
    """Those that the site wants."""
    config = site.config
    if config.security is not None:
        yield Page(SECURITY, SECURITY, "well-known", "security", owner="security.txt")
    if config.trust is not None:
        yield Page(TRUST, TRUST, "well-known", "trust", owner="trust.txt")
    if config.llms:
        yield Page(LLMS, LLMS, "llms", owner="llms.txt")


def well_known(web: Web, page: Page) -> str:
    """One of the files below `.well-known/`."""
    return _security(web) if page.key == "security" else _trust(web)


def _security(web: Web) -> str:
    chosen = web.site.config.security
    assert chosen is not None  # noqa: S101 - planned only when it is wanted
    lines = [f"Contact: {_line(one)}" for one in chosen.contact]
    lines.append(f"Expires: {chosen.expires}T00:00:00Z")
    for name, value in (
        ("Encryption", chosen.encryption),
        ("Acknowledgments", chosen.acknowledgments),
        ("Preferred-Languages", ", ".join(chosen.languages)),
        ("Policy", chosen.policy),
    ):
        if value:
            lines.append(f"{name}: {_line(value)}")
    lines.append(f"Canonical: {web.url(SECURITY)}")
    return "\n".join(lines) + "\n"


def _trust(web: Web) -> str:
    chosen = web.site.config.trust
    assert chosen is not None  # noqa: S101 - planned only when it is wanted
    lines = [f"# {_line(publisher_name(web.site))}: {web.url(TRUST)}"]
    for name in ("member", "belongto", "control", "controlledby", "social", "vendor", "disclosure", "contact"):
        lines += [f"{name}={_line(one)}" for one in getattr(chosen, name)]
    if chosen.datatrainingallowed is not None:
        lines.append(f"datatrainingallowed={'yes' if chosen.datatrainingallowed else 'no'}")
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def llms(web: Web, words: Interface) -> str:
    """An overview in Markdown: what the site is, its subjects, its newest articles, its lists."""
    site, context = web.site, web.context()
    lines = [f"# {_md(site.config.title or publisher_name(site))}", ""]
    if site.config.description:
        lines += [f"> {_md(site.config.description)}", ""]
    topics = [key for key in site.registers.get("topic", ()) if is_listed(web, key)]
    articles = [key for key in site.registers.get("article", ())[:NEWEST] if is_listed(web, key)]
    for heading, keys in (("topic", topics), ("article", articles)):
        if keys:
            lines += [f"## {say(words, f'register.{heading}')}", ""]
            for key in keys:
                record = site.records[key]
                text = ""
                if isinstance(record, Topic):
                    text = plain(context, record.summary)
                elif isinstance(record, Article):
                    text = plain(context, record.standfirst or (record.summary[0] if record.summary else ""))
                lines.append(f"- [{_md(web.name(key))}]({web.record(key)}){f': {_md(text)}' if text else ''}")
            lines.append("")
    lists = [kind for kind in PLURALS if kind in site.registers and kind in _LISTED]
    if lists:
        lines += ["## Optional", ""]
        lines += [f"- [{say(words, f'register.{kind}')}]({web.url(web.routes.register(kind))})" for kind in lists]
        lines.append("")
    return "\n".join(lines)


_LISTED = frozenset(("claim", "person", "organisation", "place", "event", "source", "term"))


def _md(text: str) -> str:
    """Text that means nothing in Markdown."""
    flat = " ".join(text.split())
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|" else one for one in flat)
