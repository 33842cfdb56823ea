"""Carries a plan out at a target: under its lock, in the order of the plan, with a journal for the next run.

In place, the steps are: the journal names what is about to be put; files are put in their order; the manifest says what
is there now; the journal goes; files whose time has come are deleted, and the manifest forgets them. Wherever this
ends, the next run reads manifest and journal and does the rest. On a host that switches, a release is staged and
switched on; until then nothing has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace
from typing_extensions import TypeIs

from briefgen.base.dates import moment_of, stamp
from briefgen.base.digest import digest_texts
from briefgen.publish.classes import class_of
from briefgen.publish.fault import PublishFaultError, TransientFaultError
from briefgen.publish.lock import Choice, Lock, Timing, own_note
from briefgen.publish.manifest import JOURNAL, MANIFEST, Journal, decode_journal, decode_manifest, encode
from briefgen.publish.plan import Plan, Wanted, batches, carried, plan
from briefgen.publish.retry import Patience, retrying
from briefgen.publish.snapshot import Snapshot, upload_of
from briefgen.publish.target import Atomic, Held, InPlace, Leaving, Manifest, Release, Stored, Upload

T = TypeVar("T")

CHECKPOINT = 500
"""Files after which the manifest is brought up to date while more are on their way."""


class Orders(Struct, frozen=True, kw_only=True):
    """What is to be published, and how."""

    wanted: Mapping[str, Wanted]
    url: str
    moment: int
    """Now, in seconds since 1970."""
    keep_hours: float
    adopt: bool = False
    """Files of others at the site's own paths may be overwritten: the person says that they are theirs."""
    recheck: bool = False
    """Files that the list says are there are looked at, and put again where that is not so."""
    choice: Choice = Choice()


class World(Struct, frozen=True, kw_only=True):
    """What the engine has at hand."""

    timing: Timing
    say: Callable[[str], None]
    progress: Callable[[int, int], None]
    patience: Patience = Patience()


class Found(Struct, frozen=True, kw_only=True):
    """What is at a target, and what is to be done about it."""

    manifest: Manifest
    plan: Plan
    first: bool
    """Whether briefgen has never published here."""


class Done(Struct, frozen=True, kw_only=True):
    """What was done."""

    plan: Plan
    release: str
    sent: int
    """Bytes."""


def is_in_place(target: InPlace | Atomic) -> TypeIs[InPlace]:
    """Which of the two sorts a target is."""
    return hasattr(target, "put")


def look(target: InPlace | Atomic, orders: Orders, world: World) -> Found:
    """Find out what a publish would do. Changes nothing.

    Raises `PublishFaultError` when the target cannot be read or holds files of others where the site's must go.
    """
    manifest, unsure = _state(target, world)
    sure = {} if manifest is None else {path: one for path, one in manifest.files.items() if path not in unsure}
    if orders.recheck and manifest is not None:
        unsure = {**_altered(target, manifest, world), **unsure}
    # A host that switches drops removed pages with the switch; only what open pages may still ask for stays.
    compared = plan(orders.wanted, manifest or Manifest(), unsure, orders.moment, orders.keep_hours)
    if is_in_place(target) and not orders.adopt:
        _refuse(target.where, _replaced(target, compared.in_the_way, sure, world))
    taken = _taken(target, orders, compared, world)
    if taken:
        compared = replace(
            compared,
            added=tuple(one for one in compared.added if one not in taken),
            unchanged=tuple(sorted((*compared.unchanged, *taken))),
            kept={**compared.kept, **taken},
        )
    return Found(manifest=manifest or Manifest(), plan=compared, first=manifest is None and not unsure)


def _state(target: InPlace | Atomic, world: World) -> tuple[Manifest | None, dict[str, Stored]]:
    """What the target remembers: the manifest, and what an interrupted publish may have put besides."""
    if not is_in_place(target):
        return _patiently(target.current, world), {}
    manifest = decode_manifest(_patiently(lambda: target.read_state(MANIFEST), world), target.where)
    journal = decode_journal(_patiently(lambda: target.read_state(JOURNAL), world), target.where)
    files = {} if manifest is None else manifest.files
    puts = {} if journal is None else journal.puts
    return manifest, {path: one for path, one in puts.items() if path not in files or not _same(files[path], one)}


def _altered(target: InPlace | Atomic, manifest: Manifest, world: World) -> dict[str, Stored]:
    """Files of ours that are gone, or are not what was put there."""
    held = _patiently(lambda: target.held(list(manifest.files)), world)
    return {path: one for path, one in manifest.files.items() if path not in held or _is_other(held[path], one)}


