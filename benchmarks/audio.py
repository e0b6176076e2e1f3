"""Sound: compared with ffmpeg-normalize, and with the least that ffmpeg needs for the same.

    python -m benchmarks.run audio

The floor is three bare ffmpeg commands: decode, filter and measure; decode, filter and encode at
our settings; decode and measure what was encoded. ffmpeg-normalize makes one file per run.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.contest import (
    BUILD,
    CORPUS,
    ROOT,
    Cost,
    Section,
    Sizes,
    bare,
    contest,
    environment,
    ours,
    said,
    spent,
    times,
)
from media_pipeline.engine.fingerprint import job
from media_pipeline.engine.pool import LocalPool
from media_pipeline.intake.probe import probe
from media_pipeline.media.audio import Encoding, SoundWork
from media_pipeline.media.sound import Setting, first_setting, treatment
from media_pipeline.media.take import Take, listen
from media_pipeline.media.tracks import Track, sound_tracks
from media_pipeline.model import Done
from media_pipeline.settings import Audio, Loudness
from media_pipeline.tools import files
from media_pipeline.tools.ffmpeg import find_ffmpeg
from media_pipeline.tools.reader import Reader

TELLING = CORPUS / "stories/sw/Kwa nini Anansi ana miguu minane myembamba.m4a"
"""Six and a half minutes of one voice; repeated to fill an hour."""

DEMO = ROOT / "recordings/Stories/The fox and the grapes/en.m4a"
CLIP = 5
METER = "ebur128=peak=true:dualmono=true:framelog=quiet"
TRACKS = sound_tracks(Audio(), "speech")
AIM = Loudness()
ENCODERS = {
    track.file.rpartition(".")[2]: tuple(
        word
        for name, value in track.encoder
        if name in {"acodec", "compression_level", "application", "frame_duration"}
        for word in (f"-{name}", f"{value}")
    )
    for track in TRACKS
}
"""Our own encoder settings, by ending, in the form of a command line."""


@dataclass(frozen=True, slots=True)
class Fed:
    """What a recording needs according to our decisions, so that the floor does the same."""

    filters: str
    settings: tuple[Setting, ...]


def measure(sizes: Sizes) -> Section:
    """Race on one long recording and on many short ones."""
    rows: list[tuple[str, ...]] = [
        ("what", "ours, CPU s", "floor", "ours : floor", "ffmpeg-normalize", "it : ours")
    ]
    for channels in (1, 2):
        rows += _long(speech(sizes.minutes * 60, channels), channels, sizes)
    rows.append(_clips(speech(sizes.minutes * 60), sizes))
    return Section("Sound", tuple(rows), _nearness(needed(speech(sizes.minutes * 60, 2))))


def _long(recording: Path, channels: int, sizes: Sizes) -> list[tuple[str, ...]]:
    fed = needed(recording)
    contestants = {}
    for count in (1, 2, 3):
        contestants[f"floor {count}"] = partial(floor, recording, fed, count)
        contestants[f"ours {count}"] = partial(ours, "audio", "sound", recording, str(count))
    for track in TRACKS[:2]:
        contestants[f"rival {track.file}"] = partial(normalized, recording, track)
    cost = contest(contestants, sizes.rounds)
    rival_mp3 = cost[f"rival {TRACKS[0].file}"].cpu
    rivals = (rival_mp3, rival_mp3 + cost[f"rival {TRACKS[1].file}"].cpu, None)
    rows: list[tuple[str, ...]] = []
    names = ("MP3 alone", "MP3 and Opus saver", "all three that a story has")
    for count, (name, rival) in enumerate(zip(names, rivals, strict=True), 1):
        mine, least = cost[f"ours {count}"].cpu, cost[f"floor {count}"].cpu
        rows.append(
            (
                f"{sizes.minutes} min {('mono', 'stereo')[channels - 1]}, {name}",
                f"{mine:.1f}",
                f"{least:.1f}",
                times(mine, least),
                "" if rival is None else f"{rival:.1f}",
                "" if rival is None else times(rival, mine),
            )
        )
    return rows


def _clips(recording: Path, sizes: Sizes) -> tuple[str, ...]:
    clips = cut_up(recording, sizes.clips)
    fed = needed(clips[0])
    cost = contest(
        {
            "floor of clips": lambda: sum(
                (floor(clip, fed, len(TRACKS)) for clip in clips), Cost(0, 0)
            ),
            "our clips": lambda: ours("audio", "clips", clips[0].parent),
        },
        sizes.rounds,
    )
    mine, least = cost["our clips"].cpu, cost["floor of clips"].cpu
    name = f"{len(clips)} clips of {CLIP} s, all three each"
    return name, f"{mine:.1f}", f"{least:.1f}", times(mine, least), "", ""


def _nearness(fed: Fed) -> str:
    made = {
        f"our {TRACKS[index].file}": BUILD / "made" / TRACKS[index].file for index in range(2)
    } | {f"its {TRACKS[index].file}": BUILD / "normalized" / TRACKS[index].file for index in (0, 1)}
    heard = {name: loudness(path) for name, path in made.items()}
    listed = "; ".join(
        f"{name} {lufs:.1f} LUFS, {dbtp:.1f} dBTP" for name, (lufs, dbtp) in heard.items()
    )
    return (
        f"The target is {AIM.target:g} LUFS under {AIM.peak:g} dBTP; by the same meter, {listed}. "
        f"What this recording needs: `{fed.filters}`, gain and a limiter. ffmpeg-normalize runs "
        "twice for two files: it makes one a run. The clips are made by two processes of ours, "
        "each file synced to the disk; the floor starts three bare commands a clip."
    )


def speech(seconds: int, channels: int = 1) -> Path:
    """A recording of one voice, as a telephone makes it, of that many seconds.

    The second of two channels is heard 0.1 ms later: two microphones, three centimetres apart.
    """
    BUILD.mkdir(parents=True, exist_ok=True)
    recording = BUILD / f"speech-{seconds}-{channels}.m4a"
    filters = "anull" if channels == 1 else "pan=stereo|c0=c0|c1=c0,adelay=0S|4S"
    if not recording.exists():
        telling = TELLING if TELLING.exists() else DEMO
        whole = recording.with_suffix(".new.m4a")
        bare(
            "-stream_loop", "-1", "-i", telling, "-t", str(seconds), "-af", filters,
            "-c:a", "aac", "-b:a", "96k", whole,
        )  # fmt: skip
        whole.replace(recording)
    return recording


def cut_up(recording: Path, count: int) -> list[Path]:
    """``count`` clips of :data:`CLIP` seconds, each from a different place in a recording of
    speech.
    """
    folder = BUILD / f"clips-{count}"
    if not folder.exists():
        new = folder.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        bare(
            "-stream_loop", "-1", "-i", recording, "-t", str(count * CLIP), "-c:a", "aac",
            "-f", "segment", "-segment_time", str(CLIP), new / "%04d.m4a",
        )  # fmt: skip
        for rest in sorted(new.iterdir())[count:]:  # what the encoder added at the end
            rest.unlink()
        new.replace(folder)
    return sorted(folder.iterdir())


def floor(recording: Path, fed: Fed, count: int) -> Cost:
    """The three bare commands that the first ``count`` files need."""
    with tempfile.TemporaryDirectory(dir=BUILD) as place:
        folder = Path(place)
        made = [folder / track.file for track in TRACKS[:count]]
        cost = bare("-i", recording, "-af", f"{fed.filters},{METER}", "-f", "null", "-")
        graph = f"[0:a]{fed.filters},aresample=48000,asplit={count}"
        graph += "".join(f"[s{index}]" for index in range(count))
        outputs: list[str | Path] = []
        for index, track in enumerate(TRACKS[:count]):
            setting = fed.settings[index]
            limit = f"alimiter=limit={10 ** (setting.ceiling / 20):.4f}:level=disabled"
            graph += f";[s{index}]volume={setting.gain:.2f}dB,{limit}[o{index}]"
            encoder = ENCODERS[made[index].suffix[1:]]
            outputs += ["-map", f"[o{index}]", *encoder, "-b:a", f"{track.kbps}k", made[index]]
        cost += bare("-i", recording, "-filter_complex", graph, *outputs)
        inputs: list[str | Path] = []
        meters: list[str | Path] = []
        for index, path in enumerate(made):
            inputs += ["-i", path]
            meters += ["-map", f"{index}:a", "-af", METER, "-f", "null", "-"]
        return cost + bare(*inputs, *meters)


def normalized(recording: Path, track: Track) -> Cost:
    """ffmpeg-normalize's two passes to the same target at the same bit rate, in linear mode."""
    python = environment("ffmpeg-normalize", "ffmpeg-normalize")
    made = BUILD / "normalized" / track.file
    made.parent.mkdir(exist_ok=True)
    codec = ENCODERS[made.suffix[1:]][1]
    return spent(
        [
            python.with_name("ffmpeg-normalize"), recording, "--quiet", "--force",
            "--target-level", str(AIM.target), "--true-peak", str(AIM.peak), "--dual-mono",
            "--keep-lra-above-loudness-range-target", "--sample-rate", "48000",
            "--audio-channels", "1", "--audio-codec", codec, "--audio-bitrate", f"{track.kbps}k",
            "--output", made,
        ]
    )  # fmt: skip


