"""The hostile collection: files made from nothing, each named by its defect, with its end and the
sentence a teacher sees. Tiny, seeded, and the same each time.
"""

from __future__ import annotations

import struct

import forging
from cases import Bench, Case, Make
from makers import AAC, H264, bars, voice

# ── sentences ─────────────────────────────────────────────────────────────────────────────

DROP = "with a recording's name. Drop the recording itself."
ADDRESSES = f"It is a list of addresses {DROP}"
FILES = f"It is a list of files {DROP}"
PAGE = f"It is a web page or drawing {DROP}"
PICTURE = f"It is a picture {DROP}"
TEXT = f"It is a text {DROP}"
PDF = f"It is a PDF {DROP}"
ZIP = f"It is a zip file or a document {DROP}"
PROGRAM = f"It is a program {DROP}"
EMPTY = "It is empty: nothing was recorded, or it was not copied whole. Copy it again."
ZEROS = "There are only zeros in it: it was not copied whole. Copy it again."
DAMAGED = (
    "It can't be read: the file is damaged, or was not copied whole. "
    "Copy it again, or record again."
)
NOTHING = "There is neither sound nor a picture in it that can be played."
SOUNDLESS = "The sound in it can't be decoded: the file is damaged. Copy it again, or record again."
SILENT = "There is no sound in it, only silence. Was the microphone on?"
SHORT = "It is shorter than half a second: nothing can be heard. Record it again."
LONG = "It is longer than 6 hours. Cut it into parts."
TRACKS = "It holds more than 32 tracks; no recording has so many."
ELSEWHERE = (
    "Its sound or picture lies in another file, and only a reference to it is here. Export it as "
    "one file."
)
LOCKED = (
    "It is protected against copying (DRM), so only the program that it was bought for can play "
    "it. Use a recording of your own."
)
HALF = "Only 50 % of it is there: it was not copied whole. Copy it again."
CUT = "It stops after 0:01 of 0:02: it was not copied whole. Copy it again."


def huge(width: int, height: int) -> str:
    """The sentence for a picture that is too large."""
    return (
        f"Its picture has {width} × {height} points; 4096 × 2160 is the most that can be used. "
        "Export it smaller, or film in 4K or less."
    )


# ── how bytes are made ────────────────────────────────────────────────────────────────────


def text(template: str, encoding: str = "utf-8") -> Make:
    """A text that names the other recording and an address."""

    def make(bench: Bench) -> bytes:
        named = template.replace("{other}", str(bench.other)).replace("{address}", bench.address)
        return named.encode(encoding)

    return make


def raw(content: bytes) -> Make:
    """These bytes."""
    return lambda _: content


def made(words: str, name: str) -> Make:
    """What ffmpeg makes."""
    return lambda bench: bench.ffmpeg(words, name)


def known(name: str) -> Make:
    """A recording of :mod:`makers`."""
    return lambda bench: bench.recording(name)


