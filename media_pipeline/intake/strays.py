"""Names in the drop folder that are not recordings, pictures or words. By name alone.

What a computer, a camera or a cloud service leaves behind is passed over, silently if no teacher
would miss it. What takes a recording's place (still in the cloud, half downloaded, saved twice) is
passed over too, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MEDIA = """
    mp3 m4a m4b aac wav flac ogg oga opus wma amr 3gp 3g2 3ga caf aif aiff rf64 w64
    webm mkv mka mp4 m4v mov avi mts m2ts m2t ts dv mpg mpeg wmv asf
"""
# Endings, lower-case and without their dot.
MEDIA_SUFFIXES = frozenset(_MEDIA.split())
PICTURE_SUFFIXES = frozenset({"jpg", "jpeg", "png", "heic", "heif", "webp"})
WORDS_SUFFIXES = frozenset({"vtt", "srt"})


ANSWERS = "ANSWERS.html"
"""At the top of the drop folder: what the program tells those who drop something. Its own file."""


@dataclass(frozen=True, slots=True)
class Stray:
    """Why a name is passed over, as a sentence for a teacher; ``quiet`` if nobody need know."""

    why: str
    quiet: bool


_IN_THE_CLOUD = Stray(
    "It is still in the cloud, and only its name is here. Open it once on this computer, so that "
    "it is downloaded.",
    quiet=False,
)
_ONLINE_DOCUMENT = Stray(
    "It is a link to a document in the cloud, not a file. Download what it opens and drop that.",
    quiet=False,
)
_SHORTCUT = Stray(
    "It is a shortcut to a recording that lies elsewhere. Drop the recording itself.", quiet=False
)
_DOWNLOADING = Stray("It is still being downloaded, or its download was broken off.", quiet=False)
_CONFLICT = Stray(
    "It is the second copy that a cloud service kept because two computers changed the same "
    "file. Listen to both, keep one, and give it the plain name.",
    quiet=False,
)
_LEDGER = Stray(
    "Decisions are never kept among the recordings, where anyone may write. It was ignored.",
    quiet=False,
)
_TEMPORARY = Stray("It is a temporary file of another program.", quiet=True)
_HIDDEN = Stray("It is a hidden file.", quiet=True)
_CAMERA = Stray("It is an index, a setting or a small preview that a camera wrote.", quiet=True)
_SYSTEM = Stray("It belongs to the computer or its file sharing.", quiet=True)
_NOTE = Stray("It is a note to people.", quiet=True)

_ENDINGS: tuple[tuple[str, Stray], ...] = (
    ("icloud cloud cloudf placeholder owncloud nextcloud", _IN_THE_CLOUD),
    ("gdoc gsheet gslides gdraw gform gvid paper webloc url", _ONLINE_DOCUMENT),
    ("lnk symlink alias", _SHORTCUT),
    ("part partial crdownload download opdownload filepart !ut !qb aria2", _DOWNLOADING),
    ("tmp temp lock lck swp bak", _TEMPORARY),
    ("cpi mpl bdm bdt moi thm lrv lrf insv_thumb bnp inp ppn pmi sav", _CAMERA),
    ("aae bim ctg ifo bup idx tdt tid modd moff lut wpl rsv smi", _CAMERA),
)
_BY_ENDING = {ending: found for endings, found in _ENDINGS for ending in endings.split()}


class _FirstFit:
    """Finds the first of several patterns that matches a whole name. Patterns must have no groups
    of their own: the number of the group tells which one matched.
    """

    def __init__(self, named: Sequence[tuple[str, Stray]]) -> None:
        self._found = [found for _, found in named]
        self._any = re.compile("|".join(f"({pattern})" for pattern, _ in named), re.DOTALL)

    def of(self, folded: str) -> Stray | None:
        """The stray for a name in lower case; None if no pattern matches."""
        fits = self._any.fullmatch(folded)
        return self._found[fits.lastindex - 1] if fits and fits.lastindex else None


_FILES = _FirstFit(
    (
        (r"\.~lock\..*#|~\$.*", _TEMPORARY),
        (r"\..*", _HIDDEN),
        (r"(?:thumbs|ehthumbs(?:_vista)?)\.db|desktop\.ini|icon\r?|autorun\.inf", _SYSTEM),
        (r"(?:[a-z]{1,3}\d{3,}m\d\d|mediapro|cueup|discmeta|mediaprofile|status)\.xml", _CAMERA),
        (r"avchd\.tn\d?|avin\d{4}\.int|avf_info|(?:indexdb|private)\.dat", _CAMERA),
        (r"(?:read ?me|lies ?mich|leggimi|lisez-?moi|answers)(?:\.(?:txt|md|html?|pdf))?", _NOTE),
        (r"ledger\.jsonl", _LEDGER),
    )
)
_FOLDERS = _FirstFit(
    (
        (r"decisions", _LEDGER),
        (r"\..*", _HIDDEN),
        (r".+\.download", _DOWNLOADING),
        (r"\$recycle\.bin|recycler|recycled|[#@]recycle|system volume information", _SYSTEM),
        (r"lost\+found|lost\.dir|found\.\d{3}|__macosx|@eadir|#snapshot", _SYSTEM),
        (r"network trash folder|temporary items|\$windows\.~ws", _SYSTEM),
        (r"avchdtn|thmbnl|avf_info|clpinf|playlist|bdjo|auxdata", _CAMERA),
    )
)

# Conflict marks of Dropbox (which translates them), Nextcloud, Syncthing, ownCloud, and OneDrive,
# which adds a Windows computer's name: "Story-DESKTOP-AB12CD3.m4a".
_CONFLICTING = re.compile(
    r"""\bconflicted\ copy\b | \((?:case|encoding|white\ ?space|name)\ conflict
      | \((?:copie\ en\ conflit|copia\ in\ conflitto|copia\ en\ conflicto)
      | \((?:in\ konflikt\ stehende|kopia\ powodująca\ konflikt)
      | [._-](?:sync-)?conflict-\d{8}-\d{6}
      | \w[-_](?-i:(?:DESKTOP|LAPTOP)-[A-Z0-9]{4,15})(?:-\d+)?(?:\sconflicted)?(?:\.[^.]+)?$""",
    re.VERBOSE | re.IGNORECASE,
)


def stray(name: str) -> Stray | None:
    """Say why the file ``name`` is passed over; None if it is to be looked at."""
    folded = name.casefold()
    stem, _, ending = folded.rpartition(".")
    if stem and (found := _BY_ENDING.get(ending)):
        return found
    if _CONFLICTING.search(name) and not folded.startswith("."):
        return _CONFLICT
    return _FILES.of(folded)


def stray_folder(name: str) -> Stray | None:
    """Say why the folder ``name`` is not entered; None if it is."""
    return _FOLDERS.of(name.casefold())
