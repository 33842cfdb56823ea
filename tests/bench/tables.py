"""Tables of figures: for the terminal, and for docs/performance.md between its markers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import editing, publishing, serving
from .names import Figures
from .parity import EXPLAINED, Duel
from .processes import ROOT
from .sites import LABELS, Row

PAGE = ROOT / "docs" / "performance.md"


class Table:
    """Rows of text below a line of headings."""

    def __init__(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self._rows = [headings, *rows]

    def plain(self) -> str:
        """Aligned, for a terminal: the first column to the left, figures to the right."""
        widths = [max(map(len, column)) for column in zip(*self._rows, strict=True)]
        return "".join(f"{self._line(row, widths)}\n" for row in self._rows)

    def markdown(self) -> str:
        """For a page."""
        headings, *rows = self._rows
        rule = ["---", *("---:" for _ in headings[1:])]
        return "".join(f"| {' | '.join(row)} |\n" for row in (headings, rule, *rows))

    def _line(self, row: Sequence[str], widths: Sequence[int]) -> str:
        cells = (
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return "  ".join(cells)


def names_table(figures: Sequence[Figures]) -> Table:
    """The linking benchmark."""
    headings = (
        "Names", "Articles", "Text", "Table and automaton", "Matching", "… and resolution", "… and unknown names",
        "Adding one name", "Mentions", "Table in memory", "Peak memory",
    )  # fmt: skip
    return Table(headings, [_names_row(one) for one in figures])


def _names_row(one: Figures) -> tuple[str, ...]:
    return (
        f"{one.names:,}",
        f"{one.articles:,}",
        f"{one.megabytes:.1f} MB",
        _seconds(one.build),
        f"{one.matching:.1f} MB/s",
        f"{one.resolving:.1f} MB/s",
        f"{one.checking:.2f} MB/s",
        _seconds(one.relink),
        f"{one.mentions:,}",
        f"{one.holding:.0f} MB",
        f"{one.peak:.0f} MB",
    )


def ratios_table(figures: Sequence[Figures]) -> Table:
    """What more text, or more names, do to the time for a megabyte. The rows are those of `names.ROWS`."""
    many, few, short = figures
    return Table(
        ("Time for a megabyte of text", "Matching", "… and resolution", "… and unknown names"),
        [
            _ratio(f"with {many.megabytes / short.megabytes:.0f} times the text", short, many),
            _ratio(f"with {many.names / few.names:.0f} times the names", few, many),
        ],
    )


def _ratio(label: str, before: Figures, after: Figures) -> tuple[str, ...]:
    rates = (
        (before.matching, after.matching),
        (before.resolving, after.resolving),
        (before.checking, after.checking),
    )
    return (label, *(f"× {first / second:.2f}" for first, second in rates))


def site_table(rows: Sequence[Row]) -> Table:
    """The site benchmark at one size."""
    headings = ("Build", "Runs", "Wall clock", "Processor", "Peak memory", "Pages", "Files written")
    return Table(headings, [_site_row(one) for one in rows])


def _site_row(one: Row) -> tuple[str, ...]:
    return (
        LABELS[one.kind],
        str(one.runs),
        _seconds(one.wall),
        _seconds(one.cpu),
        f"{one.peak:.0f} MB",
        f"{one.pages:,}",
        f"{one.written:,}",
    )


def editing_table(rows: Sequence[editing.Row]) -> Table:
    """The editor benchmark."""
    headings = ("Question", "Articles", "Answered after", "Slowest")
    return Table(
        headings, [(one.question, f"{one.size:,}", _seconds(one.median), _seconds(one.slowest)) for one in rows]
    )


def publishing_table(rows: Sequence[publishing.Row]) -> Table:
    """The publishing benchmark."""
    headings = ("Way", "First", "20 pages changed", "… processor", "Nothing changed", "Files moved")
    return Table(headings, [_publishing_row(one) for one in rows])


def _publishing_row(one: publishing.Row) -> tuple[str, ...]:
    figures = (one.first, one.second, one.cpu, one.unchanged)
    return (one.way, *map(_seconds, figures), f"{one.moved:,}")


def serving_table(rows: Sequence[serving.Row]) -> Table:
    """The preview benchmark."""
    headings = (
        "Articles", "Files watched", "First page", "Save to new words", "… at most", "… after a pause", "Processor for an edit", "Processor when idle", "Memory",
    )  # fmt: skip
    return Table(headings, [_serving_row(one) for one in rows])


def _serving_row(one: serving.Row) -> tuple[str, ...]:
    first, *waits = (_seconds(value) for value in (one.ready, one.median, one.slowest, one.late, one.cpu))
    return (f"{one.size:,}", f"{one.files:,}", first, *waits, f"{one.idle:.2%}", f"{one.memory:.0f} MB")


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 100 else f"{value:,.0f} s"


def parity_table(duel: Duel) -> Table:
    """Both generators side by side."""
    headings = ("", "Wall clock", "Processor", "… for a page", "Peak memory", "Pages", "Bytes of HTML")
    rows = []
    for who, site in (("hugo", duel.hugo), ("briefgen", duel.briefgen)):
        cpu = duel.middle(who, "cpu")
        each = f"{cpu / site.pages * 1000:.2f} ms"
        peak = f"{duel.middle(who, 'peak'):.0f} MB"
        wall = _seconds(duel.middle(who, "wall"))
        rows.append((who, wall, _seconds(cpu), each, peak, f"{site.pages:,}", f"{site.bytes / 1_000_000:.1f} MB"))
    pages = duel.hugo.pages / duel.briefgen.pages
    ratios = [duel.ratio("wall"), duel.ratio("cpu"), duel.ratio("cpu") * pages, duel.ratio("peak")]
    shares = (1 / pages, duel.briefgen.bytes / duel.hugo.bytes)
    rows.append(("median of ratios", *(f"× {one:.2f}" for one in (*ratios, *shares))))
    return Table(headings, rows)


def pages_table(duel: Duel) -> Table:
    """What the two sites are made of."""
    kinds = sorted({*duel.hugo.kinds, *duel.briefgen.kinds})
    rows = [(kind, *(f"{site.kinds.get(kind, 0):,}" for site in (duel.hugo, duel.briefgen))) for kind in kinds]
    rows += [(name, f"{count:,}", f"{duel.briefgen.rows[name]:,}") for name, count in duel.hugo.rows.items()]
    return Table(("", "hugo", "briefgen", "Why"), [(*row, EXPLAINED.get(row[0], "")) for row in rows])


def put_into_page(parts: Mapping[str, str], page: Path = PAGE) -> None:
    """Replace what stands between `<!-- bench: name -->` and `<!-- end -->`. Raises `ValueError` for a missing marker."""
    text = page.read_text(encoding="utf-8")
    for name, part in parts.items():
        found = re.search(rf"<!-- bench: {re.escape(name)} -->\n(?P<old>.*?)<!-- end -->", text, re.DOTALL)
        if found is None:
            raise ValueError(f"{page.name} has no place for “{name}”")
        text = f"{text[: found.start('old')]}{part.strip()}\n{text[found.end('old') :]}"
    page.write_text(text, encoding="utf-8")
