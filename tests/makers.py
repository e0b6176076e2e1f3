"""Test recordings, made by the embedded ffmpeg: what devices write, and what goes wrong.

Each is named for what is odd about it and made once a run, from patterns and noise of a fixed
seed: three seconds at most and small, except where length or size is the point.
"""

from __future__ import annotations

import shlex
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg

Finish = Callable[[Path], None]

BARS = "-f lavfi -i testsrc2=s={size}:r={rate}:d={seconds}"
"""A moving pattern of 8-bit colours."""

VOICE = (
    "-f lavfi -i anoisesrc=d={seconds}:c=pink:r=48000:seed=7:a=0.5,"
    "tremolo=f=4:d=0.9,highpass=f=120,lowpass=f=5000"
)
"""Pink noise in syllables: it fills a voice's band and comes and goes four times a second."""

SPEECH = (
    "-f lavfi -i \"aevalsrc='0.15*(sin(2*PI*140*t)+0.6*sin(2*PI*420*t)+0.4*sin(2*PI*1260*t)"
    "+0.2*sin(2*PI*2800*t))*max(0,sin(2*PI*2*t))':s=48000:d={seconds}\""
)
"""Vowels in syllables with nothing between them: a voice in a silent room."""

CLAPS = "-f lavfi -i \"aevalsrc='0.9*sin(2*PI*1500*t)*lt(mod(t,0.5),0.002)':s=48000:d={seconds}\""
"""Two clicks a second, 2 ms each: peaks far above their loudness."""

SUDDENLY = "volume=volume='if(lt(t\\,4)\\,0.03\\,1)':eval=frame"
"""A filter: 30 dB louder after four seconds."""

BLACK = "-f lavfi -i color=c=black:s=160x120:r=25:d=3"
BEEP = "-f lavfi -i sine=f=1000:r=48000:d=3"
FLASH_AND_BEEP = (
    "-vf drawbox=c=white:t=fill:enable='between(t\\,2\\,2.2)' "
    "-af volume=volume='between(t\\,2\\,2.2)':eval=frame"
)
"""White and loud from 2 s to 2.2 s, whenever each of the two begins."""

SURNAME = (
    "-f lavfi -i \"aevalsrc='0.2*sin(2*PI*300*t)+0.6*sin(2*PI*1000*t)*between(t,3,4)"
    "+0.5*sin(2*PI*2000*t)*between(t,6,6.2)':s=48000:d=8\""
)
"""A hum with what is not to be heard in it, a tone of 1,000 Hz from 3 s to 4 s, and behind that a
beep of 2,000 Hz at 6 s."""

H264 = "-c:v libx264 -preset veryfast -pix_fmt yuv420p"
AAC = "-c:a aac -b:a 64k"
FIELDS = "-vf tinterlace=interleave_top,setfield=tff -flags +ildct+ilme"
BT2020 = "-color_primaries bt2020 -colorspace bt2020nc -color_range tv"
X265 = (
    "-c:v libx265 -preset ultrafast -crf 14 -pix_fmt yuv420p10le -tag:v hvc1 "
    "-x265-params log-level=error"
)
AMR = "-c:a libopencore_amrnb -ar 8000 -ac 1 -b:a 12.2k"


def bars(size: str = "160x120", rate: str = "25", seconds: float = 2) -> str:
    """An input: :data:`BARS`."""
    return BARS.format(size=size, rate=rate, seconds=seconds)


def voice(seconds: float = 2) -> str:
    """An input: :data:`VOICE`."""
    return VOICE.format(seconds=seconds)


def speech(filters: str = "anull", seconds: float = 2) -> str:
    """:data:`SPEECH` (input 0) through ``filters``."""
    return f"{SPEECH.format(seconds=seconds)} -af {filters}"


def heard(filters: str, seconds: float = 2) -> str:
    """A voice (input 0) through ``filters``."""
    return f"{voice(seconds)} -af {filters}"


