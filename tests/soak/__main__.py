"""`python -m tests.soak [SEQUENCES] [STEPS] [FIRST SEED] [FAULTS]`: long walks, each from another seed; then builds to which something happens."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .edits import EVERYDAY, NAMES
from .faults import faults
from .identity import EXAMPLE, WORLD, Step, afternoon, in_one_language, project, walk
from .small_disk import filled_disks

EVERY = 10
"""Of so many walks one goes through the example, which is larger; the others through the small world."""


def main() -> None:
    given = sys.argv[1:]
    sequences, steps, first, times = (int(one) for one in (*given, *("50", "30", "1", "200")[len(given) :]))
    walks(range(first, first + sequences), steps)
    happenings(first, times)
    full_disks()


def walks(seeds: range, steps: int) -> None:
    done: Counter[str] = Counter()
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            root = project(Path(folder) / "project", EXAMPLE if seed % EVERY == 0 else WORLD)
            failed = followed = 0
            for count, step in enumerate(_steps(root, seed, steps), 1):
                if step.differing:
                    sys.exit(f"seed {seed}, step {count} ({', '.join(step.edits)}; {step.how}): {len(step.differing)} differ, first {step.differing[:3]}")  # fmt: skip
                failed += step.expected.failed
                followed += step.followed
                done.update(step.edits)
        if failed == steps:
            sys.exit(f"seed {seed}: every build had errors, so nothing was compared")
        failures = f"{failed} of them with errors, {followed} followed edits only"
        print(f"seed {seed}: {steps} builds identical to clean ones, {failures}", flush=True)  # noqa: T201
    print(f"{sum(done.values())} edits: {', '.join(f'{name} {count}' for name, count in sorted(done.items()))}")  # noqa: T201


def _steps(root: Path, seed: int, steps: int) -> Iterator[Step]:
    """Edits of any kind; those of an afternoon, in one language or with an edition; those of names."""
    match seed % 4:
        case 1:
            return afternoon(in_one_language(root), seed, steps)
        case 3:
            return afternoon(in_one_language(root) if seed % 8 == 3 else root, seed, steps, (*NAMES, *EVERYDAY))
        case _:
            return walk(in_one_language(root) if seed % 3 == 0 else root, seed, steps)


def happenings(seed: int, times: int) -> None:
    """Kill builds, fill their disk, change files under them."""
    done: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for fault in faults(project(Path(folder) / "project"), seed, times):
            if fault.torn or fault.wrong or fault.left or fault.code not in {0, 2, -9}:
                sys.exit(f"faults from seed {seed}: {fault}")
            done[f"{fault.what} {fault.code}"] += 1
    told = ", ".join(f"{name} {count}" for name, count in sorted(done.items()))
    print(f"{times} builds survived: {told}", flush=True)  # noqa: T201


def full_disks() -> None:
    """Build on a disk of a few megabytes that is full."""
    wrong = filled_disks()
    if "permitted" in wrong or "denied" in wrong or "not found" in wrong:
        print(f"no disk of its own can be mounted here: {wrong.strip()}")  # noqa: T201
    elif wrong:
        sys.exit(f"on a full disk: {wrong}")
    else:
        print("full disks survived")  # noqa: T201


if __name__ == "__main__":
    main()