def half(name: str) -> Make:
    """Its first half."""

    def make(bench: Bench) -> bytes:
        content = bench.recording(name)
        return content[: len(content) // 2]

    return make


def tagged(*frames: bytes) -> Make:
    """An MP3 behind an ID3 tag of these frames."""
    return lambda bench: (
        forging.id3(*frames)
        + bench.ffmpeg(
            f"{voice(0.8)} -c:a libmp3lame -ac 1 -b:a 32k -map_metadata -1 -id3v2_version 0",
            "bare.mp3",
        )
    )


def phone(change: str = "") -> str:
    """What a telephone films: 0.8 s of picture and voice."""
    return f"{bars(seconds=0.8)} {voice(0.8)} {H264} {AAC} {change}"


_MEMO = f"{voice(0.8)} -ac 1 {AAC}"
_PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{other}\n#EXT-X-ENDLIST\n"
_SVG = '<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/x.png"/></svg>'
_SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n"
_DASH = (
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period>'
    '<AdaptationSet mimeType="audio/mp4"><Representation id="1" bandwidth="1"><BaseURL>{other}'
    "</BaseURL></Representation></AdaptationSet></Period></MPD>"
)

REFERRING = (
    Case(1, "hls of a file.mp3", text(_PLAYLIST), sentence=ADDRESSES),
    Case(1, "hls of an address.mp4", text(_PLAYLIST.replace("{other}", "{address}/a.ts")),
         sentence=ADDRESSES),
    Case(1, "hls with a byte order mark.m4a", text("\ufeff" + _PLAYLIST), sentence=ADDRESSES),
    Case(1, "hls after spaces.wav", text("\n\n  " + _PLAYLIST), sentence=ADDRESSES),
    Case(1, "hls with a key.ts", text(
        '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI="{address}/k"\n'
        "#EXTINF:2,\nconcat:{other}|{other}\n#EXT-X-ENDLIST\n"), sentence=ADDRESSES),
    Case(1, "hls in utf 16.mp3", text(_PLAYLIST, "utf-16"), sentence=TEXT),
    Case(1, "hls behind an id3 tag.mp3", lambda bench: forging.id3(
        forging.id3_frame(b"TIT2", b"\x03x")) + text(_PLAYLIST)(bench), sentence=DAMAGED),
    Case(1, "concat of a file.wav", text("ffconcat version 1.0\nfile '{other}'\n"), sentence=FILES),
    Case(1, "concat of an address.mkv", text("ffconcat version 1.0\nfile '{address}/a.wav'\n"),
         sentence=FILES),
    Case(1, "session description.mp4", text(_SDP), sentence=ADDRESSES),
    Case(1, "session description of windows.amr", text(_SDP.replace("\n", "\r\n")),
         sentence=ADDRESSES),
    Case(1, "dash of a file.m4a", text(_DASH), sentence=PAGE),
    Case(1, "dash of an address.mp4", text(_DASH.replace("{other}", "{address}/a.mp4")),
         sentence=PAGE),
    Case(1, "playlist of windows.wma", text('<asx version="3"><entry><ref href="{address}/a"/>'),
         sentence=PAGE),
    Case(1, "playlist of shoutcast.mp3", text("[playlist]\nFile1={address}/a\n"), sentence=TEXT),
    Case(1, "reference of windows media.wmv", text("[Reference]\r\nRef1={address}/a.asf\r\n"),
         sentence=TEXT),
    Case(1, "address of a stream.mp3", text("rtsp://127.0.0.1:{address}/a\n"), sentence=TEXT),
    Case(1, "list of pictures.mp4", text("picture%03d.png\nfile:{other}\n"), sentence=TEXT),
    Case(2, "film of references.mov", lambda bench: forging.alias_movie(str(bench.other)),
         sentence=ELSEWHERE),
    Case(2, "film of samples elsewhere.mov", lambda bench: forging.external(
        bench.ffmpeg(phone(), "inside.mov"), f"file://{bench.other}"), sentence=ELSEWHERE),
    Case(2, "drawing.mp4", text(_SVG), sentence=PAGE),
    Case(2, "drawing with a prologue.mp3", text('<?xml version="1.0"?>\n' + _SVG), sentence=PAGE),
    Case(2, "web page.m4a", text("<!DOCTYPE html><audio src='{other}'></audio>"), sentence=PAGE),
    Case(2, "letter.mp3", text("Dear parents,\nsee {other}\n"), sentence=TEXT),
    Case(2, "captions.mp4", text("1\n00:00:01,000 --> 00:00:02,000\nThe fox\n"), sentence=TEXT),
    Case(2, "styled captions.mkv", text("[Script Info]\nScriptType: v4.00+\n[Events]\n"),
         sentence=TEXT),
    Case(2, "rich text.wav", text("{\\rtf1 {\\field{\\*\\fldinst INCLUDEPICTURE {address}}}}"),
         sentence=TEXT),
    Case(2, "jpeg.mp4", made(f"{bars()} -frames:v 1 -c:v mjpeg -f mjpeg", "still.jpg"),
         sentence=PICTURE),
    Case(2, "png.mov", raw(forging.png(64, 64)), sentence=PICTURE),
    Case(2, "gif.mp4", made(f"{bars('64x48', '5', 0.4)} -f gif", "moving.gif"), sentence=PICTURE),
    Case(2, "portable document.m4a", raw(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), sentence=PDF),
    Case(2, "zip.mp3", raw(b"PK\x03\x04" + bytes(400)), sentence=ZIP),
    Case(2, "program of windows.mp3", raw(b"MZ\x90\0\3\0\0\0" + bytes(500)), sentence=PROGRAM),
    Case(2, "program of linux.mp4", raw(b"\x7fELF\2\1\1" + bytes(500)), sentence=PROGRAM),
    Case(2, "script.mp3", text("#!/bin/sh\ncat {other}\n"), sentence=TEXT),
)  # fmt: skip


# ── line 3: too much ──────────────────────────────────────────────────────────────────────


def _many_tracks(bench: Bench) -> bytes:
    return bench.ffmpeg(
        f"-f lavfi -i anullsrc=r=8000:cl=mono:d=0.1 {'-map 0 ' * 120} -c:a pcm_s16le", "tracks.mkv"
    )


def _late(seconds: int) -> Make:
    """A film whose second half comes ``seconds`` later."""
    late = f"setpts='if(lt(N\\,10)\\,N/25\\,{seconds}+N/25)/TB'"
    return made(
        f"{bars(seconds=0.8)} -vf {late} -fps_mode passthrough {H264}", f"late-{seconds}.mkv"
    )


def _matroska(change: str = "") -> Make:
    return made(f"{phone()} {change}", f"film{len(change)}.mkv")


TOO_MUCH = (
    Case(3, "256 million points.avi", made(
        "-f lavfi -i color=red:s=16000x16000:r=1:d=1 -c:v mjpeg -pix_fmt yuvj420p -frames:v 1",
        "huge.avi"), sentence=huge(16000, 16000)),
    Case(3, "256 million points in png.mkv", made(
        "-f lavfi -i color=black:s=16000x16000:r=1:d=1 -pix_fmt monob -c:v png -frames:v 1",
        "huge.mkv"), sentence=huge(16000, 16000)),
    Case(3, "a thousand frames a second.mp4", made(
        f"{bars('64x48', '1000', 0.6)} {voice(0.6)} {H264} {AAC}", "fast.mp4"), "published"),
    Case(3, "120 tracks.mkv", _many_tracks, sentence=TRACKS),
    Case(3, "60000 chapters.mp4", lambda bench: forging.chapters(
        bench.ffmpeg(phone(), "chaptered.mp4"), 60_000), "published"),
    Case(3, "20000 chapters.mkv", lambda bench: forging.many_chapters(
        bench.ffmpeg(f"{voice(0.8)} -c:a libopus -f matroska -live 1", "chaptered.mka"), 20_000),
        "published"),
    Case(3, "title of 20 megabytes.mp3", tagged(
        forging.id3_frame(b"TIT2", b"\x03" + b"LONG " * 4_000_000)), "published"),
    Case(3, "title that unpacks to a gigabyte.mp3", tagged(
        forging.id3_bomb(1 << 28)), "published"),
    Case(3, "cover that unpacks to 100 megabytes.mp3", tagged(
        forging.picture_frame(forging.png(28_000, 28_000))), "published"),
    Case(3, "second half five hours later.mkv", _late(5 * 3600),
         sentence="It says that it lasts 5:00:01, but there is next to nothing in it: the file is "
         "damaged. Copy it again, or record again."),
    Case(3, "second half a day later.mkv", _late(24 * 3600), sentence=LONG),
    Case(3, "a thousand million seconds.mkv", lambda bench: forging.lasting(
        bench.recording("matroska.mkv"), 1e12), sentence=LONG),
    Case(3, "length that is no number.mkv", lambda bench: forging.lasting(
        bench.recording("matroska.mkv"), float("nan")), "published"),
    Case(3, "length below nothing.mkv", lambda bench: forging.lasting(
        bench.ffmpeg(phone(), "negative.mkv"), -5e3), "published"),
    Case(3, "length that is infinite.mkv", lambda bench: forging.lasting(
        bench.ffmpeg(phone("-b:a 48k"), "infinite.mkv"), float("inf")), "published"),
    Case(3, "ten thousand boxes in each other.mp4", raw(forging.nested(b"udta", 10_000)),
         sentence=DAMAGED),
    Case(3, "table of four thousand million sizes.mp4", lambda bench: forging.replaced(
        bench.ffmpeg(_MEMO, "sizes.m4a"), b"stsz", 4, struct.pack(">II", 0, 0xFFFFFFF0)),
        sentence=DAMAGED),
    Case(3, "clock of no ticks.m4a", lambda bench: forging.replaced(
        bench.ffmpeg(_MEMO, "ticks.m4a"), b"mdhd", 12, struct.pack(">I", 0)),
        sentence="It stops after 0:00 of 0:01: it was not copied whole. Copy it again."),
    Case(3, "65535 channels.wav", raw(forging.riff(bytes(400_000), channels=65535)),
         sentence=SHORT),
    Case(3, "no samples a second.wav", raw(forging.riff(forging.wav(31)[44:], rate=0)),
         sentence=DAMAGED),
    Case(3, "4 thousand million samples a second.wav", raw(
        forging.riff(forging.wav(32)[44:], rate=0xFFFFFFFF)), sentence=DAMAGED),
    Case(3, "one sample a second.wav", raw(forging.riff(forging.wav(33)[44:][:200], rate=1)),
         sentence=SOUNDLESS),
    Case(3, "sixty-four channels.wav", raw(forging.riff(
        forging.wav(34)[44:][:11_000] * 64, channels=64)), "published"),
    Case(3, "claims four gigabytes.wav", raw(forging.riff(
        forging.wav(35)[44:], said=0xFFFFFFFF)), "published"),
    Case(3, "one point.mp4", made(f"{bars('2x2', seconds=0.8)} {voice(0.8)} {H264} {AAC}",
                                  "point.mp4"), "published"),
    Case(3, "a line of 4096 points.mp4", made(
        f"{bars('4096x16', seconds=0.6)} {voice(0.6)} {H264} {AAC}", "line.mp4"), "published"),
    Case(3, "8192 points wide.mp4", made(
        "-f lavfi -i color=red:s=8192x4320:r=1:d=1 -c:v mjpeg -q:v 31 -frames:v 1", "wide.mp4"),
        sentence=huge(8192, 4320)),
)  # fmt: skip


# ── line 5: nothing in it, half of it ─────────────────────────────────────────────────────


def _noise(length: int) -> bytes:
    return b"".join(struct.pack("<I", number * 2654435761 % 2**32) for number in range(length // 4))


def _encrypted(bench: Bench) -> bytes:
    return bench.ffmpeg(
        f"{_MEMO} -encryption_scheme cenc-aes-ctr -encryption_key {'76' * 16} "
        f"-encryption_kid {'a7' * 16}",
        "encrypted.m4a",
    )


def _captions(bench: Bench) -> bytes:
    source = bench.folder / "captions.srt"
    source.write_text("1\n00:00:00,000 --> 00:00:01,000\nThe fox\n", encoding="utf-8")
    return bench.ffmpeg(f"-i {source} -c:s srt", "captions.mkv")


LACKING = (
    Case(5, "zero bytes.mp3", raw(b""), sentence=EMPTY),
    Case(5, "only zeros.mp4", raw(bytes(5000)), sentence=ZEROS),
    Case(5, "only ones.mp3", raw(b"\xff" * 5000), sentence=DAMAGED),
    Case(5, "noise.m4a", raw(_noise(20_000)), sentence=DAMAGED),
    Case(5, "one byte.wav", raw(b"R"), sentence=TEXT),
    Case(5, "one sample.wav", known("one-sample.wav"), sentence=SHORT),
    Case(5, "a header alone.wav", raw(forging.riff(b"")), sentence=SOUNDLESS),
    Case(5, "a third of a second.wav", raw(forging.wav(51, 0.3)), sentence=SHORT),
    Case(5, "silence.wav", known("silence.wav"), sentence=SILENT),
    Case(5, "silence of a phone.m4a", made(
        f"-f lavfi -i anullsrc=r=44100:cl=mono:d=1 {AAC}", "silence.m4a"), sentence=SILENT),
    Case(5, "film without sound.mp4", made(f"{bars(seconds=0.8)} {H264}", "mute.mp4"), "published"),
    Case(5, "captions alone.mkv", _captions, sentence=NOTHING),
    Case(5, "protected song.m4a", lambda bench: bench.recording("memo.m4a").replace(
        b"mp4a", b"drms", 1), sentence=LOCKED),
    Case(5, "protected film.m4a", _encrypted, sentence=LOCKED),
    Case(5, "protected of windows.wma", lambda bench: forging.locked_asf(
        bench.recording("dictaphone.wma")), sentence=LOCKED),
    Case(5, "half an mp3.mp3", half("plain.mp3"), sentence=CUT),
    Case(5, "half a memo.m4a", half("streamed.m4a"), sentence=CUT),
    Case(5, "half a wav.wav", half("sixteen-bits.wav"), sentence=HALF),
    Case(5, "half a caf.caf", half("voice-memo.caf"),
         sentence="Only 49 % of it is there: it was not copied whole. Copy it again."),
    Case(5, "half a wma.wma", half("dictaphone.wma"), sentence=HALF),
    Case(5, "half a flac.flac", half("lossless.flac"), sentence=CUT),
    Case(5, "half a voice of a browser.webm", half("voice.webm"), sentence=CUT),
    Case(5, "half a film.mp4", half("faststart.mp4"), sentence=CUT),
    Case(5, "half a film without its index.mp4", half("plain.mp4"), sentence=DAMAGED),
    Case(5, "mp3 called wav.wav", made(f"{voice(0.8)} -c:a libmp3lame -b:a 40k -f mp3", "a.mp3"),
         "published"),
    Case(5, "film called sound.mp3", made(phone("-f mp4"), "b.mp4"), "published"),
    Case(5, "wav called film.mp4", raw(forging.wav(52)), "published"),
    Case(5, "document of word.mp3", raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
         sentence=ZIP),
)  # fmt: skip


# ── lines 8 and 9: what it tells of people ────────────────────────────────────────────────

_TOLD = " ".join(
    f"-metadata {name}=CANARY-{name}"
    for name in ("title", "comment", "make", "model", "description", "copyright", "xmp")
)
_PLACE = "-metadata location=+51.5007-000.1246/ -metadata location-eng=+51.5007-000.1246/"

TELLING = (
    Case(8, "told all.mp4", made(phone(f"-movflags +use_metadata_tags {_PLACE} {_TOLD}"), "t.mp4"),
         "published", title="Told all in a film"),
    Case(8, "told all.mp3", made(f"{voice(0.8)} {_TOLD} {_PLACE} -c:a libmp3lame", "t.mp3"),
         "published", title="Told all in a sound"),
    Case(8, "told all.flac", made(f"{voice(0.8)} {_TOLD} {_PLACE} -c:a flac", "t.flac"),
         "published", title="Told all without loss"),
    Case(8, "told all.mkv", made(phone(f"{_TOLD} {_PLACE}"), "t.mkv"),
         "published", title="Told all in chapters"),
    Case(8, "told all.ogg", made(f"{voice(0.8)} {_TOLD} {_PLACE} -c:a libopus", "t.ogg"),
         "published", title="Told all in a note"),
    Case(8, "private frames.mp3", tagged(
        forging.id3_frame(b"PRIV", b"CANARY-owner\0CANARY-private"),
        forging.id3_frame(b"GEOB", b"\0text/plain\0CANARY.txt\0CANARY\0CANARY-object")),
        "published"),
)  # fmt: skip


# ── line 13: names ────────────────────────────────────────────────────────────────────────

_SAYS = "Its name can't be read. Give it another name."
NAMES = (
    *(
        Case(13, name, raw(forging.wav(1300 + number)), "published", title=f"Name {number}")
        for number, name in enumerate(
            (
                "-y.wav", "http:x.wav", "pipe:0.wav", "100%d.wav", "a\nb.wav", "it's “so\".wav",
                "\u202egpj.wav", "🦊🍇.wav", "ਲੂੰਬੜੀ.wav", "a:b,c[d];e=f.wav", "$(touch x) `id`.wav",
                "concat:a|b.wav", "-i.wav", " spaces .wav", "x" * 250 + ".wav", "\\\\share\\x.wav",
                "a\tb\x7f.wav", "?*<>.wav", "CON.wav", "狐狸和葡萄.WAV", "fox..wav.wav",
            )
        )
    ),
)  # fmt: skip

TWINS = (
    Case(14, "Ren\u00e9e.wav", raw(forging.wav(141)), "published"),
    Case(14, "Rene\u0301e.wav", raw(forging.wav(142)), "published"),
    Case(14, "The Crow.wav", raw(forging.wav(143)), "published"),
    Case(14, "the crow.wav", raw(forging.wav(144)), "published"),
    Case(14, "THE CROW.WAV", raw(forging.wav(145)), "published"),
)

# ── line 15: words ────────────────────────────────────────────────────────────────────────


def sidecar(**fields: str) -> dict[str, Make]:
    """A sidecar of these fields, each a TOML string with its characters spelt out."""

    def escaped(value: str) -> str:
        return "".join(
            letter if letter.isascii() and letter.isprintable() and letter not in '"\\'
            else f"\\U{ord(letter):08x}"
            for letter in value
        )  # fmt: skip

    lines = "".join(f'{name} = "{escaped(value)}"\n' for name, value in fields.items())
    return {".toml": raw(lines.encode())}


WORDS = (
    Case(15, "controls.wav", raw(forging.wav(151)), "published", "", "The fox and the grapes",
         sidecar(title="The\x00 fox\x1b[31m and\x08 the\x9f grapes\ufffe", teller="A\x07mina")),
    Case(15, "end of a section.wav", raw(forging.wav(152)), "published", "", "Fox ]]> grapes",
         sidecar(title="Fox ]]> grapes", description="a ]]> b <![CDATA[ c --> d")),
    Case(15, "script.wav", raw(forging.wav(153)), "published", "",
         "<script>alert(1)</script>",
         sidecar(title="<script>alert(1)</script>", description="</title><img src=x onerror=y>",
                 teller='"><svg/onload=z>', tale="{{ 7*7 }}{% x %}", credit="'\"&<>")),
    Case(15, "title of 60 kilobytes.wav", raw(forging.wav(154)), "published", "", "",
         sidecar(title="long " * 12_000)),
    Case(15, "marks without end.wav", raw(forging.wav(155)), "waiting", "It needs a title.", "",
         {".toml": raw(('title = "a' + "\u0301" * 30_000 + '"\n').encode())}),
    Case(15, "description of 100 kilobytes.wav", raw(forging.wav(156)), "published", "", "",
         {".txt": raw(("x\u0301" * 34_000).encode())}),
    Case(15, "words with scripts.wav", raw(forging.wav(157)), "published", "", "", {
        ".vtt": raw(b"WEBVTT\n\n00:00.000 --> 00:00.500\n<v Surname><script>alert(1)</script>]]>\n")
    }),
    Case(15, "tag of a script.mp3", tagged(forging.id3_frame(
        b"TIT2", b"\x03<script>alert(2)</script>]]>\x00\x08\xff"))  , "published"),
    Case(15, "half a surrogate in a tag.mp3", tagged(forging.id3_frame(
        b"TIT2", b"\x01\xff\xfe" + b"F\0o\0x\0" + b"\x00\xd8" + b"!\0")), "published"),
    Case(15, "sidecar of a thousand lists.wav", raw(forging.wav(158)), "waiting",
         "It needs its sidecar put right.", "", {
        ".toml": raw(b'tale = "x"\ny = ' + b"[" * 1500 + b"]" * 1500 + b"\n")}),
)  # fmt: skip

HOSTILE = (*REFERRING, *TOO_MUCH, *LACKING, *TELLING, *NAMES, *TWINS, *WORDS)
