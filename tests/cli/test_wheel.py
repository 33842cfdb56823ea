"""The wheel, as somebody installs it who never saw the repository."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(one) for one in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_builds_the_example_in_an_empty_environment(tmp_path: Path) -> None:
    """Installed from its wheel, briefgen starts the example briefing and builds it: theme and example travel along."""
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "wheel", cwd=ROOT)
    (wheel,) = (tmp_path / "wheel").glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    scripts = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    run(scripts / "briefgen", "init", "--example", "x", cwd=tmp_path)
    assert "written" in run(scripts / "briefgen", "build", cwd=tmp_path / "x")
    html = (tmp_path / "x/site/claims/kyiv-region-retaken/index.html").read_text(encoding="utf-8")
    assert "Not verified" in html
    run(scripts / "briefgen", "check", "--strict", cwd=tmp_path / "x")
