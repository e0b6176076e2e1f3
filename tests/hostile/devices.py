"""Recordings as devices make them, none of which may ever be refused."""

from __future__ import annotations

import forging
from cases import Bench, Case, Make
from collection import known, made, raw
from makers import AAC, AMR, H264, bars, speech, voice

_FILM = f"{bars(seconds=0.8)} {voice(0.8)}"
_SMALL = f"{bars('176x144', '15', 0.8)} {voice(0.8)}"


def _turned(degrees: int) -> Make:
    return known(f"rotated-{degrees}.mov")


def _tv(flags: str) -> str:
    return (
        f"{bars('320x240', '50', 0.8)} {voice(0.8)} -vf tinterlace=interleave_top,setfield=tff "
        f"-flags +ildct+ilme {flags}"
    )


def _live(bench: Bench) -> bytes:
    return bench.ffmpeg(
        f"{_FILM} -c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus -f webm -live 1", "l.webm"
    )


def _unstopped_caf(bench: Bench) -> bytes:
    """A recorder's battery ended: its data chunk says −1."""
    content = bytearray(bench.ffmpeg(f"{voice(0.7)} -ac 1 -c:a pcm_s16be", "u.caf"))
    place = content.index(b"data") + 4
    content[place : place + 8] = b"\xff" * 8
    return bytes(content)


PHONES = (
    Case(4, "iphone.mov", made(f"{_FILM} {H264} {AAC} -movflags +faststart -brand qt", "i.mov"),
         "published"),
    Case(4, "iphone upright.mov", _turned(90), "published"),
    Case(4, "iphone upside down.mov", _turned(180), "published"),
    Case(4, "iphone other way.mov", _turned(270), "published"),
    Case(4, "iphone with spatial sound.mov", known("unknown-track.mov"), "published"),
    Case(4, "iphone of ten bits.mov", known("ten-bit-hevc.mov"), "published"),
    Case(4, "iphone in hdr.mov", known("hdr-hlg.mov"), "published"),
    Case(4, "voice memo.m4a", made(f"{voice(0.8)} -ac 1 {AAC}", "v.m4a"), "published",
         title="Memo of a voice"),
    Case(4, "voice memo without loss.m4a", made(f"{voice(0.8)} -ac 1 -c:a alac", "alac.m4a"),
         "published"),
    Case(4, "core audio.caf", made(f"{voice(0.8)} -ac 1 -c:a pcm_s16be", "c.caf"), "published"),
    Case(4, "core audio that was never stopped.caf", _unstopped_caf,
         "published"),
    Case(4, "android.mp4", known("varying-rate.mp4"), "published"),
    Case(4, "android in 3gp.3gp", made(f"{_SMALL} -c:v h263 -s 176x144 {AMR}", "a.3gp"),
         "published"),
    Case(4, "android recorder.amr", made(f"{voice(0.8)} {AMR}", "r.amr"), "published"),
    Case(4, "android recorder in 3ga.3ga", made(f"{voice(0.8)} {AMR} -f 3gp", "r.3ga"),
         "published"),
    Case(4, "android recorder.aac", made(f"{voice(0.8)} {AAC} -f adts", "r.aac"), "published"),
    Case(4, "messenger.opus", made(f"{voice(0.8)} -c:a libopus -b:a 16k -ac 1", "m.opus"),
         "published"),
    Case(4, "messenger.ogg", made(f"{voice(0.8)} -c:a libopus -b:a 20k -ac 1", "m.ogg"),
         "published"),
    Case(4, "old nokia.mp4", made(f"{_SMALL} -c:v mpeg4 {AAC}", "n.mp4"), "published"),
)  # fmt: skip


