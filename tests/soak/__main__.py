"""`python -m tests.soak [SEQUENCES] [STEPS] [FIRST SEED]`: long walks, each from another seed."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .identity import project, walk


def main() -> None:
    sequences, steps, first = (int(one) for one in (*sys.argv[1:], *("20", "30", "1")[len(sys.argv) - 1 :]))
    for seed in range(first, first + sequences):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "project"
            root.mkdir()
            count = 0
            for told, found, expected in walk(project(root), seed, steps):
                count += 1
                differ = sorted(
                    path for path in found.keys() | expected.keys() if found.get(path) != expected.get(path)
                )
                if differ:
                    sys.exit(f"seed {seed}, step {count} ({told}): {len(differ)} files differ, first {differ[:3]}")
        print(f"seed {seed}: {count} sites identical", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
