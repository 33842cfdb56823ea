"""`python -m tests.soak [SEQUENCES] [STEPS] [FIRST SEED]`: long walks, each from another seed."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from .identity import EXAMPLE, WORLD, afternoon, project, walk

EVERY = 10
"""Of so many walks one goes through the example, which is larger; the others through the small world."""


def main() -> None:
    sequences, steps, first = (int(one) for one in (*sys.argv[1:], *("50", "30", "1")[len(sys.argv) - 1 :]))
    done: Counter[str] = Counter()
    for seed in range(first, first + sequences):
        with tempfile.TemporaryDirectory() as folder:
            root = project(Path(folder) / "project", EXAMPLE if seed % EVERY == 0 else WORLD)
            failed = followed = 0
            for count, step in enumerate((afternoon if seed % 2 else walk)(root, seed, steps), 1):
                if step.differing:
                    sys.exit(f"seed {seed}, step {count} ({', '.join(step.edits)}; {step.how}): {len(step.differing)} differ, first {step.differing[:3]}")  # fmt: skip
                failed += step.expected.failed
                followed += step.followed
                done.update(step.edits)
        failures = f"{failed} of them with errors, {followed} followed edits only"
        print(f"seed {seed}: {steps} builds identical to clean ones, {failures}", flush=True)  # noqa: T201
    print(f"{sum(done.values())} edits: {', '.join(f'{name} {count}' for name, count in sorted(done.items()))}")  # noqa: T201


if __name__ == "__main__":
    main()