def _replaced(target: InPlace | Atomic, paths: Sequence[str], known: Mapping[str, Stored], world: World) -> list[str]:
    """Paths of ours at which somebody has put something else since: what is there now is theirs.

    `known` is what was put, without what an interrupted publish may have put over it: that would look like another's.
    """
    ours = [path for path in paths if path in known]
    held = _patiently(lambda: target.held(ours), world) if ours else {}
    return [path for path in ours if path in held and _is_other(held[path], known[path])]


def _is_other(there: Held, put: Stored) -> bool:
    """Whether a host has something else than what was put; False where that cannot be told."""
    if there.tag and put.tag:
        return there.tag != put.tag
    if there.size < 0 and not there.tag:
        # A folder or a link.
        return True
    return bool(put.digest) and there.size >= 0 and there.size != put.size


def _same(there: Stored, put: Stored) -> bool:
    return (there.digest, there.headers) == (put.digest, put.headers)


def _patiently(call: Callable[[], T], world: World) -> T:
    return retrying(call, world.patience, world.timing.sleep)


def _taken(target: InPlace | Atomic, orders: Orders, compared: Plan, world: World) -> dict[str, Stored]:
    """Files of others in the way that are the same as ours: they are taken over. Others are refused."""
    asked = [path for path in compared.added if not _gives_way(path, compared.in_the_way)]
    held = _patiently(lambda: target.held(asked), world) if asked else {}
    same: dict[str, Stored] = {}
    foreign = []
    for path, one in sorted(held.items()):
        wanted = orders.wanted[path]
        if one.md5 and not wanted.packed and one.size == wanted.size and one.md5 == _md5(wanted):
            same[path] = wanted.stored(one.tag)
        else:
            foreign.append(path)
    if not orders.adopt:
        _refuse(target.where, foreign)
    return {} if orders.adopt else same


def _refuse(where: str, foreign: Sequence[str]) -> None:
    """Raise `PublishFaultError` if there are files of others where ours must go."""
    if foreign:
        count = f"{len(foreign)} file{'s' if len(foreign) > 1 else ''}"
        raise PublishFaultError(
            f"{where} holds {count} where the site’s must go, and briefgen did not put them there ({_some(foreign)})",
            "move them away, publish to another place, or say with --adopt that they may be overwritten",
        )


def _some(paths: Sequence[str]) -> str:
    return ", ".join(paths[:3]) + (" …" if len(paths) > 3 else "")


def _gives_way(path: str, ours: Sequence[str]) -> bool:
    """Whether what is at a path, or where one of its folders must be, is ours and goes before the file comes."""
    return any(path.startswith(f"{one}/") or one.startswith(f"{path}/") for one in ours)


def _md5(wanted: Wanted) -> str:
    from hashlib import md5

    try:
        return md5(Path(wanted.source).read_bytes(), usedforsecurity=False).hexdigest()
    except OSError:
        return ""


def publish(
    target: InPlace | Atomic, orders: Orders, world: World, snapshot: Snapshot, allowed: Callable[[Plan], None]
) -> Done:
    """Publish. `allowed` is shown the plan that will be carried out, and raises `PublishFaultError` to stop it.

    Raises `PublishFaultError` when the host refuses; running it again continues.
    """
    if not target.locks:
        return _publish(target, orders, world, snapshot, allowed, lambda: None)
    note = own_note(stamp(orders.moment))
    with Lock(target, note, orders.choice, world.timing, world.say) as lock:
        return _publish(target, orders, world, snapshot, allowed, lock.confirm)


def _publish(
    target: InPlace | Atomic,
    orders: Orders,
    world: World,
    snapshot: Snapshot,
    allowed: Callable[[Plan], None],
    confirm: Callable[[], None],
) -> Done:
    # What was seen before the lock was taken may no longer hold.
    found = look(target, orders, world)
    allowed(found.plan)
    name = release_name(orders, found.manifest.release)
    if is_in_place(target):
        return _InPlace(target, orders, world, found, name, confirm).run(snapshot)
    return _switched(target, orders, world, found, name, snapshot, confirm)


def release_name(orders: Orders, before: str) -> str:
    """Tells contents apart, and sorts by time: after the release before it, even if the clock was set back or is slow."""
    digest = digest_texts(f"{path}\0{one.identity}\0{one.headers}" for path, one in sorted(orders.wanted.items()))
    moment = stamp(orders.moment)
    if before[: len(moment)] >= moment and (last := moment_of(before[: len(moment)])) is not None:
        moment = stamp(last + 1)
    return f"{moment}-{digest[:8]}"


