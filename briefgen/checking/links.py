"""Links that writers typed: every page, file and place on a page that they name must be there (E303, W304, W027).

Links to articles by file and pictures are looked for in `files.py`, whether readers see the text or not; everything else
here, in what readers see. Of places on a page those count that texts have: headings, claims, sources, notes. What else a
theme gives an id cannot be known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from msgspec import Struct

from briefgen.base.diagnostics import Diagnostic, Mark, Spot
from briefgen.base.packed import Packed
from briefgen.base.text import did_you_mean, nearest
from briefgen.linking.fields import TypedLink
from briefgen.model.document import FileLink
from briefgen.model.mention import Linked
from briefgen.model.site import Records, Site, key_of, split_key
from briefgen.site.editions import is_shown
from briefgen.site.places import plain_address, plain_path, record_file

MADE_BY_PAGES = ("s-", "n-", "fn", "sec-", "corr-")
"""What ids begin with that pages make up themselves: they are taken on trust."""
MOST_HINTS = 50
"""Links of which the nearest address is looked for, since each asks all of them."""
CODES = frozenset({"E303", "W304"})
"""What is said of links that depend on other pages."""


class _Text(Struct, frozen=True):
    """What is asked of a `Document`."""

    file_links: tuple[FileLink, ...] = ()


class Links:
    """Judges links in the texts of one edition of a site.

    `addresses` are those of all pages as `plain_address` gives them, each with its edition and its record. `whole` is the
    site that the edition in the language `lang` is of.
    """

    def __init__(
        self,
        site: Site,
        records: Records,
        addresses: Mapping[str, tuple[str, str]],
        lang: str = "",
        whole: Site | None = None,
    ) -> None:
        self._site, self._records, self._addresses, self._lang = site, records, addresses, lang
        self._whole = whole or site
        self._flat = site.config.urls == "flat"
        self._hints = 0

    def of_texts(self) -> Iterator[Diagnostic]:
        """Everything to say of links in texts that were written for this edition."""
        documents = self._site.documents
        parts = documents.parts(_Text) if isinstance(documents, Packed) else documents.items()
        for key, text in parts:
            if key in self._site.elsewhere:
                continue  # an unpublished translation: what stands here is the original, judged as itself
            name = f"{key}.{self._lang}" if self._lang else key
            for link in text.file_links if name in self._records.documents else ():
                yield from self._of_text(name, key, link)

    def of_places(self, name: str) -> Iterator[Diagnostic]:
        """What is to be said of links of one text to places in itself; `name` is its key with its language."""
        kind, id, lang = split_key(name)
        key = key_of(kind, id) if self._lang and lang == self._lang else name
        is_here = key in self._site.documents and key not in self._site.elsewhere
        for link in self._records.documents[name].file_links if is_here else ():
            if link.target.startswith("#"):
                yield from self._of_text(name, key, link)

    def of_fields(self, typed: Sequence[TypedLink]) -> Iterator[Diagnostic]:
        """Everything to say of links in short fields."""
        for one in typed:
            if is_shown(one.key, self._whole):
                yield from self._of(one.key, one.key, FileLink(one.target, 0, 0), Spot(one.spot, one.loc))

    def _of_text(self, name: str, key: str, link: FileLink) -> Iterator[Diagnostic]:
        if not link.image:
            path = self._records.origins[name].path
            where = Mark(path, link.line, link.column, link.column + len(link.target))
            yield from self._of(name, key, link, where)

    def _of(self, name: str, key: str, link: FileLink, where: Mark | Spot) -> Iterator[Diagnostic]:
        address, _, fragment = link.target.partition("#")
        if not address:
            yield from self._place(name, key, (self._lang, key), fragment, where)
            return
        path = plain_path(unquote(address))
        if path in self._site.files:
            return
        if not address.startswith("/") and path.endswith(".md"):
            target = record_file(path, self._records.records)
            if target and target not in self._site.records and target not in self._site.tombstones:
                message = f"{target} is not published, so readers will find plain words here"
                yield Diagnostic("W027", where, message, "publish it too, or take the link out", record=name)
            yield from self._place(name, key, (self._lang, target), fragment, where)
            return
        found = self._addresses.get(plain_address(path, self._flat))
        if found is None:
            hint = self._nearest(path) or "link a record with [[kind:id]], or put the file into content/files/"
            yield Diagnostic("E303", where, f"there is no page or file “{address}”", hint, record=name)
        else:
            yield from self._place(name, key, found, fragment, where)

    def _place(
        self, name: str, key: str, target: tuple[str, str], fragment: str, where: Mark | Spot
    ) -> Iterator[Diagnostic]:
        wanted = unquote(fragment)
        if not wanted or wanted.startswith(MADE_BY_PAGES) or target[0] != self._lang:
            return
        if target[1] not in self._site.records:
            return
        known = self.places(target[1])
        if wanted not in known:
            hint = did_you_mean(wanted, known).replace("“", "“#") or _some(known)
            message = f"there is no place “#{wanted}” on this page"
            if target[1] != key:
                message = f"there is no place “#{wanted}” on the page of {target[1]}"
            yield Diagnostic("W304", where, message, hint, record=name)

    def places(self, key: str) -> Mapping[str, None]:
        """Places of a record's page that a link may name."""
        document = self._site.documents.get(key)
        headings = [one.id for one in document.headings] if document is not None else []
        marked = [one.claim for one in self._site.linked.get(key, Linked()).claims]
        listed = (*self._site.claims_in.get(key, ()), *marked)
        ids = [split_key(one)[1] for one in listed]
        return dict.fromkeys((*headings, *(f"claim-{id}" for id in ids), *(f"c-{split_key(one)[1]}" for one in marked)))

    def _nearest(self, path: str) -> str:
        self._hints += 1
        if self._hints > MOST_HINTS:
            return ""
        wanted = plain_address(path, flat=True)
        near = nearest(wanted, self._addresses)
        if not near:
            last = wanted.rpartition("/")[2]
            near = tuple(sorted(one for one in self._addresses if last and one.rpartition("/")[2] == last)[:3])
        found = [f"“/{one}/”" for one in near] or [f"“{one}”" for one in nearest(path, self._site.files)]
        return f"did you mean {' or '.join(found)}?" if found else ""


def _some(known: Mapping[str, None]) -> str:
    """A few places there are, as a hint."""
    first = [f"#{one}" for one in known][:6]
    return (
        f"there are: {', '.join(first)}{' …' if len(known) > len(first) else ''}"
        if first
        else "take the part from # on out"
    )