def lit(transfer: str) -> str:
    """Filters that put SDR colours into a BT.2020 picture of ``transfer``, its white at 203 nits
    (ITU-R BT.2408)."""
    return (
        "-vf scale=in_color_matrix=bt601:out_color_matrix=bt709,"
        "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709,"
        "zscale=t=linear:npl=203,format=gbrpf32le,"
        f"zscale=p=bt2020:t={transfer}:m=bt2020nc:r=tv:npl=203,format=yuv420p10le "
        f"{BT2020} -color_trc {transfer}"
    )


_PHONE = f"{bars()} {voice()} {H264} {AAC} -shortest"
_COVER = "-f lavfi -i color=c=orange:s=300x300:r=1:d=1"
_ATTACHED = "-map 0:a -map 1:v -c:v mjpeg -disposition:v attached_pic"

RECIPES: dict[str, str] = {
    # pictures
    "plain.mp4": _PHONE,
    "faststart.mp4": f"{_PHONE} -movflags +faststart",
    "told-all.mp4": (
        f"{_PHONE} -movflags +use_metadata_tags -metadata location=+51.5007-000.1246/ "
        "-metadata title=CANARY-title -metadata comment=CANARY-comment -metadata make=CANARY-make"
    ),
    "tall.mp4": f"{bars('120x160')} {voice()} {H264} {AAC}",
    "no-sound.mp4": f"{bars()} {H264}",
    "odd-size.mp4": (
        f"{bars()} {voice()} -vf format=yuv444p,scale=319:241 "
        f"-c:v libx264 -preset veryfast -pix_fmt yuv444p {AAC}"
    ),
    "wide-pixels.mp4": f"{bars('180x144')} -vf setsar=16/11 {H264}",
    "full-hd.mp4": f"{bars('1920x1080', seconds=1)} {H264}",
    "thousand-frames.mp4": f"{bars('64x48', '1000', 1)} {H264}",
    "slow-slides.mp4": f"{bars(rate='2', seconds=3)} {H264}",
    "varying-rate.mp4": (
        f"{bars(rate='30')} {voice()} "
        f"-vf 'select=mod(n\\,7)*gt(mod(n\\,23)\\,4)' -fps_mode vfr {H264} {AAC}"
    ),
    "beep-and-flash.mp4": f"{BLACK} {BEEP} {FLASH_AND_BEEP} {H264} {AAC}",
    "late-sound.mkv": f"{BLACK} -itsoffset 0.8 {BEEP} {FLASH_AND_BEEP} {H264} {AAC}",
    "late-sound.mp4": f"{BLACK} -itsoffset 0.8 {BEEP} {FLASH_AND_BEEP} {H264} {AAC}",
    "late-picture.mkv": f"-itsoffset 0.6 {BLACK} {BEEP} {FLASH_AND_BEEP} {H264} {AAC}",
    "late-picture.mts": f"-itsoffset 0.6 {BLACK} {BEEP} {FLASH_AND_BEEP} {H264} -c:a ac3 -f mpegts",
    "still-and-voice.mp4": f"{bars(seconds=1)} {voice(6)} {H264} {AAC}",
    "muted.mp4": f"{bars()} -f lavfi -i anullsrc=r=48000:cl=mono:d=2 {H264} {AAC}",
    "black-start.mp4": f"{bars(seconds=3)} -vf 'drawbox=c=black:t=fill:enable=lt(t\\,1.5)' {H264}",
    "all-black.mp4": f"-f lavfi -i color=c=black:s=160x120:r=25:d=1 {H264}",
    "half-second.mp4": f"{bars(seconds=0.6)} {voice(0.6)} {H264} {AAC}",
    "interlaced.mts": (
        f"{bars('320x240', '50')} {voice()} {FIELDS} {H264} -x264-params tff=1 -c:a ac3 "
        "-f mpegts -mpegts_m2ts_mode 1"
    ),
    "interlaced.mpg": (
        f"{bars('320x240', '50')} {voice()} {FIELDS} -c:v mpeg2video -b:v 1M -c:a mp2"
    ),
    "camcorder.dv": (
        f"{bars('720x576', '50', 1)} {voice(1)} "
        "-vf tinterlace=interleave_bottom,setfield=bff,setsar=16/15 "
        "-c:v dvvideo -pix_fmt yuv420p -c:a pcm_s16le -ac 2"
    ),
    "ten-bit.mov": f"{bars()} {voice()} -c:v libx264 -preset veryfast -pix_fmt yuv420p10le {AAC}",
    "ten-bit-hevc.mov": f"{bars()} {voice()} {X265} {AAC}",
    "hdr-pq.mov": f"{bars()} {lit('smpte2084')} {X265}",
    "hdr-hlg.mov": f"{bars()} {lit('arib-std-b67')} {X265}",
    "motion-jpeg.avi": f"{bars()} {voice()} -c:v mjpeg -q:v 2 -pix_fmt yuvj420p -c:a pcm_s16le",
    "windows.wmv": f"{bars()} {voice()} -c:v wmv2 -c:a wmav2",
    "matroska.mkv": f"{bars()} {voice()} {H264} -c:a flac",
    "no-length.webm": (
        f"{bars()} {voice()} -c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus "
        "-f webm -live 1"
    ),
    "film.webm": f"{bars()} {voice()} -c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus",
    "old-phone.3gp": f"{bars('176x144', '15')} {voice()} -c:v h263 {AMR}",
    # several tracks
    "two-tracks.m4a": f"{voice()} -f lavfi -i sine=d=2 -map 0:a -map 1:a {AAC}",
    "cover.mp3": f"{voice()} {_COVER} {_ATTACHED} -c:a libmp3lame -id3v2_version 3",
    "cover.m4a": f"{voice()} {_COVER} {_ATTACHED} {AAC}",
    "book.m4b": f"{voice()} {AAC} -f ipod",
    # sound
    "streamed.m4a": f"{voice()} {AAC} -movflags +faststart",
    "voice.webm": f"{voice()} -c:a libopus",
    "memo.m4a": f"{voice()} -ac 1 {AAC}",
    "eight-bits.wav": f"{voice()} -c:a pcm_u8",
    "sixteen-bits.wav": f"{voice()} -c:a pcm_s16le",
    "twenty-four-bits.wav": f"{voice()} -c:a pcm_s24le",
    "thirty-two-bits.wav": f"{voice()} -c:a pcm_s32le",
    "floating.wav": f"{voice()} -c:a pcm_f32le",
    "long-header.wav": f"{voice()} -c:a pcm_s16le -rf64 always",
    "wave64.w64": f"{voice()} -c:a pcm_s16le",
    "voice-memo.caf": f"{voice()} -c:a pcm_s16be",
    "voice-memo.aiff": f"{voice()} -c:a pcm_s16be",
    "dictaphone.wma": f"{voice()} -c:a wmav2",
    "old-phone.amr": f"{voice()} {AMR}",
    "voice-note.ogg": f"{voice()} -c:a libopus -b:a 24k -ac 1",
    "voice-note.opus": f"{voice()} -c:a libopus -b:a 24k -ac 1",
    "lossless.flac": f"{voice()} -c:a flac",
    "raw.aac": f"{voice()} {AAC} -f adts",
    "plain.mp3": f"{voice()} -ac 1 -c:a libmp3lame -b:a 64k",
    "a-minute.mp3": f"{voice(60)} -ac 1 -c:a libmp3lame -b:a 32k",
    "one-ear.wav": f"{heard('pan=stereo|c0=c0')} -c:a pcm_s16le",
    "clipped.wav": f"{heard('volume=30dB')} -c:a pcm_s16le",
    "whisper.wav": f"{heard('volume=-40dB')} -c:a pcm_s16le",
    "silence.wav": "-f lavfi -i anullsrc=r=44100:cl=mono:d=2 -c:a pcm_s16le",
    "half-second.wav": f"{voice(0.6)} -c:a pcm_s16le",
    "one-sample.wav": "-f lavfi -i sine=r=44100:d=1 -af atrim=end_sample=1 -c:a pcm_s16le",
    "speech.wav": f"{speech()} -c:a pcm_s16le",
    "left-ear.wav": f"{speech('pan=stereo|c0=c0')} -c:a pcm_s16le",
    "right-ear.wav": f"{speech('pan=stereo|c1=c0')} -c:a pcm_s16le",
    "opposite-ears.wav": f"{speech('pan=stereo|c0=c0|c1=-1*c0')} -c:a pcm_s16le",
    "surround.flac": f"{speech('pan=5.1|c2=c0|c4=0.2*c0|c5=0.2*c0')} -c:a flac",
    "distant-whisper.wav": f"{speech('volume=-42dB')} -c:a pcm_s24le",
    "shouting.wav": f"{speech('volume=30dB')} -c:a pcm_s16le",
    "whisper-and-shout.wav": f"{speech(SUDDENLY, 8)} -c:a pcm_s16le",
    "claps.wav": f"{CLAPS.format(seconds=3)} -c:a pcm_s16le",
    "pauses.wav": f"{speech('adelay=2500:all=1,apad=pad_dur=2.5')} -c:a pcm_s16le",
    "song.flac": (
        "-f lavfi -i sine=f=50:d=4 -f lavfi -i sine=f=880:d=4 -filter_complex "
        "'[0][1]amerge=2,adelay=1000:all=1,apad=pad_dur=1' -c:a flac"
    ),
    "mono-song.wav": f"{speech('lowpass=f=3000', 3)} -c:a pcm_s16le",
    "jingle.wav": "-f lavfi -i sine=f=880:d=1.5 -af volume=-20dB -c:a pcm_s16le",
    "long-jingle.wav": "-f lavfi -i sine=f=880:r=8000:d=30 -c:a pcm_s16le",
    "no-count.mp3": f"{voice()} -ac 1 -c:a libmp3lame -b:a 64k -write_xing 0",
    "surname.wav": f"{SURNAME} -ar 44100 -c:a pcm_s16le",
    "surname.m4a": f"{SURNAME} {AAC}",
    "surname.mp3": f"{SURNAME} -ar 44100 -ac 1 -c:a libmp3lame -b:a 64k",
    "surname.opus": f"{SURNAME} -ac 1 -c:a libopus -b:a 32k",
    "mono.aac": f"{voice()} -ac 1 {AAC} -f adts",
    "stereo.aac": f"{voice()} -ac 2 {AAC} -f adts",
    "short.wav": f"{speech(seconds=0.3)} -c:a pcm_s16le",
    "late-start.wav": f"{heard('adelay=1500:all=1,apad=pad_dur=1.5', 1)} -c:a pcm_s16le",
    "quarter-hour.mp3": (
        "-f lavfi -i sine=f=440:r=22050:d=900 -af volume=-30dB "
        "-c:a libmp3lame -b:a 24k -compression_level 9"
    ),
}  # fmt: skip
"""Name → what ffmpeg is told before it is told the name."""


