"""`briefgen publish`."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.main import GOOD, REFUSED, USAGE
from briefgen.cli.options import project_of

if TYPE_CHECKING:
    from briefgen.cli.console import Console
    from briefgen.model.publishing import PublishTarget
    from briefgen.publish.built import Built
    from briefgen.publish.engine import Done, Found
    from briefgen.publish.plan import Plan
    from briefgen.publish.session import Session
    from briefgen.publish.target import Manifest

_HELP = """Take the built site to its readers.

Only what changed is sent, in an order in which no reader meets a broken page. An interrupted publish is
completed by the next one. TARGET is a name under `publish:` in briefgen.yaml; it may be left out when
there is only one.
"""
LISTED = 40
"""Files of each sort that are listed; with --verbose, all."""


@click.command("publish", help=_HELP)
@click.argument("target", default="")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@click.option("-y", "--yes", is_flag=True, help="Remove files even if they are many.")
@click.option(
    "--verify",
    "verifying",
    is_flag=False,
    flag_value="some",
    type=click.Choice(["some", "all"]),
    help="Compare what readers get: a sample, or all changed pages.",
)
@click.option("--wait", is_flag=True, help="If somebody else is publishing here, wait for them.")
@click.option("--break-lock", is_flag=True, help="Take over from a publish that has died.")
@click.option("--adopt", is_flag=True, help="Overwrite files that briefgen did not put there.")
@click.option("--recheck", is_flag=True, help="Send again what is missing there, or was changed by somebody.")
@click.option("--remove-now", is_flag=True, help="Remove at once what is no longer part of the site.")
@click.option("--allow-as-of", is_flag=True, help="Publish a site that was built with --as-of.")
@click.option(
    "--host-file",
    type=click.Choice(["_headers", "_redirects", "netlify.toml", "vercel.json", "nginx", "caddy"]),
    help="Print settings for this host, and do nothing.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder that was built instead of site/.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the result.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option("-v", "--verbose", is_flag=True, help="List every file.")
@click.pass_context
def command(
    ctx: click.Context,
    target: str,
    dry_run: bool,
    yes: bool,
    verifying: str | None,
    wait: bool,
    break_lock: bool,
    adopt: bool,
    recheck: bool,
    remove_now: bool,
    allow_as_of: bool,
    host_file: str | None,
    output: Path | None,
    form: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """See `_HELP`, which is shown as it is laid out."""
    from briefgen.cli.console import Console
    from briefgen.publish.built import read_built
    from briefgen.publish.engine import World
    from briefgen.publish.fault import PublishFaultError
    from briefgen.publish.lock import Choice, Timing
    from briefgen.publish.preconditions import Facts, refusals
    from briefgen.publish.session import Session, Wishes, choose, opened, secrets_of, settings_of, url_of
    from briefgen.reading.clock import this_moment

    started = time.perf_counter()
    root = project_of(ctx)
    console = Console(quiet, verbose)
    settings, found = settings_of(root)
    console.diagnostics(found, "text", {"briefgen.yaml": settings.text}.get)
    if any(one.level == "error" or one.code.startswith("E") for one in found):
        return USAGE
    try:
        name, place = choose(settings.config, target)
    except PublishFaultError as fault:
        return _fail(console, fault, USAGE)
    secrets = secrets_of(name)
    built = read_built(root, output.resolve() if output is not None else root / "site")
    moment = int(this_moment().timestamp())
    if host_file:
        return _print_host_file(console, host_file, built, place)
    said = refusals(Facts(built=built, config=settings.config, target=place, moment=moment, allow_as_of=allow_as_of))
    for one in said:
        console.complain(f"{one.message}\n      = {one.hint}")
    if said:
        return REFUSED
    if built.foreign:
        some = ", ".join(built.foreign[:3]) + (" …" if len(built.foreign) > 3 else "")
        console.say(
            f"note: {len(built.foreign)} files in {built.output.name}/ were not written by briefgen and are not published ({some})"
        )
    world = World(timing=Timing(time.monotonic, time.sleep), say=console.say, progress=console.progress)
    wishes = Wishes(
        yes=yes, adopt=adopt, recheck=recheck, remove_now=remove_now, choice=Choice(wait=wait, break_it=break_lock)
    )
    try:
        with secrets.kept(), opened(root, name, place, url_of(built, place), secrets, console.say) as host:
            session = Session(built, name, place, host, secrets, wishes, moment, world)
            if dry_run:
                return _show(console, session, host.where, form)
            done = session.publish()
            recorded = session.record()
            seconds = time.perf_counter() - started
            _tell_result(console, name, host.where, session, done, recorded, seconds, form)
            return _after(console, session, done, verifying)
    except PublishFaultError as fault:
        return _fail(console, fault, REFUSED, secrets.redacted)


def _print_host_file(console: Console, name: str, built: Built, place: PublishTarget) -> int:
    from briefgen.publish.host_files import PRINTED, hosted

    url = place.url or (built.receipt.url if built.receipt else "")
    if not built.files:
        console.complain(f"{built.output.name}/ was not built here\n      = run `briefgen build` first")
        return REFUSED
    console.result(PRINTED[name](hosted(built, place, url)).rstrip("\n"))
    return GOOD


def _fail(console: Console, fault: Exception, code: int, redacted: object = None) -> int:
    """A fault that a person can mend: the sentence, and below it what to do."""
    hint = getattr(fault, "hint", "")
    text = f"{fault}" + (f"\n      = {hint}" if hint else "")
    console.complain(redacted(text) if callable(redacted) else text)
    return code


def _show(console: Console, session: Session, where: str, form: str) -> int:
    """What a publish would do."""
    found = session.look()
    plan = found.plan
    if form == "json":
        console.result(json.dumps(_as_json(session, plan), ensure_ascii=False, indent=2))
        return GOOD
    _listed(console, session, found)
    same = sum(session.orders.wanted[path].size for path in plan.unchanged)
    console.result(f"{where}: {_counts(plan)} ({_amount(same)}); nothing was done")
    return GOOD


def _size_gone(path: str, manifest: Manifest) -> int:
    if path in manifest.files:
        return manifest.files[path].size
    return manifest.leaving[path].stored.size if path in manifest.leaving else 0


def _counts(plan: Plan) -> str:
    parts = [f"{len(plan.added)} added", f"{len(plan.changed)} changed", f"{len(plan.removed)} removed"]
    if plan.due:
        parts.append(f"{len(plan.due)} deleted")
    return ", ".join((*parts, f"{len(plan.unchanged)} unchanged"))


def _listed(console: Console, session: Session, found: Found) -> None:
    """Every file with its size; of the unchanged ones only the sum, unless every file is to be listed."""
    plan, wanted = found.plan, session.orders.wanted
    sorts = (("added", plan.added), ("changed", plan.changed), ("removed", plan.removed), ("deleted", plan.due))
    for word, paths in (*sorts, ("unchanged", plan.unchanged if console.verbose else ())):
        listed = paths if console.verbose else paths[:LISTED]
        for path in listed:
            size = wanted[path].size if path in wanted else _size_gone(path, found.manifest)
            console.result(f"{word:9} {path}  {_amount(size)}")
        if len(listed) < len(paths):
            console.result(f"{word:9} … and {len(paths) - len(listed)} more (--verbose lists all)")


def _as_json(session: Session, plan: Plan) -> dict[str, object]:
    wanted = session.orders.wanted

    def sized(paths: tuple[str, ...]) -> list[dict[str, object]]:
        return [{"path": path, "size": wanted[path].size, "class": wanted[path].kind} for path in paths]

    return {
        "url": session.url,
        "added": sized(plan.added),
        "changed": sized(plan.changed),
        "removed": list(plan.removed),
        "deleted": list(plan.due),
        "unchanged": {"files": len(plan.unchanged), "size": sum(wanted[path].size for path in plan.unchanged)},
    }


def _amount(size: int) -> str:
    """Bytes as people read them."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _tell_result(
    console: Console, name: str, where: str, session: Session, done: Done, recorded: int, seconds: float, form: str
) -> None:
    if form == "json":
        value = {
            "target": name,
            "release": done.release,
            "sent": done.sent,
            "recorded": recorded,
            **_as_json(session, done.plan),
        }
        console.result(json.dumps(value, ensure_ascii=False, indent=2))
    elif not console.quiet:
        line = f"{where}: {_counts(done.plan)}; {_amount(done.sent)} sent in {seconds:.2f} s"
        console.result(line + (f"; {recorded} addresses recorded" if recorded else ""))


def _after(console: Console, session: Session, done: Done, verifying: str | None) -> int:
    """Tell those who are to be told, then look at what readers get."""
    from briefgen.publish.web import ask

    if not done.plan.empty:
        for fault in session.tell(done, ask):
            console.say(f"warning: {fault}")
    if verifying is None:
        return GOOD
    count, different = session.verify(done.plan, verifying == "all", ask)
    for one in different:
        console.complain(f"{one.address}: {one.reason}")
    if different:
        console.say(
            f"{len(different)} of {count} addresses are not as built. A host may take minutes to show new files, or change them on the way."
            " If somebody has changed them there, publish with --recheck."
        )
        return REFUSED
    console.say(f"{count} addresses are as built")
    return GOOD