def loudness(path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP."""
    heard = said("-i", path, "-af", METER, "-f", "null", "-")
    found = re.search(r"I:\s+(-?[\d.]+) LUFS.*Peak:\s+(-?[\d.]+) dBFS", heard, re.DOTALL)
    assert found is not None
    return float(found[1]), float(found[2])


# ── our side, in processes of its own ─────────────────────────────────────────────────────


def takes_of(*recordings: Path) -> list[Take]:
    """Recordings as media work sees them, probed in one child, as a build does it."""
    with Reader() as reader:
        return [
            Take(
                (str(recording),),
                files.digest([recording]),
                probe(reader, str(recording)),
                find_ffmpeg(),
                6 * 3600.0,
            )
            for recording in recordings
        ]


def needed(recording: Path) -> Fed:
    """What we decide for a recording."""
    (take,) = takes_of(recording)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        heard = listen(take, recording, Path(folder), "speech").left
    done = treatment(heard, "speech", trim=True, stereo=False)
    assert heard.lufs is not None
    assert heard.peak is not None
    filters = ["pan=mono|c0=.5*c0+.5*c1"] if heard.levels.shape[1] > 1 else []
    filters.append(f"highpass=f={done.rumble}")
    if done.noise is not None:
        filters.append(f"afftdn=nr=9:nf={done.noise:.1f}")
    if done.even:
        filters.append("acompressor=ratio=2.5:attack=20:release=300:knee=6:detection=rms")
    settings = (first_setting(heard.lufs, heard.peak, track.codec, AIM) for track in TRACKS)
    return Fed(",".join(filters), tuple(settings))


def make_sound(recording: Path, count: int) -> None:
    """What a job of the pipeline does, for the first ``count`` files of a story."""
    folder = BUILD / "made"
    folder.mkdir(exist_ok=True)
    (take,) = takes_of(recording)
    heard = listen(take, recording, folder, "speech").left
    done = treatment(heard, "speech", trim=True, stereo=False)
    Encoding(take, recording, folder, heard, done, AIM).run(TRACKS[:count])
    take.check_unchanged()


def make_clips(folder: Path) -> None:
    """The jobs of many recordings, in a pool like a build's."""
    with tempfile.TemporaryDirectory(dir=BUILD) as place:
        store, work = Path(place, "store"), Path(place, "work")
        jobs = [
            job(take.digest, {"clip": take.digest}, SoundWork(take, "speech", AIM, Audio()), 1)
            for take in takes_of(*sorted(folder.iterdir()))
        ]
        with LocalPool(os.cpu_count() or 1) as pool:
            for result in pool.run(jobs, store, work):
                if not isinstance(result, Done):
                    raise TypeError(result.reason)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["sound", recording, count]:
            make_sound(Path(recording), int(count))
        case ["clips", folder]:
            make_clips(Path(folder))
