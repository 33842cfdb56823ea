"""`briefgen check --links external`: from links to diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic
from briefgen.model.site import Records
from briefgen.weblinks.ask import LASTING, Asked, Asker
from briefgen.weblinks.gather import WebLink, web_links
from briefgen.weblinks.memory import remember, remembered


def check_web_links(
    root: Path,
    records: Records,
    now: int,
    fresh: bool = False,
    told: Callable[[int, int], object] = lambda done, total: None,
) -> tuple[Diagnostic, ...]:
    """Look at every link to another site, and say what is wrong. `fresh` believes nothing that is remembered."""
    settings = records.config.links
    links = [one for one in web_links(records) if not one.url.startswith(settings.skip or "\0")]
    known = {} if fresh else remembered(root, now, settings.keep_days)
    # Whether an address is inside your own network needs no question to anybody, and `local` may have changed since.
    known = {url: one for url, one in known.items() if one.trouble != "private"}
    asker = Asker(settings, records.config.url, lambda: now)
    wanted = list(dict.fromkeys(one.url for one in links if one.url not in known))
    found = asker.ask(wanted, lambda done: told(done, len(wanted)))
    for link in links:
        one = found.get(link.url)
        if (
            one is not None
            and one.trouble in LASTING - {"private"}
            and not link.copies
            and not one.copy
            and settings.archive
        ):
            day = link.day.lower.strftime("%Y%m%d") if link.day is not None else ""
            found[link.url] = replace(one, copy=asker.copy_of(link.url, day))
    remember(root, known, found.values())
    return tuple(_said(links, {**known, **found}))


def _said(links: list[WebLink], asked: dict[str, Asked]) -> Iterator[Diagnostic]:
    for link in links:
        one = asked[link.url]
        if one.trouble in LASTING:
            message = f"{link.url} cannot be reached: {one.said}"
            yield Diagnostic("W321", link.where, message, _way_out(link, one), record=link.record)
        elif one.trouble:
            hint = "look at it yourself, or ask again another day"
            yield Diagnostic(
                "I323", link.where, f"{link.url} could not be looked at: {one.said}", hint, record=link.record
            )
        elif one.final and one.for_good:
            message = f"{link.url} has moved for good"
            yield Diagnostic("I322", link.where, message, f"write {one.final}", record=link.record)


def _way_out(link: WebLink, one: Asked) -> str:
    if one.trouble == "private":
        return "link to a public address, or write `links: {local: true}` if your readers are in that network"
    if link.copies:
        return f"an archived copy is on file: {link.copies[0]}"
    if one.copy:
        return f"there is an archived copy: {one.copy}"
    return "correct the address, or look for the page elsewhere; no archived copy was found"