class _InPlace:
    """One publish to a host whose files are put one by one."""

    def __init__(
        self, target: InPlace, orders: Orders, world: World, found: Found, name: str, confirm: Callable[[], None]
    ) -> None:
        self._target, self._orders, self._world, self._name, self._confirm = target, orders, world, name, confirm
        self._plan = found.plan
        before = found.manifest
        self._files = {**before.files, **found.plan.kept}
        self._leaving = dict(found.plan.leaving)
        self._put: set[str] = set()
        self._sent = 0
        self._before = before

    def run(self, snapshot: Snapshot) -> Done:
        changing = self._plan
        if changing.added or changing.changed or changing.in_the_way:
            self._journal()
            self._delete(changing.in_the_way)
            for group in batches(changing, self._orders.wanted):
                self._send(snapshot, group)
        self._settle()
        if changing.due:
            known = {path: one.stored for path, one in changing.leaving.items()}
            theirs = _replaced(self._target, changing.due, known, self._world)
            if theirs:
                self._world.say(
                    f"note: {_some(theirs)} left the site, but somebody else has changed it there, so it stays"
                )
            self._delete([path for path in changing.due if path not in theirs])
            for path in changing.due:
                self._leaving.pop(path, None)
            self._write_manifest(self._final())
        return Done(plan=changing, release=self._name, sent=self._sent)

    def _journal(self) -> None:
        """Say what is about to be put, before it is put."""
        puts = {path: self._orders.wanted[path].stored() for path in (*self._plan.added, *self._plan.changed)}
        # What is put again although the list has it may be anything until then; to the next run it must not look settled.
        there = self._before.files
        puts = {path: _unknown(one) if path in there and _same(there[path], one) else one for path, one in puts.items()}
        # What a run before this one may have put, and nobody wants any more, is ours all the same.
        puts |= {path: one.stored for path, one in self._leaving.items() if not one.stored.digest}
        # What is deleted to make room may be wanted again by the next run, which must not take it for being there.
        puts |= {path: Stored("", 0, class_of(path)) for path in self._plan.in_the_way}
        self._state(JOURNAL, encode(Journal(self._name, dict(sorted(puts.items())))))

    def _send(self, snapshot: Snapshot, paths: Sequence[str]) -> None:
        done = 0
        for start in range(0, len(paths), CHECKPOINT):
            part = paths[start : start + CHECKPOINT]
            uploads = snapshot.uploads(self._orders.wanted[path] for path in part)
            self._send_all({one.path: one for one in uploads})
            done += len(part)
            for one in uploads:
                one.source.unlink(missing_ok=True)
            if done < len(paths):
                self._write_manifest(self._halfway())

    def _send_all(self, waiting: dict[str, Upload]) -> None:
        """Put files; what was not confirmed is put again as long as there is progress or patience."""
        total = len(self._plan.added) + len(self._plan.changed)

        def once() -> bool:
            """Whether something was put before a fault; that is progress, and patience begins anew."""
            count = len(waiting)
            try:
                for path, tag in self._target.put(list(waiting.values())):
                    upload = waiting.pop(path)
                    self._files[path] = self._orders.wanted[path].stored(tag, upload.size)
                    self._leaving.pop(path, None)
                    self._put.add(path)
                    self._sent += upload.size
                    self._world.progress(len(self._put), total)
            except TransientFaultError as fault:
                if len(waiting) == count:
                    raise
                self._world.timing.sleep(fault.after or self._world.patience.first)
                return False
            if waiting:
                raise PublishFaultError(f"{self._target.where} did not confirm {next(iter(waiting))}", "publish again")
            return True

        while not retrying(once, self._world.patience, self._world.timing.sleep):
            self._confirm()

    def _delete(self, paths: Sequence[str]) -> None:
        if not paths:
            return
        self._confirm()
        waiting = dict.fromkeys(paths)

        def once() -> None:
            for path in self._target.delete(list(waiting)):
                waiting.pop(path, None)

        retrying(once, self._world.patience, self._world.timing.sleep)

    def _halfway(self) -> Manifest:
        """What is certain: files not reached yet stand as they were, and the journal tells of them."""
        return Manifest(
            release=self._before.release,
            url=self._before.url,
            files=_sorted(self._files),
            leaving=self._before_leaving(),
        )

    def _before_leaving(self) -> dict[str, Leaving]:
        return {path: one for path, one in self._before.leaving.items() if path not in self._files}

    def _final(self) -> Manifest:
        files = {path: one for path, one in self._files.items() if path in self._orders.wanted}
        return Manifest(release=self._name, url=self._orders.url, files=_sorted(files), leaving=_sorted(self._leaving))

    def _settle(self) -> None:
        """The manifest says what is there now; then the journal has nothing left to say.

        Of files that are about to be deleted it only says that they are ours.
        """
        for path in self._plan.due:
            self._leaving[path] = replace(self._leaving[path], stored=_unknown(self._leaving[path].stored))
        final = self._final()
        if (final.files, final.leaving, final.url) != (self._before.files, self._before.leaving, self._before.url):
            self._write_manifest(final)
        self._state(JOURNAL, None)

    def _write_manifest(self, manifest: Manifest) -> None:
        self._confirm()
        self._state(MANIFEST, encode(manifest))

    def _state(self, name: str, data: bytes | None) -> None:
        _patiently(lambda: self._target.write_state(name, data), self._world)