CAMERAS = (
    Case(4, "camcorder.mts", made(_tv(
        f"{H264} -x264-params tff=1 -c:a ac3 -f mpegts -mpegts_m2ts_mode 1"), "c.mts"),
        "published"),
    Case(4, "camcorder on a disc.mpg", made(_tv("-c:v mpeg2video -b:v 1M -c:a mp2"), "c.mpg"),
         "published"),
    Case(4, "camcorder on tape.dv", known("camcorder.dv"), "published"),
    Case(4, "photo camera.avi", made(
        f"{_FILM} -c:v mjpeg -q:v 4 -pix_fmt yuvj420p -c:a pcm_u8 -ar 11025", "p.avi"),
        "published"),
    Case(4, "action camera.mp4", made(
        f"{bars('320x180', '60', 0.8)} {voice(0.8)} {H264} {AAC}", "a.mp4"), "published"),
    Case(4, "television.ts", made(f"{_FILM} {H264} -c:a mp2 -f mpegts", "t.ts"), "published"),
    Case(4, "windows camera.wmv", made(f"{_FILM} -c:v wmv2 -c:a wmav2", "w.wmv"), "published"),
    Case(4, "wide points.mov", made(f"{bars('180x144', seconds=0.8)} -vf setsar=16/11 {H264}",
                                    "w.mov"), "published"),
)  # fmt: skip

RECORDERS = (
    Case(4, "dictaphone.wma", made(f"{voice(0.8)} -c:a wmav2", "d.wma"), "published",
         title="Dictated"),
    Case(4, "eight bits.wav", made(f"{voice(0.8)} -c:a pcm_u8 -ar 11025", "8.wav"), "published"),
    Case(4, "sixteen bits.wav", raw(forging.wav(41)), "published"),
    Case(4, "twenty-four bits.wav", made(f"{voice(0.8)} -c:a pcm_s24le", "24.wav"), "published"),
    Case(4, "floating.wav", made(f"{voice(0.8)} -c:a pcm_f32le", "f.wav"), "published"),
    Case(4, "telephone exchange.wav", made(f"{voice(0.8)} -ar 8000 -c:a pcm_alaw", "al.wav"),
         "published"),
    Case(4, "long header.wav", made(f"{voice(0.8)} -c:a pcm_s16le -rf64 always", "rf.wav"),
         "published"),
    Case(4, "never stopped.wav", raw(forging.riff(forging.wav(42)[44:], said=0x7FFFFFFF)),
         "published"),
    Case(4, "wave sixty-four.w64", made(f"{voice(0.8)} -c:a pcm_s16le", "s.w64"), "published"),
    Case(4, "apple.aiff", made(f"{voice(0.8)} -c:a pcm_s16be", "a.aiff"), "published"),
    Case(4, "left ear.wav", made(f"{speech('pan=stereo|c0=c0', 0.8)} -c:a pcm_s16le", "l.wav"),
         "published"),
    Case(4, "opposite ears.wav", made(
        f"{speech('pan=stereo|c0=c0|c1=-1*c0', 0.8)} -c:a pcm_s16le", "o.wav"), "published"),
    Case(4, "around.flac", made(f"{speech('pan=5.1|c2=c0|c4=0.2*c0', 0.8)} -c:a flac", "s.flac"),
         "published"),
    Case(4, "whisper.wav", made(f"{speech('volume=-42dB', 0.8)} -c:a pcm_s24le", "q.wav"),
         "published"),
    Case(4, "cover.mp3", known("cover.mp3"), "published"),
    Case(4, "no count.mp3", made(f"{voice(0.8)} -c:a libmp3lame -b:a 64k -write_xing 0", "n.mp3"),
         "published"),
    Case(4, "audio book.m4b", made(f"{voice(0.8)} {AAC} -ac 2 -f ipod", "b.m4b"), "published"),
)  # fmt: skip

BROWSERS = (
    Case(4, "browser without a length.webm", _live, "published"),
    Case(4, "browser voice.webm", made(f"{voice(0.8)} -c:a libopus -f webm -live 1", "b.webm"),
         "published"),
    Case(4, "safari.mp4", made(f"{_FILM} {H264} {AAC} -movflags +frag_keyframe+empty_moov",
                               "s.mp4"), "published"),
    Case(4, "safari voice.m4a", made(
        f"{voice(0.8)} {AAC} -movflags +frag_keyframe+empty_moov -f mp4", "sv.m4a"), "published"),
    Case(4, "screen of odd size.mp4", known("odd-size.mp4"), "published"),
    Case(4, "call that changes size.ts", known("changing-size.ts"), "published"),
    Case(4, "lossless film.mkv", made(f"{_FILM} {H264} -c:a flac", "l.mkv"), "published"),
    Case(4, "still and voice.mp4", known("still-and-voice.mp4"), "published"),
)  # fmt: skip

DEVICES = (*PHONES, *CAMERAS, *RECORDERS, *BROWSERS)
