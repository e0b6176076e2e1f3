"""The jail, line by line: one launcher, limits, allow-lists, and every upload read in a child."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import Bench
from makers import bars
from schools import School
from test_imports import SOURCES, called, dotted, imports, tree

import media_pipeline
from media_pipeline.settings import Policy
from media_pipeline.tools import ffmpeg, launcher, reader
from media_pipeline.tools.ffmpeg import Ffmpeg, find_ffmpeg
from media_pipeline.tools.launcher import Finished, Limits, run_jailed

Named = Callable[[str], Path]

GIGABYTE = 1 << 30

OPENS_FILES = {"av", "openpyxl", "csv", "pillow_heif"}
"""Parsers of what people drop, which only modules that are asked in the child may import."""

NEVER = {"zipfile", "tarfile", "xml", "html.parser", "plistlib", "pickle", "marshal", "shelve",
         "wave", "aifc", "sunau", "email", "sndhdr", "imghdr", "audioop"}  # fmt: skip
"""Parsers that nothing here needs."""

OWN_TOML = {"media_pipeline.settings.loading", "media_pipeline.commands.describing"}
"""Where TOML is read that the coordinator wrote, or this program."""

OWN_PICTURES = {"media_pipeline.media.canvas", "media_pipeline.media.icons",
                "media_pipeline.media.video"}  # fmt: skip
"""Where pictures are opened that were made here."""


PLAYED = "mov,matroska,mp3,wav,ogg,flac,aac,amr,avi,mpegts,mpeg,mpegvideo,asf,aiff,caf,dv,w64"

DIED = (
    "The program that decodes it (ffmpeg) was ended by signal 11, twice. The file is probably "
    "damaged: copy it again, or record again."
)


# ── limits ────────────────────────────────────────────────────────────────────────────────


def test_the_limits_are_as_the_list_of_threats_has_them() -> None:
    """2.5 GB for work and 1 GB for looks, 64 files, 1 MiB of what is said, 2 s to be gone."""
    assert Limits().memory == 5 * GIGABYTE // 2
    assert reader.LIMITS.memory == GIGABYTE
    assert Limits().open_files == reader.LIMITS.open_files == 64
    assert launcher.OUTPUT_CAP == 1 << 20
    assert launcher.KILL_AFTER == 2.0
    assert Policy().max_hours == 6


def test_memory_arenas_and_threads_are_few(tmp_path: Path) -> None:
    """Each arena of glibc and each thread takes address space, which is limited."""
    program = "import os; print(os.environ['MALLOC_ARENA_MAX'], os.environ['OMP_NUM_THREADS'])"
    assert run_jailed([sys.executable, "-c", program], Limits(), tmp_path).stdout == b"2 1\n"


# ── what ffmpeg is told ───────────────────────────────────────────────────────────────────


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words with which ffmpeg is started for a recording of 100 seconds."""
    started: list[list[str]] = []

    def launch(words: list[str], limits: Limits, cwd: Path) -> Finished:
        started.append(words)
        return Finished(0, b"", "")

    monkeypatch.setattr(ffmpeg, "run_jailed", launch)
    source = ffmpeg.source(tmp_path / "fox.mp3", 100.0)["a:0"]
    ending = ffmpeg.sink(source, path=tmp_path / "fox.wav")
    ffmpeg.run_ffmpeg(Ffmpeg("ffmpeg", "9"), [ending], tmp_path, Limits())
    return started[0]


@pytest.mark.parametrize(
    "words",
    [
        ("-nostdin",),
        ("-protocol_whitelist", "file"),
        ("-format_whitelist", PLAYED),
        ("-max_streams", "32"),
        ("-max_pixels", "8912896"),
        ("-max_alloc", "268435456"),
        ("-t", "110.000"),
        ("-threads", "1"),
        ("-filter_complex_threads", "1"),
    ],
)  # fmt: skip
def test_an_input_is_bound_before_it_is_named(command: list[str], words: tuple[str, ...]) -> None:
    """What stands after ``-i`` would bind something else."""
    before = command[: command.index("-i")]
    place = before.index(words[0])
    assert tuple(before[place : place + len(words)]) == words


