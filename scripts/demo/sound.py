"""Sound as numbers, and the bundled ffmpeg that writes and measures it."""

from __future__ import annotations

import re
import subprocess
import tempfile
import wave
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of shape (frames, channels), full scale ±1, at `rate` frames a second."""

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.samples) / self.rate

    @property
    def rms(self) -> float:
        """Root mean square over all channels, full scale 1."""
        return float(np.sqrt(np.mean(np.square(self.samples))))

    def louder(self, decibels: float) -> Sound:
        """The same, with `decibels` of gain."""
        return Sound(self.samples * np.float32(10 ** (decibels / 20)), self.rate)


@dataclass(frozen=True, slots=True)
class Measured:
    """Integrated loudness in LUFS and true peak in dBTP, by ITU-R BS.1770 (ffmpeg's ebur128)."""

    lufs: float
    dbtp: float


def run_ffmpeg(arguments: Sequence[str], frames: Iterable[bytes] = ()) -> str:
    """Run the bundled ffmpeg, feed it `frames` on standard input, and return what it said.

    Raises :class:`RuntimeError` if ffmpeg failed; its last lines are in the message.
    """
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-y", *arguments]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        ) as ffmpeg:
            if ffmpeg.stdin is not None:
                for frame in frames:
                    ffmpeg.stdin.write(frame)
                ffmpeg.stdin.close()
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if ffmpeg.returncode != 0:
        raise RuntimeError("ffmpeg failed:\n" + "\n".join(text.splitlines()[-12:]))
    return text


def measure(path: Path) -> Measured:
    """Measure a file's first sound track."""
    said = run_ffmpeg(
        ["-i", str(path), "-map", "0:a:0", "-af", "ebur128=peak=true", "-f", "null", "-"]
    )
    summary = said[said.rindex("Summary:") :]
    lufs = re.search(r"I:\s+(-?[\d.]+|-inf) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+|-inf) dBFS", summary)
    if lufs is None or peak is None:
        raise RuntimeError(f"no loudness could be measured in {path}")
    return Measured(float(lufs[1]), float(peak[1]))


def at_loudness(sound: Sound, lufs: float, scratch: Path) -> Sound:
    """The sound at an integrated loudness of `lufs`."""
    probe = write_wav(sound, scratch / "loudness.wav")
    return sound.louder(lufs - measure(probe).lufs)


def read_wav(path: Path) -> Sound:
    """Read a 16-bit WAV file."""
    with wave.open(str(path)) as file:
        raw = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        return Sound(
            (raw.reshape(-1, file.getnchannels()) / 32768).astype(np.float32), file.getframerate()
        )


def write_wav(sound: Sound, path: Path) -> Path:
    """Write a 16-bit WAV file; anything beyond full scale is clipped, as by a recorder."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(sound.samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(sound.rate)
        file.writeframes(
            (np.clip(sound.samples, -1, 32767 / 32768) * 32768).astype("<i2").tobytes()
        )
    return path
