"""`briefgen rollback`."""

from __future__ import annotations

import time

import click

from briefgen.cli.main import GOOD, REFUSED, USAGE
from briefgen.cli.options import project_of

_HELP = """Let readers see an earlier release again.

Without --to it is the release before the current one. Nothing of the project changes: what you publish
next is what you build next. TARGET is a name under `publish:` in briefgen.yaml.
"""


@click.command("rollback", help=_HELP)
@click.argument("target", default="")
@click.option("--to", "release", default="", metavar="RELEASE", help="The release to show.")
@click.option("--list", "listing", is_flag=True, help="List the releases that are kept, the newest first.")
@click.option("--wait", is_flag=True, help="If somebody else is publishing here, wait for them.")
@click.option("--break-lock", is_flag=True, help="Take over from a publish that has died.")
@click.pass_context
def command(ctx: click.Context, target: str, release: str, listing: bool, wait: bool, break_lock: bool) -> int:
    """See `_HELP`, which is shown as it is laid out."""
    from briefgen.cli.console import Console
    from briefgen.publish.engine import World, is_in_place, roll_back
    from briefgen.publish.fault import PublishFaultError
    from briefgen.publish.lock import Choice, Timing
    from briefgen.publish.session import choose, opened, secrets_of, settings_of
    from briefgen.reading.clock import this_moment

    root = project_of(ctx)
    console = Console()
    settings, found = settings_of(root)
    console.diagnostics(found, "text", {"briefgen.yaml": settings.text}.get)
    if any(one.code.startswith("E") for one in found):
        return USAGE
    try:
        name, place = choose(settings.config, target)
    except PublishFaultError as fault:
        console.complain(f"{fault}\n      = {fault.hint}")
        return USAGE
    secrets = secrets_of(name)
    world = World(timing=Timing(time.monotonic, time.sleep), say=console.say, progress=console.progress)
    try:
        with secrets.kept(), opened(root, name, place, place.url or settings.config.url, secrets, console.say) as host:
            if listing and not is_in_place(host):
                now, releases = host.current(), host.releases()
                if not releases:
                    console.say(f"{host.where} keeps no releases yet: briefgen publish {name} makes the first")
                for one in releases:
                    console.result(f"{one}{'  (current)' if now is not None and one == now.release else ''}")
                return GOOD
            choice = Choice(wait=wait, break_it=break_lock)
            old, new = roll_back(host, release, int(this_moment().timestamp()), choice, world)
    except PublishFaultError as fault:
        console.complain(secrets.redacted(f"{fault}" + (f"\n      = {fault.hint}" if fault.hint else "")))
        return REFUSED
    console.result(f"{host.where}: readers see {new}" + (f" again, no longer {old}" if new != old else " already"))
    return GOOD