def test_an_input_is_this_file_and_no_pattern_or_address(command: list[str]) -> None:
    """``file:`` and a path from the root."""
    assert command[command.index("-i") + 1].startswith("file:/")


@pytest.mark.parametrize(
    "words",
    [
        ("-map_metadata", "-1"),
        ("-map_chapters", "-1"),
        ("-map", "0:a:0"),
        ("-fflags", "+bitexact"),
        ("-sn",),
        ("-dn",),
    ],
)
def test_an_output_takes_nothing_that_was_not_asked_for(
    command: list[str], words: tuple[str, ...]
) -> None:
    """No tags, chapters, subtitles, data; each stream by its number."""
    after = command[command.index("-i") + 2 :]
    place = after.index(words[0])
    assert tuple(after[place : place + len(words)]) == words


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Where a case is made."""
    return Bench(tmp_path, tmp_path / "other.wav", 9)


def frames(path: Path, folder: Path, track: int = 0) -> int:
    """How many bytes of pictures ffmpeg gives of a track of ``path``."""
    ending = ffmpeg.sink(ffmpeg.source(path)[f"v:{track}"], path=folder / "seen.raw", f="rawvideo")
    ffmpeg.run_ffmpeg(find_ffmpeg(), [ending], folder, Limits(wall=30))
    seen = folder / "seen.raw"
    return seen.stat().st_size if seen.exists() else 0


def test_threat_03_ffmpeg_itself_decodes_no_picture_above_the_limit(
    bench: Bench, tmp_path: Path
) -> None:
    """Should a probe ever let one through."""
    large = "-f lavfi -i color=red:s=4400x2400:r=1:d=1 -c:v mjpeg -q:v 31 -frames:v 1"
    for size, seen in ((large, False), (f"{bars()} -frames:v 1 -c:v mjpeg", True)):
        (tmp_path / "film.avi").write_bytes(bench.ffmpeg(size, "film.avi"))
        (tmp_path / "seen.raw").unlink(missing_ok=True)
        assert (frames(tmp_path / "film.avi", tmp_path) > 0) is seen


def test_threat_03_ffmpeg_itself_sees_no_more_than_32_tracks(bench: Bench, tmp_path: Path) -> None:
    """The last of them can be had, the next is not there."""
    words = f"{bars(seconds=0.2)} {'-map 0 ' * 33} -c:v mjpeg"
    (tmp_path / "film.mkv").write_bytes(bench.ffmpeg(words, "film.mkv"))
    assert frames(tmp_path / "film.mkv", tmp_path, track=31) > 0
    (tmp_path / "seen.raw").unlink()
    assert frames(tmp_path / "film.mkv", tmp_path, track=32) == 0


# ── line 6: a decoder that dies ───────────────────────────────────────────────────────────


@pytest.fixture
def dying(tmp_path: Path) -> tuple[School, Path]:
    """A school whose ffmpeg dies by a signal of any file called poison, and where it counts."""
    tries, program = tmp_path / "tries", tmp_path / "ffmpeg"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *poison*) echo try >> {tries}; kill -SEGV $$;; esac\n'
        f'exec {find_ffmpeg().path} "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    school = School(tmp_path / "school")
    settings = (school.root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", f'ffmpeg = "{program}"\n{settings}')
    return school, tries


@pytest.mark.slow
def test_threat_06_a_decoder_that_dies_by_a_signal_costs_one_recording(
    dying: tuple[School, Path], recording: Named
) -> None:
    """It is tried once more, refused with that cause, and the others go on."""
    school, tries = dying
    poison = school.drop(recording("plain.mp3"), "English/poison.mp3")
    fox = school.drop(recording("memo.m4a"), "English/The fox.m4a")
    school.build()
    stories = school.stories()
    assert tries.read_text(encoding="utf-8").split() == ["try", "try"]
    assert stories[fox]["state"] == "waiting"
    assert (stories[poison]["state"], stories[poison]["reason"]) == ("refused", DIED)


# ── who may start, and who may read ───────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What Python saw of two builds of a school with one of everything."""
    folder = tmp_path_factory.mktemp("watched")
    command = [sys.executable, str(Path(__file__).parent / "watching.py")]
    done = subprocess.run(
        [*command, str(folder / "school"), str(folder / "recordings")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, list[str]] = json.loads((folder / "school/seen.json").read_bytes())
    return told


@pytest.mark.slow
def test_only_the_launcher_starts_processes_in_a_real_build(seen: dict[str, list[str]]) -> None:
    """Whatever is built, every child is in the jail."""
    assert len(seen["published"]) == 4
    assert seen["started"] == ["media_pipeline.tools.launcher:start_jailed"]


@pytest.mark.slow
def test_an_upload_is_opened_to_be_digested_and_for_nothing_else(
    seen: dict[str, list[str]],
) -> None:
    """Sound, film, picture, words, sidecar, sheet, text: parsed in the child, or not at all."""
    assert seen["opened"] == ["media_pipeline.tools.files:digest"]
    assert seen["parsed"] == []


@pytest.mark.slow
def test_a_build_uses_no_network(seen: dict[str, list[str]]) -> None:
    """Not even to look up a name."""
    assert seen["sent"] == []


def asked_in_the_child() -> set[str]:
    """The modules whose functions are given to a reader's ``call``, or to what hands them on."""
    modules = set()
    for module in SOURCES:
        names = {name.rpartition(".")[2]: name.rpartition(".")[0] for name in imports(module)}
        for node in ast.walk(tree(module)):
            if not isinstance(node, ast.Call):
                continue
            asks = dotted(node.func).lower().endswith(("reader.call", "self._read"))
            if asks and isinstance(node.args[0], ast.Name):
                modules.add(names.get(node.args[0].id, module))
    return modules


def test_parsers_of_uploads_are_imported_where_the_child_is_asked() -> None:
    """A library that reads what people drop is in no module that the coordinator runs."""
    asked = asked_in_the_child()
    assert {"media_pipeline.intake.probe", "media_pipeline.intake.sheet"} <= asked
    importing = {
        module
        for module in SOURCES
        if {name.partition(".")[0] for name in imports(module)} & OPENS_FILES
    }
    assert importing - asked == set()


def test_toml_is_read_in_the_child_but_for_our_own() -> None:
    """A sidecar is an upload; school.toml is not."""
    reading = {module for module in SOURCES if "tomllib.loads" in called(module)}
    assert reading - asked_in_the_child() - OWN_TOML == set()


def test_pictures_are_opened_in_the_child_but_for_our_own() -> None:
    """What was rebuilt is ours; nobody's picture is opened before."""
    opening = {module for module in SOURCES if "PIL.Image.open" in called(module)}
    assert opening - asked_in_the_child() - OWN_PICTURES == set()


def test_no_other_parser_is_imported() -> None:
    """Archives, pickles and the standard library's XML are for nobody."""
    found = {
        (module, name)
        for module in SOURCES
        for name in imports(module)
        if not name.startswith("xml.sax.saxutils.")  # which writes
        and any(name == each or name.startswith(f"{each}.") for each in NEVER)
    }
    assert found == set()


def test_the_child_runs_this_very_program() -> None:
    """Not another copy that happens to be installed."""
    assert Path(media_pipeline.__file__).parent.parent == reader.PROGRAM
    with reader.Reader() as child:
        assert str(reader.PROGRAM) in child._running().args  # type: ignore[operator]


# ── a child that was taken over ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line", [b"no answer\n", b'["value"]\n', b"[" * 100_000 + b"\n", b'"\xff"\n', b"\n"]
)
def test_an_answer_that_is_none_is_a_dead_child(line: bytes) -> None:
    """Whatever a child says, the coordinator goes on."""
    assert reader._understood(line) is None
