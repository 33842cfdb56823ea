"""One publish from beginning to end: settings, what was built, the target, and what comes after."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from briefgen.base.diagnostics import Checked
from briefgen.base.text import did_you_mean
from briefgen.model.config import SiteConfig
from briefgen.model.publishing import AnyTarget
from briefgen.output.places import STORE
from briefgen.output.published import record, record_texts
from briefgen.output.receipt import write_receipt
from briefgen.preparing import texts_now
from briefgen.publish.built import Built, renew_receipt
from briefgen.publish.classes import address_of, class_of
from briefgen.publish.engine import Done, Found, Orders, World, look, publish
from briefgen.publish.fault import PublishFaultError
from briefgen.publish.host_files import Hosted, hosted
from briefgen.publish.lock import Choice
from briefgen.publish.notify import Ask, Published, indexnow_key, tell
from briefgen.publish.outgoing import extra_files, outgoing
from briefgen.publish.plan import Plan, too_many
from briefgen.publish.registry import kinds, open_target
from briefgen.publish.retry import Patience, retrying
from briefgen.publish.secrets import Secrets
from briefgen.publish.snapshot import Snapshot
from briefgen.publish.target import Atomic, Context, InPlace
from briefgen.publish.verify import Difference, sample, verify
from briefgen.publish.web import Answer
from briefgen.reading.disk import CONFIG_FILE, read_settings
from briefgen.reading.site_record import read_config, shown

OPENING = Patience(attempts=3, first=1.0)
"""A host that cannot be reached at all is told soon: mostly it is the address."""
NO_READERS = frozenset({"archive"})
"""Kinds that bring a site nowhere: what goes there is not published yet."""


class Settings(Struct, frozen=True):
    """`briefgen.yaml`, and its text without secrets for showing places in it."""

    config: SiteConfig
    text: str


def settings_of(root: Path) -> Checked[Settings]:
    """Read the site record."""
    files, unread = read_settings(root)
    config, found = read_config(files)
    text = files.texts.get(CONFIG_FILE, "")
    return Checked(Settings(config, shown(text) if found else text), (*unread, *found))


def choose(config: SiteConfig, name: str) -> tuple[str, AnyTarget]:
    """The target that is meant; without a name, the only one there is. Raises `PublishFaultError`."""
    targets = config.publish
    if not targets:
        raise PublishFaultError(
            "briefgen.yaml names no place to publish to",
            "write for example: `publish: {live: {kind: folder, path: /srv/www/site}}`",
        )
    if not name and len(targets) > 1:
        raise PublishFaultError("there are several places to publish to", f"name one of {', '.join(targets)}")
    chosen = name or next(iter(targets))
    if chosen not in targets:
        hint = did_you_mean(chosen, targets) or f"there are: {', '.join(targets)}"
        raise PublishFaultError(f"briefgen.yaml names no place “{chosen}”", hint)
    if targets[chosen].kind not in kinds():
        raise PublishFaultError(
            f"this version of briefgen cannot publish to {targets[chosen].kind}", f"it can to {', '.join(kinds())}"
        )
    return chosen, targets[chosen]


class Wishes(Struct, frozen=True, kw_only=True):
    """What the command line says."""

    yes: bool = False
    """More may be removed than the settings allow."""
    adopt: bool = False
    """Files of others at the site's own paths may be overwritten."""
    recheck: bool = False
    """Whether files at the target still are what was put there is looked at."""
    remove_now: bool = False
    """What is no longer part of the site goes at once."""
    choice: Choice = Choice()


def store_of(root: Path, name: str) -> Path:
    """The folder in which a target may keep what can be made again."""
    return root / STORE / "publish" / name