def _unknown(one: Stored) -> Stored:
    """A file of ours of which it is not known whether it is there."""
    return replace(one, digest="")


def _sorted(values: Mapping[str, T]) -> dict[str, T]:
    return dict(sorted(values.items()))


def _switched(
    target: Atomic,
    orders: Orders,
    world: World,
    found: Found,
    name: str,
    snapshot: Snapshot,
    confirm: Callable[[], None],
) -> Done:
    compared = found.plan
    if compared.empty and not found.first and found.manifest.url == orders.url:
        return Done(plan=compared, release=found.manifest.release, sent=0)
    sending = (*compared.added, *compared.changed)
    # A host that cannot keep anything gets every file from here, so every file is held fast.
    held = sending if target.carries else tuple(sorted(orders.wanted))
    uploads = {one.path: one for one in snapshot.uploads(orders.wanted[path] for path in held)}
    stays = carried(compared) if target.carries else {}
    files = {
        path: uploads.get(path) or upload_of(one, Path(one.source), one.size)
        for path, one in sorted(orders.wanted.items())
    }
    manifest = Manifest(
        release=name,
        url=orders.url,
        files=_sorted(
            {**compared.kept, **{path: orders.wanted[path].stored(size=uploads[path].size) for path in sending}}
        ),
        leaving=_sorted({path: one for path, one in compared.leaving.items() if path in stays}),
    )
    release = Release(
        name=name,
        moment=orders.moment,
        files=files,
        changed=frozenset(sending),
        known=compared.kept,
        carried=stays,
        manifest=manifest,
    )
    sent: set[str] = set()

    def progress(path: str) -> None:
        sent.add(path)
        world.progress(len(sent), len(sending))

    def stage() -> Manifest | None:
        """None after a fault before which something was sent; that is progress, and patience begins anew."""
        before = len(sent)
        try:
            return target.stage(release, progress)
        except TransientFaultError as fault:
            if len(sent) == before:
                raise
            world.timing.sleep(fault.after or world.patience.first)
            return None

    while (whole := _patiently(stage, world)) is None:
        confirm()
    release = replace(release, manifest=whole)
    confirm()
    _patiently(lambda: target.switch(release), world)
    return Done(plan=compared, release=name, sent=sum(uploads[path].size for path in sending))


def roll_back(target: InPlace | Atomic, wanted: str, moment: int, choice: Choice, world: World) -> tuple[str, str]:
    """Let readers see an earlier release; what they saw, and what they see now.

    Without a name it is the release before the current one. Raises `PublishFaultError` when that is not possible.
    """
    if is_in_place(target):
        raise PublishFaultError(
            f"{target.where} keeps no earlier releases, since its files are replaced one by one",
            "go back to the earlier texts (`git checkout …`), run `briefgen build`, then publish",
        )
    if not target.locks:
        return _roll_back(target, wanted, world)
    with Lock(target, own_note(stamp(moment)), choice, world.timing, world.say):
        return _roll_back(target, wanted, world)


def _roll_back(target: Atomic, wanted: str, world: World) -> tuple[str, str]:
    manifest = _patiently(target.current, world)
    names = list(_patiently(target.releases, world))
    now = "" if manifest is None else manifest.release
    earlier = names[names.index(now) + 1 :] if now in names else []
    if wanted and wanted not in names:
        raise PublishFaultError(f"{target.where} has no release {wanted}", f"there are: {', '.join(names) or 'none'}")
    if not wanted and not earlier:
        raise PublishFaultError(
            f"{target.where} keeps no release before the current one",
            "go back to the earlier texts, build, then publish",
        )
    chosen = wanted or earlier[0]
    if chosen != now:
        _patiently(lambda: target.rollback(chosen), world)
    return now, chosen
