"""Which pages of the preview ask for what: kept in memory while the server runs."""

from __future__ import annotations

from collections.abc import Container, Iterable

from briefgen.model.output import Page
from briefgen.model.site import Site
from briefgen.pages.reads import WHOLE, Answers, Read


class Asked:
    """The questions of every page as it was last made, and the answers they got."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[Page, tuple[Read, ...]]] = {}
        self._by: dict[Read, set[str]] = {}
        self._answers: dict[Read, bytes] = {}
        self._one: dict[Read, Read] = {}

    def put(self, path: str, page: Page, reads: Iterable[Read]) -> None:
        """A page was made, and asked this."""
        self.forget(path)
        asked = tuple([self._one.setdefault(read, read) for read in reads])
        self._pages[path] = (page, asked)
        for read in asked:
            self._by.setdefault(read, set()).add(path)

    def forget(self, path: str) -> None:
        """A page is gone."""
        for read in self._pages.pop(path, (None, ()))[1]:
            self._by[read].discard(path)

    def by(self, reads: Iterable[Read]) -> list[str]:
        """Pages that ask one of these questions, or for all of the field, in alphabetical order."""
        wanted = set(reads)
        wanted |= {(field, WHOLE) for field, _ in wanted}
        return sorted(set().union(*(self._by.get(read, ()) for read in wanted)))

    def stands(self, page: Page, answers: Answers) -> bool:
        """Whether a page would be made from the same answers as before."""
        known = self._pages.get(page.path)
        if known is None or known[0] != page:
            return False
        return all(answers[read] == self._answers.get(read) for read in known[1])

    def settle(self, pages: Container[str], answers: Answers) -> None:
        """The site was made as a whole: forget pages that are gone, and remember what was answered."""
        for path in [one for one in self._pages if one not in pages]:
            self.forget(path)
        self._by = {read: paths for read, paths in self._by.items() if paths}
        self._answers = {read: answers[read] for read in self._by}

    def answers_changed(self, reads: Iterable[Read], site: Site) -> None:
        """Remember the answers to questions that are answered differently by this site."""
        answers = Answers(site)
        for read in reads:
            self._answers[read] = answers[read]
            # What the field as a whole says now is worked out when it is asked next; it must not count as what it was.
            self._answers.pop((read[0], WHOLE), None)