@contextmanager
def opened(
    root: Path, name: str, settings: AnyTarget, url: str, secrets: Secrets, say: Callable[[str], None]
) -> Iterator[InPlace | Atomic]:
    """The target, closed at the end. Raises `PublishFaultError`."""
    context = Context(name=name, root=root, store=store_of(root, name), secrets=secrets, url=url, say=say)
    target = retrying(lambda: open_target(settings, context), OPENING, time.sleep)
    try:
        yield target
    finally:
        target.close()


class Session:
    """A publish of one built site to one open target."""

    def __init__(
        self,
        built: Built,
        name: str,
        settings: AnyTarget,
        target: InPlace | Atomic,
        secrets: Secrets,
        wishes: Wishes,
        moment: int,
        world: World,
    ) -> None:
        self.url = url_of(built, settings)
        self._built, self._name, self._settings, self._target = built, name, settings, target
        self._secrets, self._wishes, self._world = secrets, wishes, world
        self._store = store_of(built.root, name)
        extras = extra_files(settings, self.hosted, indexnow_key(settings.notify, secrets))
        self.orders = Orders(
            wanted=outgoing(built, settings, target, extras, self._store),
            url=self.url,
            moment=moment,
            keep_hours=0.0 if wishes.remove_now else settings.keep_removed,
            adopt=wishes.adopt,
            recheck=wishes.recheck,
            choice=wishes.choice,
        )

    def hosted(self) -> Hosted:
        """What settings for the host are made from."""
        return hosted(self._built, self._settings, self.url)

    def look(self) -> Found:
        """What would be done. Changes nothing."""
        return look(self._target, self.orders, self._world)

    def publish(self) -> Done:
        """Publish; addresses are noted as published unless this is no place for readers."""
        with Snapshot(self._store) as snapshot:
            return publish(self._target, self.orders, self._world, snapshot, self._allowed)

    def _allowed(self, plan: Plan) -> None:
        if too_many(plan, self._settings.most_removals) and not self._wishes.yes:
            raise PublishFaultError(
                f"{len(plan.removed)} files would be removed from {self._target.where}",
                "look at them with --dry-run; if that is meant, publish with --yes",
            )

    def record(self) -> int:
        """Note the addresses as published; the number of new ones. The build stays fit to be published elsewhere."""
        if not self._settings.record or self._settings.kind in NO_READERS:
            return 0
        pages = (path for path in self._built.files if class_of(path) == "page")
        count = record(self._built.root, map(address_of, pages))
        # Sources that have changed since the build are not what was published.
        new_texts = not self._built.stale and record_texts(self._built.root, texts_now(self._built.root))
        receipt = renew_receipt(self._built) if count or new_texts else None
        if receipt is not None:
            write_receipt(self._built.root, self._built.output, receipt)
        return count

    def verify(self, plan: Plan, whole: bool, ask: Callable[[str], Answer]) -> tuple[int, tuple[Difference, ...]]:
        """Look at what readers get: how many files were looked at, and where they get something else."""
        moving = {"_redirects", "netlify.toml", "vercel.json"} & set(self._settings.host_files)
        moved = {one.old for one in self.hosted().moved} if moving else set()
        base = self.hosted().base
        paths = [one for one in sample(plan, self.orders.wanted, whole) if base + address_of(one) not in moved]
        return len(paths), verify(paths, self.orders.wanted, self.url, ask, self._world.timing.sleep)

    def tell(self, done: Done, ask: Ask) -> Iterator[str]:
        """Tell those whom the settings name; what did not work, in words."""
        about = Published(
            target=self._name, url=self.url, release=done.release, plan=done.plan, wanted=self.orders.wanted
        )
        return tell(about, self._settings.notify, self._secrets, ask)


def url_of(built: Built, settings: AnyTarget) -> str:
    """Where readers find what is published, with a slash at its end."""
    url = settings.url or (built.receipt.url if built.receipt is not None else "")
    return url.rstrip("/") + "/" if url else ""


def secrets_of(name: str, environment: Mapping[str, str] = os.environ) -> Secrets:
    """The secrets of one target."""
    return Secrets(name, environment)
