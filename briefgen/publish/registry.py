"""Which file speaks to which kind of host. A file is imported only when a target of its kind is used."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import cast

from briefgen.model.publishing import AnyTarget, TargetKind
from briefgen.publish.target import Atomic, Context, InPlace

_MODULES: Mapping[TargetKind, str] = MappingProxyType(
    {
        "folder": "folder",
        "git": "git",
        "archive": "archive",
        "ssh": "ssh",
        "s3": "s3",
        "gcs": "gcs",
        "azure": "azure",
        "netlify": "netlify",
        "cloudflare": "cloudflare",
    }
)
"""Kind to module below `publish/targets/`."""


def kinds() -> tuple[str, ...]:
    """The kinds that can be published to."""
    return tuple(_MODULES)


def open_target(settings: AnyTarget, context: Context) -> InPlace | Atomic:
    """Open a target. Raises `PublishFaultError` when its host cannot be used."""
    module = import_module(f"briefgen.publish.targets.{_MODULES[settings.kind]}")
    return cast("InPlace | Atomic", module.open_target(settings, context))