def _turned(degrees: int) -> Finish:
    """A phone's film: the frames as the sensor read them, and a matrix that turns them."""

    def finish(path: Path) -> None:
        made = maker(path.parent, "plain.mp4")
        # ffmpeg counts against the clock
        _ffmpeg(f"-display_rotation {-degrees}", made, "-c copy", path)

    return finish


def _with_unknown_track(path: Path) -> None:
    """Two sound tracks, the second of a codec that nobody knows (an iPhone's spatial one)."""
    made = maker(path.parent, "plain.mp4")
    _ffmpeg("", made, "-map 0:v -map 0:a -map 0:a -c copy", path)
    content = path.read_bytes()
    before, mark, after = content.rpartition(b"mp4a")
    assert mark, "no second sound track"
    path.write_bytes(before + b"apac" + after.replace(b"esds", b"dapa", 1))


def _halved(name: str) -> Finish:
    """The first half of another recording's bytes."""

    def finish(path: Path) -> None:
        content = maker(path.parent, name).read_bytes()
        path.write_bytes(content[: len(content) // 2])

    return finish


def _joined(*names: str) -> Finish:
    """Other recordings' bytes, one after the other."""

    def finish(path: Path) -> None:
        path.write_bytes(b"".join(maker(path.parent, name).read_bytes() for name in names))

    return finish


def _growing(path: Path) -> None:
    """A film whose picture becomes another size half way, as a recorded call does."""
    parts = []
    for size in ("160x120", "240x136"):
        part = path.with_name(f"{path.stem}-{size}.ts")
        _ffmpeg(bars(size, seconds=1), None, f"{H264} -f mpegts", part)
        parts.append(part)
    path.write_bytes(b"".join(part.read_bytes() for part in parts))


def _lying(path: Path) -> None:
    """A WAV that says it is 4 GB long, as a recorder writes that was never stopped."""
    content = bytearray(maker(path.parent, "sixteen-bits.wav").read_bytes())
    place = content.index(b"data") + 4
    content[place : place + 4] = struct.pack("<I", 0xFFFFFFFF)
    path.write_bytes(content)


def _text(content: str) -> Finish:
    """No recording at all."""

    def finish(path: Path) -> None:
        path.write_text(content, encoding="utf-8")

    return finish


FINISHES: dict[str, Finish] = {
    "rotated-90.mov": _turned(90),
    "rotated-180.mov": _turned(180),
    "rotated-270.mov": _turned(270),
    "unknown-track.mov": _with_unknown_track,
    "changing-size.ts": _growing,
    "truncated.mp3": _halved("plain.mp3"),
    "truncated-no-count.mp3": _halved("no-count.mp3"),
    "truncated.m4a": _halved("streamed.m4a"),
    "truncated-audio.webm": _halved("voice.webm"),
    "truncated.wav": _halved("sixteen-bits.wav"),
    "truncated.caf": _halved("voice-memo.caf"),
    "truncated.wma": _halved("dictaphone.wma"),
    "truncated.flac": _halved("lossless.flac"),
    "truncated.webm": _halved("no-length.webm"),
    "truncated-film.webm": _halved("film.webm"),
    "truncated.mp4": _halved("faststart.mp4"),
    "no-index.mp4": _halved("plain.mp4"),
    "wrong-length.wav": _lying,
    "changing-ears.aac": _joined("mono.aac", "stereo.aac"),
    "zero-bytes.mp3": _text(""),
    "words.mp3": _text("This is not a recording.\n" * 50),
}
"""Name → what makes it, where one run of ffmpeg does not."""

NAMES = (*RECIPES, *FINISHES)


def maker(folder: Path, name: str) -> Path:
    """The recording called ``name`` in ``folder``, made where it is not there yet."""
    path = folder / name
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    if name in FINISHES:
        FINISHES[name](path)
    else:
        _ffmpeg(RECIPES[name], None, "", path)
    return path


def camcorder(folder: Path) -> list[Path]:
    """A camcorder's recording of 6 seconds in three files, as if each had reached 2 GB: the clock
    runs on over them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    options = f"{bars(seconds=6)} {voice(6)} {H264} -g 25 -c:a ac3"
    options += " -f segment -segment_format mpegts -segment_time 2"
    _ffmpeg("", None, options, folder / "%05d.MTS")
    return sorted(folder.glob("*.MTS"))


def _ffmpeg(before: str, source: Path | None, between: str, path: Path) -> None:
    given = [] if source is None else ["-i", str(source)]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y"]
    command += [*shlex.split(before), *given, *shlex.split(between), "-threads", "1", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{path.name}: {done.stderr}"
