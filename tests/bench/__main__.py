"""`python -m tests.bench`: run the benchmark, print its tables, put them into docs/performance.md."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from . import editing, names, parity, publishing, serving, sites
from .corpus import ROUNDS
from .processes import FailedError, Neighbours, machine
from .tables import (
    Table,
    editing_table,
    names_table,
    pages_table,
    parity_table,
    publishing_table,
    put_into_page,
    ratios_table,
    serving_table,
    site_table,
)


class Results:
    """Everything that was measured in one run of the bench."""

    def __init__(self) -> None:
        self.machine = machine()
        self.names: list[names.Figures] = []
        self.publishing: list[publishing.Row] = []
        self.serving: list[serving.Row] = []
        self.editing: list[editing.Row] = []
        self.sites: dict[int, list[sites.Row]] = {}
        self.duel: parity.Duel | None = None

    def tables(self) -> dict[str, Table]:
        """Tables by the names of their places in the page."""
        found: dict[str, Table] = {}
        if self.names:
            found |= {"names": names_table(self.names), "ratios": ratios_table(self.names)}
        if self.duel is not None:
            size = f"parity at {self.duel.articles:,} articles"
            found |= {size: parity_table(self.duel), f"{size}: pages": pages_table(self.duel)}
        if self.publishing:
            found["publishing"] = publishing_table(self.publishing)
        if self.serving:
            found["serve"] = serving_table(self.serving)
        if self.editing:
            found["lsp"] = editing_table(self.editing)
        return found | {f"site of {size:,} articles": site_table(rows) for size, rows in self.sites.items()}

    def as_json(self) -> str:
        """All figures, unrounded."""
        rows = [row._asdict() for found in self.sites.values() for row in found]
        figures: dict[str, object] = {"machine": self.machine, "sites": rows}
        figures["names"] = [one._asdict() for one in self.names]
        figures["parity"] = self.duel.as_plain() if self.duel is not None else None
        figures["publishing"] = [one._asdict() for one in self.publishing]
        figures["serve"] = [one._asdict() for one in self.serving]
        figures["lsp"] = [one._asdict() for one in self.editing]
        return json.dumps(figures, indent=2)


def measure(options: argparse.Namespace) -> Results:
    """Run the parts that were asked for."""
    results, neighbours = Results(), Neighbours()
    if options.part in {"names", "all"}:
        results.names = names.rows(_tell)
    if options.part in {"sites", "all"}:
        for size in options.size or (sites.ALL_SIZES if options.full else sites.SIZES):
            results.sites[size] = sites.rows(size, options.repeat or sites.REPEATS.get(size, 1), _tell)
    if options.part == "parity":
        results.duel = parity.duel(
            options.hugo, options.hugo_site, options.corpus, options.repeat or parity.REPEATS, _tell
        )
    if options.part in {"serve", "all"}:
        for size in options.size or (serving.ALL_SIZES if options.full else serving.SIZES):
            results.serving.append(serving.rows(size, _tell))
    if options.part in {"lsp", "all"}:
        for size in options.size or editing.SIZES:
            results.editing += editing.rows(size, _tell)
    if options.part in {"publishing", "all"}:
        results.publishing = publishing.rows(_tell)
    results.machine += neighbours.remark()
    return results


def _tell(what: str) -> None:
    sys.stderr.write(f"{what}\n")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How long briefgen takes.")
    parser.add_argument(
        "part",
        nargs="?",
        choices=("all", "names", "sites", "serve", "lsp", "publishing", "parity"),
        default="all",
        help="what to measure",
    )
    parser.add_argument("--full", action="store_true", help="also a site of 10,000 articles")
    parser.add_argument("--size", type=int, action="append", help="a site of so many articles instead")
    parser.add_argument("--repeat", type=int, choices=range(1, ROUNDS + 1), help="runs of each kind of build")
    parser.add_argument("--hugo", type=Path, help="parity: the program")
    parser.add_argument("--hugo-site", type=Path, help="parity: the folder of Hugo's site")
    parser.add_argument("--corpus", type=Path, help="parity: the folder that holds neutral/")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args(arguments)
    if options.write and set(options.size or ()) - set(sites.ALL_SIZES):
        parser.error(
            f"docs/performance.md has places for sites of {', '.join(map(str, sites.ALL_SIZES))} articles only"
        )
    if options.part == "parity" and not (options.hugo and options.hugo_site and options.corpus):
        parser.error("parity needs --hugo, --hugo-site and --corpus")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench; 1 when something failed or an output was wrong."""
    options = _options(arguments)
    try:
        results = measure(options)
    except (FailedError, sites.WrongSiteError, parity.UnequalError, publishing.WrongTargetError) as error:
        _tell(f"the bench has failed: {error}")
        return 1
    tables = results.tables()
    sys.stdout.write(f"{results.machine}\n")
    sys.stdout.write("".join(f"\n{name}\n{table.plain()}" for name, table in tables.items()))
    if options.json:
        options.json.write_text(results.as_json(), encoding="utf-8")
    if options.write:
        # With each table the machine: parts of the page may have been measured on different ones.
        on = f"\nMeasured on {results.machine}."
        put_into_page({name: f"{table.markdown()}{on}" for name, table in tables.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
