"""A coordinator that can be struck: the program's own command line, killed at a named point.

    python coordinator.py          reads orders as lines of JSON, answers with pid and exit status

The server imports the program once and forks for each order, so that a build of a second has not
a second of imports before it. What is forked is a process of its own, with its own session. The
program has no hooks for this: the few functions through which everything is written are wrapped
here (see :mod:`strikes`).
"""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import jinja2
import strikes

from media_pipeline import cli, pipeline
from media_pipeline.engine.pool import InlinePool
from media_pipeline.languages import collation


def serve() -> None:
    """Carry out one order after another until standard input ends."""
    _warm()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if (child := os.fork()) == 0:
            answers.close()
            _become(order)
        print(child, file=answers, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def _become(order: dict[str, Any]) -> None:
    """In the child: run one command, saying everything into a file."""
    os.setsid()
    said = os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, source in ((0, nothing), (1, said), (2, said)):
        os.dup2(source, descriptor)
    os.environ["TMPDIR"] = order["mark"]
    strikes.arm(Path(order["root"]), **order["strike"])
    # Work is done in this process, so that its points are struck too.
    vars(pipeline)["LocalPool"] = lambda _, *glance: InlinePool(*glance)
    code = 1
    try:
        cli.cli.main(args=order["argv"], prog_name="media-pipeline", standalone_mode=False)
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:  # noqa: BLE001 - what Python does with an error nobody caught
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _warm() -> None:
    """What takes long and is the same in every process: the collation table and the templates."""
    collation.collation_key("a", "en")
    compiled = jinja2.Environment.compile

    @cache
    def once(source: str, name: str | None, filename: str | None) -> CodeType:
        environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
        environment.keep_trailing_newline = True
        return compiled(environment, source, name, filename)

    def compile_once(_: object, source: str, name: Any = None, filename: Any = None) -> CodeType:
        return once(source, name, filename)

    jinja2.Environment.compile = compile_once  # type: ignore[method-assign,assignment]
    templates = Path(cli.__file__).parent.parent / "site_templates"
    for path in sorted(templates.glob("*.html")):
        compile_once(None, path.read_text(encoding="utf-8"), path.name, str(path))


if __name__ == "__main__":
    serve()
