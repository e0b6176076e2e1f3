"""The graphs that cut a recording's sound and pictures, and the proof that they did.

What filters can do was measured on tones at known places in WAV, FLAC, MP3, AAC and Opus at 44.1
and 48 kHz: ``aselect`` and ``volume=0:enable=…`` decide frame by frame, and left up to 75 ms of
what was to go; ``atrim`` cuts to the sample and left none. So the sound is split into pieces, and
those to be muted are silenced whole. Pictures are counted, after their rate was made steady.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.media.edit import beyond, frames, kept, moved, muted, pieces
from media_pipeline.media.meter import FRAME, RATE, Measurement
from media_pipeline.model import Edit
from media_pipeline.tools import ffmpeg
from media_pipeline.tools.ffmpeg import Stream

FADE = 0.005
"""Seconds of a fade at a join: long enough not to click, too short to be heard as a fade."""

SMEARED = 0.06
"""Seconds by which an encoder lets a sound ring into the silence beside it, at both its edges:
three frames of the meter; Opus has 60 ms in one of its own.
"""

QUIET = -60.0
"""A level in dBFS that decoded silence never reaches: encoders leave −80 or less."""

FIXED = {"reinit_filter": 0}
"""An input's option. If a recording changes its format half way, ffmpeg would rebuild the graph
with its clock at 0, and nothing after that would be cut. With this it goes on with the graph it
has, or fails.
"""

CUT_ERROR = 0.02
"""Seconds by which what is left may be longer or shorter than it must be."""


def cut_sound(stream: Stream, edit: Edit, *, timed: bool) -> Stream:
    """``stream`` without what is removed, silent where it is muted, its times counted afresh.

    With ``timed``, gaps are filled first, from 0, as in every film.
    """
    sound = filled(stream) if timed else stream.filter("asetpts", "N/SR/TB")
    wanted = list(pieces(edit))
    split = sound.filter_multi_output("asplit", len(wanted))
    parts = []
    for index, piece in enumerate(wanted):
        bounds = {"start": f"{piece.start:.6f}"} if piece.start else {}
        bounds |= {"end": f"{piece.end:.6f}"} if piece.end < math.inf else {}
        part = split.stream(index).filter("atrim", **bounds).filter("asetpts", "N/SR/TB")
        if piece.muted:
            parts.append(part.filter("volume", 0))
            continue
        fade = round(min(FADE, (piece.end - piece.start) / 2), 6)
        if piece.start:
            part = part.filter("afade", t="in", d=fade)
        if piece.end < math.inf:
            part = part.filter("afade", t="out", st=f"{piece.end - piece.start - fade:.6f}", d=fade)
        parts.append(part)
    return ffmpeg.concat(*parts)


def filled(stream: Stream) -> Stream:
    """``stream`` from 0, with silence in its gaps, so that it stays in step with its pictures."""
    return stream.filter("aresample", **{"async": 1}, first_pts=0)


def cut_picture(node: Stream, edit: Edit, fps: Fraction) -> Stream:
    """``node``, pictures at the steady rate ``fps`` from 0, without those in the fitted edit's
    removed spans.
    """
    gone = []
    for span in edit.removed:
        first, after = frames(span, fps)
        gone.append(f"gte(n,{first})" if after is None else f"between(n,{first},{after - 1})")
    if not gone:
        return node
    return node.filter("select", f"not({'+'.join(gone)})").filter("setpts", "N")


def frames_kept(edit: Edit, fps: Fraction, total: int) -> int:
    """How many of ``total`` pictures a fitted edit leaves."""
    bounds = ((round(start * fps), end) for start, end in kept(edit))
    return sum(
        max(0, (total if end == math.inf else min(total, round(end * fps))) - first)
        for first, end in bounds
    )


def check_there(edit: Edit, seconds: float) -> None:
    """Raise :class:`Refusal` if something is to be cut or muted past the end of a recording of
    ``seconds``: a time was mistyped, and what should go would stay.
    """
    place = beyond(edit, seconds)
    if place is not None:
        raise Refusal(
            f"It lasts {seconds:.1f} s, and something is to be cut or muted at {place:.1f} s. Mend "
            "the times in its sidecar or sheet."
        )


def check_cut(edit: Edit, whole: float, heard: Measurement) -> None:
    """Raise :class:`Refusal` if what is ``heard`` of a sound of ``whole`` seconds after the cut is
    not as long as it must be, and :class:`ToolError` if it is not silent where it is to be muted.
    """
    if abs(heard.seconds - moved(edit, whole)) > CUT_ERROR:
        raise Refusal(
            "Its sound changes its form half way, and nothing can be cut from that. Cut it in a "
            "sound editor, and drop it in again."
        )
    check_muted(heard, edit, 0.0, "what is left")


def check_ended(edit: Edit, code: int) -> None:
    """Raise :class:`ToolError` if work on an edited recording stopped half way; see
    :data:`FIXED`.
    """
    if edit and code:
        raise ToolError(f"it ended with {code} while something was cut", "ffmpeg")


def check_muted(got: Measurement, edit: Edit, offset: float, file: str) -> None:
    """Raise :class:`ToolError` if something is heard in a muted span. ``offset``: seconds by which
    everything is later than in the edited recording.
    """
    for start, end in muted(edit):
        first = math.ceil((start + offset + SMEARED) * RATE / FRAME)
        last = math.floor((min(end + offset, got.seconds) - SMEARED) * RATE / FRAME)
        heard = got.levels[max(first, 0) : max(last, 0)]
        if heard.size and float(np.max(heard)) > QUIET:
            raise ToolError(f"{file} is not silent where it is to be muted", "ffmpeg")
