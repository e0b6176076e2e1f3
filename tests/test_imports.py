"""Who may import whom, who may start a process, and who may speak: read from the code itself."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import media_pipeline

PACKAGE = Path(media_pipeline.__file__).parent
SOURCES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

BELOW = {"model", "errors", "settings", "languages", "tools"}
LAYERS = BELOW | {"intake", "gate", "media", "publish", "engine", "scrub"}
MAY_IMPORT = {
    "errors": set(),
    "model": {"model"},
    "languages": {"languages"},
    "tools": {"tools", "model", "errors"},
    "settings": {"settings", "languages", "model", "errors"},
    "intake": BELOW | {"intake"},
    "gate": BELOW | {"gate"},
    "media": BELOW | {"media"},
    "publish": BELOW | {"publish"},
    "engine": BELOW | {"__version__", "engine", "media"},
    "scrub": BELOW | {"scrub", "media"},
    "workspace": BELOW | {"workspace", "gate"},
    "release": BELOW | {"gate", "publish", "workspace", "release"},
    "stages": LAYERS | {"__version__", "workspace", "stages"},
    "takedown": LAYERS | {"workspace", "release", "stages", "takedown"},
    "commands": LAYERS | {"workspace", "release", "stages", "takedown", "pipeline", "commands"},
}
"""Each layer and what it may know of; what is not named here ties them together."""

SEVERAL = {
    "PIL": "media_pipeline.media.",
    "click": "media_pipeline.cli",
    "numpy": "media_pipeline.media.",
    "mutagen": "media_pipeline.media.tags.",
    "lxml": "media_pipeline.publish.",
    "pydantic": "media_pipeline.settings.",
    "starlette": "media_pipeline.commands.serving.",
}
"""Libraries that several modules use, as Pillow's pictures go from hand to hand, and where."""

TWICE = {
    "babel": {"media_pipeline.languages.naming", "media_pipeline.publish.catalogue"},
}
"""Languages' names and the pages' messages."""

COMMAND_LINE = "cli"
POOL, COPIES = "media_pipeline.engine.pool", "media_pipeline.tools.copies"
STARTS = {
    "media_pipeline.tools.launcher": {"subprocess.Popen"},
    "media_pipeline.tools.jail": {"os.execv"},
    COPIES: {"multiprocessing.get_context"},
}


def tree(module: str) -> ast.Module:
    """A module's code."""
    return ast.parse(SOURCES[module].read_text(encoding="utf-8"))


def imports(module: str) -> Iterator[str]:
    """Every dotted name that a module imports, at its top or inside a function."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written whole"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(dotted: str) -> str:
    """``intake`` of ``media_pipeline.intake.find``; "" of the package itself."""
    return f"{dotted}..".split(".")[1]


def dotted(node: ast.expr) -> str:
    """``os.path.join`` of the expression that says so; "" of any other."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


def called(module: str) -> set[str]:
    """The dotted names that a module calls, with the names it imported spelt out."""
    spelt = {name.rpartition(".")[2]: name for name in imports(module)}
    names = {dotted(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)}
    parts = (name.partition(".") for name in names)
    return {f"{spelt.get(first, first)}{dot}{rest}" for first, dot, rest in parts}


def circle(below: Mapping[str, set[str]]) -> list[str]:
    """Parts of which each knows the next, and the last is the first; none where there is none."""
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


@pytest.mark.parametrize("module", [name for name in SOURCES if layer(name) in MAY_IMPORT])
def test_a_layer_knows_only_what_lies_below_it(module: str) -> None:
    """Intake, gate, media and publish never know of each other."""
    own = {name for name in imports(module) if name.startswith("media_pipeline")}
    strangers = {name for name in own if layer(name) not in MAY_IMPORT[layer(module)]}
    assert strangers == set()


def test_no_part_of_publish_knows_of_one_that_knows_of_it() -> None:
    """Each package of ``publish`` as a whole, and each module beside them."""

    def part(dotted: str) -> str:
        return dotted.split(".")[2]

    below: dict[str, set[str]] = defaultdict(set)
    for module in SOURCES:
        if module.startswith("media_pipeline.publish."):
            known = {
                part(name) for name in imports(module) if name.startswith("media_pipeline.publish.")
            }
            below[part(module)] |= known - {part(module)}
    assert len(below) > 10
    assert circle(below) == []


@pytest.mark.parametrize("module", [name for name in SOURCES if layer(name) in ("model", "errors")])
def test_types_and_errors_need_the_standard_library_alone(module: str) -> None:
    """So that anything can import them."""
    foreign = {name.partition(".")[0] for name in imports(module)}
    assert foreign - sys.stdlib_module_names <= {"media_pipeline"}


def test_each_library_is_imported_in_one_module() -> None:
    """Where it bites is known, and it can be replaced in one place."""
    used: dict[str, set[str]] = defaultdict(set)
    for module in SOURCES:
        for name in imports(module):
            used[name.partition(".")[0]].add(module)
    libraries = used.keys() - sys.stdlib_module_names - {"media_pipeline", "__future__"}
    scattered = {
        library: modules
        for library in libraries
        if len(modules := used[library]) > 1
        and not all(module.startswith(SEVERAL.get(library, "nowhere")) for module in modules)
        and not modules <= TWICE.get(library, set())
    }
    assert scattered == {}


def test_one_launcher_starts_every_process() -> None:
    """Other people's bytes are read in its jail; the pool's workers are this program."""
    modules = ("subprocess.", "pty.", "multiprocessing.", "asyncio.create_sub")
    looks_up = {"multiprocessing.parent_process", "multiprocessing.active_children"}
    functions = ("exec", "spawn", "posix_spawn", "fork", "system", "popen", "startfile")
    starting = (*modules, *(f"os.{name}" for name in functions))
    for module in SOURCES:
        started = {name for name in called(module) if name.startswith(starting)} - looks_up
        assert started == STARTS.get(module, set()), module


def test_only_the_pool_and_copies_make_processes() -> None:
    """No other module makes processes of its own."""
    names = {
        module
        for module in SOURCES
        for name in imports(module)
        if name.partition(".")[0] == "multiprocessing" or name.startswith("concurrent.futures")
    }
    assert names == {POOL, COPIES}


def test_only_the_command_line_prints_and_exits() -> None:
    """Everything else returns what it knows, or raises."""
    speaking = {"print", "input", "exit", "quit", "sys.exit", "SystemExit"}
    for module in SOURCES:
        names = called(module)
        said = (names & speaking) | {
            name for name in names if name.startswith(("click.", "sys.stdout.", "sys.stderr."))
        }
        assert layer(module) == COMMAND_LINE or said == set(), module
    ending = {module for module in SOURCES if "os._exit" in called(module)}
    assert ending == {COPIES}


def test_no_module_is_long_and_no_function_longer_than_a_screen() -> None:
    """350 lines and 50, as the house plan has it."""
    assert [
        name for name, path in SOURCES.items() if len(path.read_text().splitlines()) > 350
    ] == []
    long = [
        f"{module}.{node.name}"
        for module in SOURCES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []
