"""`briefgen audit`."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

import click

from briefgen.audit.findings import KINDS, Finding
from briefgen.audit.run import CHECKS, Report, audit
from briefgen.cli.console import Console, printable
from briefgen.cli.main import CONTENT, GOOD, USAGE
from briefgen.cli.sarif import Rule, Told, document

SHOWN = 5
"""Findings of one kind that are listed unless all are asked for."""


@click.command("audit")
@click.argument("site", required=False, type=click.Path(path_type=Path))
@click.option("--only", multiple=True, type=click.Choice(tuple(CHECKS)), help="Only these checks.")
@click.option("--base-url", default="", help="Where the site will live, when its pages do not say.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--all", "every", is_flag=True, help=f"List every finding, not only the first {SHOWN} of each kind.")
@click.option(
    "--format", "form", type=click.Choice(("text", "json", "sarif")), default="text", help="Form of the findings."
)
@click.pass_context
def command(
    ctx: click.Context, site: Path | None, only: tuple[str, ...], base_url: str, strict: bool, every: bool, form: str
) -> int:
    """Judge a built site: links, source, structured data, feeds, safety. Any static site; SITE is its folder."""
    console = Console()
    folder = site or ctx.obj / "site"
    try:
        report = audit(folder, base_url and base_url.rstrip("/") + "/", only)
    except (NotADirectoryError, LookupError) as error:
        console.complain(f"{error.args[0]}; name the folder of a built site: briefgen audit FOLDER")
        return USAGE
    except ValueError as error:
        console.complain(f"--base-url: {error.args[0]}")
        return USAGE
    match form:
        case "json":
            console.result(_as_json(report))
        case "sarif":
            console.result(_as_sarif(report))
        case _:
            _print(console, report, every)
    return CONTENT if report.count("error") or (strict and report.count("warning")) else GOOD


def _print(console: Console, report: Report, every: bool) -> None:
    for kind, group in groupby(report.findings, lambda one: one.kind):
        found = list(group)
        known = KINDS[kind]
        console.result(f"{console.painted(known.level, _COLOURS[known.level])} {kind}: {known.title} ({len(found)})")
        for one in found if every else found[:SHOWN]:
            console.result(f"    {_on_one_line(one.path)}:{one.line}: {printable(one.message)}")
        if not every and len(found) > SHOWN:
            console.result(f"    … and {len(found) - SHOWN} more; --all lists them")
        console.result(f"    = {known.why}")
    counts = [f"{report.count(level)} {level}s" for level in ("error", "warning", "note")]
    console.result(f"{report.pages} pages, {report.files} files, as {report.base}: {', '.join(counts)}")


def _on_one_line(path: str) -> str:
    """A name as it may stand in a list: one with a line break could pass for a finding of its own."""
    return printable(path).replace("\n", "\ufffd")


_COLOURS = {"error": "31", "warning": "33", "note": "36"}


def _as_json(report: Report) -> str:
    found = [
        {"kind": one.kind, "level": KINDS[one.kind].level, "path": one.path, "line": one.line, "message": one.message}
        for one in report.findings
    ]
    told = {"base": report.base, "pages": report.pages, "files": report.files, "findings": found}
    return json.dumps(told, ensure_ascii=False, indent=2)


def _as_sarif(report: Report) -> str:
    kinds = dict.fromkeys(one.kind for one in report.findings)
    rules = [Rule(kind, KINDS[kind].title, KINDS[kind].why, KINDS[kind].level) for kind in kinds]
    return document(rules, [_told(one) for one in report.findings])


def _told(one: Finding) -> Told:
    return Told(one.kind, KINDS[one.kind].level, one.message, one.path, one.line)
