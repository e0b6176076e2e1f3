"""ffmpeg as it is started here: what it may open, and what is believed of it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from media_pipeline.errors import CrashError, ToolError
from media_pipeline.tools import ffmpeg
from media_pipeline.tools.ffmpeg import Ffmpeg
from media_pipeline.tools.launcher import Finished, Limits

Named = Callable[[str], Path]
Launched = list[Sequence[str]]


@pytest.fixture
def tool() -> Ffmpeg:
    """The embedded ffmpeg."""
    return ffmpeg.find_ffmpeg()


def decoded(tool: Ffmpeg, path: Path, folder: Path) -> Path:
    """Where the sound of ``path`` would be, had it been decoded."""
    made = folder / "decoded.pcm"
    ending = ffmpeg.sink(ffmpeg.source(path).audio, path=made, f="s16le", acodec="pcm_s16le")
    ffmpeg.run_ffmpeg(tool, [ending], folder, Limits(wall=20))
    return made


def pretending(
    monkeypatch: pytest.MonkeyPatch, *endings: Finished
) -> tuple[Launched, Callable[[Path], Finished]]:
    """A launcher that starts nothing and ends as told, and a run through it."""
    launched: Launched = []
    left = list(endings)

    def launch(command: Sequence[str], limits: Limits, cwd: Path) -> Finished:
        launched.append(command)
        return left.pop(0)

    monkeypatch.setattr(ffmpeg, "run_jailed", launch)

    def run(folder: Path) -> Finished:
        ending = ffmpeg.sink(ffmpeg.source(folder / "fox.wav").audio, path=None)
        return ffmpeg.run_ffmpeg(Ffmpeg("ffmpeg", "9"), [ending], folder, Limits())

    return launched, run


# ── what it may open ──────────────────────────────────────────────────────────────────────

PRETENDERS = {
    "playlist.mp3": "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{other}\n#EXT-X-ENDLIST\n",
    "concat.mp3": "ffconcat version 1.0\nfile '{other}'\n",
    "session.mp4": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=audio 5004 RTP/AVP 0\n",
    "dash.m4a": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
    '<Period><AdaptationSet mimeType="audio/mp4"><Representation id="1" bandwidth="1">'
    "<BaseURL>{other}</BaseURL></Representation></AdaptationSet></Period></MPD>",
    "drawing.mp3": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{other}"/></svg>',
    "text.wav": "Once upon a time\n" * 100,
}


@pytest.mark.parametrize("name", PRETENDERS)
def test_a_file_that_names_another_opens_nothing(
    name: str, tool: Ffmpeg, recording: Named, tmp_path: Path
) -> None:
    """Not one sample of the other file is read, whatever ending a playlist has."""
    other = recording("sixteen-bits.wav")
    (tmp_path / name).write_text(PRETENDERS[name].format(other=other), encoding="utf-8")

    assert not decoded(tool, tmp_path / name, tmp_path).exists()


def test_the_other_file_of_a_pretender_is_one_that_can_be_read(
    tool: Ffmpeg, recording: Named, tmp_path: Path
) -> None:
    """What no playlist reaches is decoded when it is asked for itself."""
    assert decoded(tool, recording("sixteen-bits.wav"), tmp_path).stat().st_size > 100_000


@pytest.mark.parametrize(
    "name",
    ["-y.wav", "http:x.wav", "100%d.wav", "a\nb.wav", "it's “so”.wav", "狐狸.wav", "a:b,c[d].wav"],
)
def test_a_name_is_only_a_name(name: str, tool: Ffmpeg, recording: Named, tmp_path: Path) -> None:
    """No option, address, pattern or filter: a file of any name is read."""
    path = tmp_path / name
    path.write_bytes(recording("sixteen-bits.wav").read_bytes())

    assert decoded(tool, path, tmp_path).stat().st_size > 100_000


def test_an_input_is_bounded(
    tool: Ffmpeg, recording: Named, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past its length and what is added to it nothing is read, whatever its timestamps say."""
    monkeypatch.setattr(ffmpeg, "ADDED_SECONDS", 0.5)
    source = ffmpeg.source(recording("sixteen-bits.wav"), 1.0).audio
    ending = ffmpeg.sink(source, path=tmp_path / "cut.pcm", f="s16le", ar=8000)
    ffmpeg.run_ffmpeg(tool, [ending], tmp_path, Limits(wall=20))

    assert (tmp_path / "cut.pcm").stat().st_size == pytest.approx(1.5 * 8000 * 2, rel=0.01)


# ── what is believed of it ────────────────────────────────────────────────────────────────


def test_an_exit_code_is_returned_not_judged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What ffmpeg calls a failure may have given all there was."""
    _, run = pretending(monkeypatch, Finished(69, b"", "Conversion failed!"))

    assert run(tmp_path).code == 69


def test_one_signal_is_forgiven(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A process that something else killed is started once more."""
    launched, run = pretending(monkeypatch, Finished(-9, b"", ""), Finished(0, b"", ""))

    assert (run(tmp_path).code, len(launched)) == (0, 2)


def test_two_signals_are_a_crash(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A decoder that dies of the same file again is told with its signal."""
    launched, run = pretending(monkeypatch, *[Finished(-11, b"", "")] * 2)

    with pytest.raises(CrashError, match="signal 11, twice"):
        run(tmp_path)
    assert len(launched) == 2


def test_a_full_disk_is_an_error_whatever_the_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is said of the disk, not of the recording."""
    _, run = pretending(
        monkeypatch, Finished(0, b"", f"av_interleaved_write_frame(): {os.strerror(errno.ENOSPC)}")
    )

    with pytest.raises(ToolError, match="the disk is full"):
        run(tmp_path)


def test_progress_is_told_in_the_folder_of_the_work(
    tool: Ffmpeg, recording: Named, tmp_path: Path
) -> None:
    """ffmpeg says how far it is, where a bar looks."""
    ending = ffmpeg.sink(ffmpeg.source(recording("sixteen-bits.wav")).audio, path=None)
    ffmpeg.run_ffmpeg(tool, [ending], tmp_path, Limits(wall=20), progress=True)

    assert "out_time_us=2000000" in (tmp_path / "progress").read_text(encoding="ascii")


# ── which one ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """No ffmpeg was looked for yet, and none is set."""
    monkeypatch.delenv(ffmpeg.VARIABLE, raising=False)
    monkeypatch.setattr(ffmpeg, "find_ffmpeg", ffmpeg.find_ffmpeg.__wrapped__)


@pytest.mark.usefixtures("unknown")
def test_the_embedded_ffmpeg_is_the_default() -> None:
    """Nothing needs to be installed, and its version is known."""
    found = ffmpeg.find_ffmpeg()

    assert "imageio_ffmpeg" in found.path
    assert found.version.startswith("ffmpeg version")


@pytest.mark.usefixtures("unknown")
def test_an_ffmpeg_that_is_none_is_told(tmp_path: Path) -> None:
    """A setting that names another program is a mistake with a hint."""
    with pytest.raises(ToolError, match="Check the setting ffmpeg"):
        ffmpeg.find_ffmpeg("/bin/true")


@pytest.mark.usefixtures("unknown")
def test_the_environment_goes_before_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """For one run, another ffmpeg than the school's."""
    monkeypatch.setenv(ffmpeg.VARIABLE, "/bin/false")

    with pytest.raises(ToolError, match="/bin/false"):
        ffmpeg.find_ffmpeg("")
