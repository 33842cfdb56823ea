"""Kinds of names from a spaCy model, when one is installed: the extra `briefgen[names]` and a model of the user's choice.

Rules decide first; a model only tells what they cannot, or only guess. Without one nothing is missing but that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec

from briefgen.drafting.proposals import NameKind

_KINDS: Mapping[str, NameKind] = {
    "PERSON": "person", "PER": "person", "GPE": "place", "LOC": "place", "FAC": "place", "ORG": "organisation", "NORP": "organisation",
}  # fmt: skip


class ModelError(Exception):
    """The model is not there; the message says what to do."""


def model_helper(name: str) -> Callable[[str], Mapping[str, NameKind]]:
    """A function that tells the kinds of the names in a text. Raises `ModelError`."""
    if find_spec("spacy") is None:
        raise ModelError('spaCy is not installed; install it with: pip install "briefgen[names]"')
    try:
        model = import_module("spacy").load(name)
    except OSError:
        raise ModelError(
            f"there is no spaCy model “{name}” here; install it with: python -m spacy download {name}"
        ) from None

    def kinds(text: str) -> Mapping[str, NameKind]:
        return {one.text: _KINDS[one.label_] for one in model(text).ents if one.label_ in _KINDS}

    return kinds
