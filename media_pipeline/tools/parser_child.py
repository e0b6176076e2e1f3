"""The child's side of :mod:`media_pipeline.tools.reader`. It imports little, because a build waits
for it to start.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any

from media_pipeline.errors import Refusal


def serve() -> None:
    """Answer each request until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    for line in sys.stdin.buffer:
        name, arguments = json.loads(line)
        text = json.dumps(_answer(name, arguments), ensure_ascii=False)
        answers.write(text.encode("utf-8", "surrogatepass") + b"\n")
        answers.flush()


def _answer(name: str, arguments: list[Any]) -> dict[str, Any]:
    module, _, function = name.partition(":")
    if not module.startswith("media_pipeline."):
        return {"error": "only this program's own functions are called"}
    try:
        return {"value": getattr(importlib.import_module(module), function)(*arguments)}
    except Refusal as refusal:
        return {"refusal": str(refusal)}
    except Exception as error:  # noqa: BLE001 - whatever a parser raises is an answer
        return {"error": f"{type(error).__name__}: {error}"}
