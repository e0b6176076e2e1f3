"""What a job's result depends on, as one digest, and why it differs from last time. Pure.

A fingerprint is the SHA-256 of a version and the canonical JSON of a job's named inputs. Empty
inputs are ignored, so that a new optional setting causes nothing to be made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from media_pipeline.model import Job, Work

VERSION = 3
"""Goes up when the work itself changes, so that everything is made again."""

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def job(name: str, inputs: Mapping[str, Any], work: Work, cost: float) -> Job:
    """A job with its fingerprint. ``inputs`` must be JSON-able; those that are empty are left
    out.
    """
    return Job(name, _given(inputs), work, cost, fingerprint(inputs))


def fingerprint(inputs: Mapping[str, Any]) -> str:
    """The fingerprint of a job with those inputs."""
    return hashlib.sha256(_CANONICAL.encode([VERSION, _given(inputs)]).encode()).hexdigest()[:32]


def _given(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in inputs.items() if value}


def reasons(now: Mapping[str, Any], before: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Why a job must run whose result is not in the store; ``before`` are its inputs last time."""
    if not before:
        return ("it was never done",)
    now = json.loads(_CANONICAL.encode(now))  # in the form in which last time's were kept
    differing = sorted(key for key in {*now, *before} if now.get(key) != before.get(key))
    return tuple(f"{key} changed" for key in differing) or ("its result is gone",)
