"""Ready workflows that check, build and publish on GitHub or GitLab. Never overwrites anything.

The store and the site are kept between runs, so that a run makes only what has changed. A kept store that does not fit is found
not to fit by the build itself, so keeping the wrong one costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from briefgen.desk.init import InitError

_GITHUB = """\
# Checks every change, and publishes the main branch. Written by `briefgen init --ci github`; change it as you like.
name: briefgen
on:
  push:
    branches: [main]
  pull_request:
  workflow_dispatch:

# One publish at a time; a newer one waits for the one that is running.
concurrency:
  group: publish-${{ github.ref }}
  cancel-in-progress: false

permissions:
  contents: write   # to push the branch of a `git` target; `read` is enough for others

jobs:
  site:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install briefgen
      # What earlier runs found out. Each run keeps its own, and takes the newest there is.
      - uses: actions/cache@v4
        with:
          path: |
            .briefgen
            site
          key: briefgen-${{ github.ref_name }}-${{ github.run_id }}
          restore-keys: |
            briefgen-${{ github.ref_name }}-
            briefgen-
      - run: briefgen check --format github
      - run: briefgen build
      - name: Publish
        if: github.event_name != 'pull_request' && github.ref_name == 'main'
        # Secrets are set under Settings, Secrets and variables, Actions, and named here.
        env:
          GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}
          # BRIEFGEN_LIVE_TOKEN: ${{ secrets.BRIEFGEN_LIVE_TOKEN }}
        run: briefgen publish --wait
"""
_GITLAB = """\
# Checks every change, and publishes the default branch. Written by `briefgen init --ci gitlab`; change it as you like.
image: python:3.12

# What earlier runs found out.
cache:
  key: briefgen-$CI_COMMIT_REF_SLUG
  fallback_keys:
    - briefgen-$CI_DEFAULT_BRANCH
  paths:
    - .briefgen/
    - site/

before_script:
  - pip install briefgen

check:
  stage: test
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - briefgen check

publish:
  stage: deploy
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  # One publish at a time. Secrets are set under Settings, CI/CD, Variables: BRIEFGEN_LIVE_TOKEN, for example.
  resource_group: publish
  script:
    - briefgen build
    - briefgen publish --wait
"""
WORKFLOWS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"github": (".github/workflows/briefgen.yml", _GITHUB), "gitlab": (".gitlab-ci.yml", _GITLAB)}
)
"""File and text of each."""


def write_workflow(root: Path, host: str) -> Path:
    """Write a workflow into a project; its path. Raises `InitError` when there is one."""
    name, text = WORKFLOWS[host]
    path = root / name
    if path.exists():
        raise InitError(f"{path} is there already; move it away first")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
