"""Make the files of site_templates/fonts again, from the fonts their makers publish.

    python scripts/fetch_fonts.py [FOLDER]

Run by hand when a font is added or renewed; what it makes is committed, so a build needs neither
the network nor the tools below: npm (whole TrueType files of the Google Fonts catalogue, versions
pinned here), apt-get and dpkg (Noto Sans CJK), and the Python packages fonttools, brotli and
uharfbuzz. Two forms of each face come out:

* `<face>.ttf` or `.otf`, bold, without hinting: what covers are lettered with. The FreeType in
  pyvips-binary reads neither WOFF nor WOFF2 (measured with 8.18.7: it draws empty boxes).
* `<face>.woff2`, regular: what pages are set in. None for Chinese: over 1 MB of data is too dear
  for a family's phone, and a family that reads Chinese has a font for it.

Early Reader is cut into pieces, because every page loads it: what English needs is 15 KB, the
letters of Central Europe and all others come only where a page has one. `<face>-names.woff2` has
the letters of languages' own names and nothing else (1–5 KB), so that a list of languages loads
no script whole.

    python scripts/fetch_fonts.py --cut        makes the pieces again from what is committed

Andika reserves its name (its licence, "Reserved Font Names"), so our reduced version of it is
called Early Reader. `fonts.json` lists the faces and which characters each can draw; `fonts.conf`
is written by hand.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from media_pipeline.languages import script
from media_pipeline.languages.table import KNOWN
from media_pipeline.publish.views.signs import LETTERS

FOLDER = Path(__file__).resolve().parent.parent / "site_templates" / "fonts"

# Script faces keep digits and punctuation but not Latin letters, which come from Early Reader.
COMMON = (
    "20-40 5B-60 7B-7E A0 AB B7 BB 2C9 200B-200F 2010-2015 2018-201E 2022 2026 2030 2039 203A 25CC"
)
LATIN = (
    "20-7E A0-17F 180-24F 250-2AF 2B0-2FF 300-36F 400-52F 1D00-1DBF 1DC4-1DCC 1E00-1EFF "
    "2000-206F 2070-209C 20A0-20C0 2113 2116 2122 2190-2193 2200-2265 A640-A69F A720-A7FF FB00-FB06"
)


@dataclass(frozen=True, slots=True)
class Face:
    """One face: its file stem, npm package, name inside it, and the hexadecimal ranges kept."""

    stem: str
    package: str
    source: str
    ranges: str
    rename: str = ""


FACES = (
    Face("early-reader", "andika@0.2.3", "Andika", LATIN, rename="Early Reader"),
    Face("noto-sans-greek", "noto-sans@0.4.2", "NotoSans", f"{COMMON} 370-3FF 1F00-1FFF"),
    Face(
        "noto-nastaliq-urdu",
        "noto-nastaliq-urdu@0.4.2",
        "NotoNastaliqUrdu",
        f"{COMMON} 600-6FF 750-77F FDF0-FDFF",
    ),
    Face(
        "noto-naskh-arabic",
        "noto-naskh-arabic@0.4.5",
        "NotoNaskhArabic",
        f"{COMMON} 600-6FF 750-77F 870-8FF FB50-FDFF FE70-FEFC",
    ),
    Face(
        "noto-sans-gurmukhi",
        "noto-sans-gurmukhi@0.4.1",
        "NotoSansGurmukhi",
        f"{COMMON} 964-965 A00-A7F",
    ),
    Face(
        "noto-sans-devanagari",
        "noto-sans-devanagari@0.4.1",
        "NotoSansDevanagari",
        f"{COMMON} 900-97F 1CD0-1CFA A8E0-A8FF",
    ),
    Face(
        "noto-sans-bengali",
        "noto-sans-bengali@0.4.4",
        "NotoSansBengali",
        f"{COMMON} 964-965 980-9FF",
    ),
    Face("noto-sans-tamil", "noto-sans-tamil@0.4.3", "NotoSansTamil", f"{COMMON} 964-965 B80-BFF"),
    Face(
        "noto-sans-gujarati",
        "noto-sans-gujarati@0.4.2",
        "NotoSansGujarati",
        f"{COMMON} 964-965 A80-AFF",
    ),
    Face(
        "noto-sans-telugu", "noto-sans-telugu@0.4.2", "NotoSansTelugu", f"{COMMON} 964-965 C00-C7F"
    ),
    Face(
        "noto-sans-malayalam",
        "noto-sans-malayalam@0.4.2",
        "NotoSansMalayalam",
        f"{COMMON} 964-965 D00-D7F",
    ),
    Face(
        "noto-sans-kannada",
        "noto-sans-kannada@0.4.3",
        "NotoSansKannada",
        f"{COMMON} 964-965 C80-CFF",
    ),
    Face(
        "noto-sans-sinhala",
        "noto-sans-sinhala@0.4.2",
        "NotoSansSinhala",
        f"{COMMON} 964-965 D80-DFF",
    ),
    Face("noto-sans-thai", "noto-sans-thai@0.4.2", "NotoSansThai", f"{COMMON} E00-E7F"),
    Face(
        "noto-sans-hebrew",
        "noto-sans-hebrew@0.4.1",
        "NotoSansHebrew",
        f"{COMMON} 590-5FF FB1D-FB4F",
    ),
    Face(
        "noto-sans-ethiopic",
        "noto-sans-ethiopic@0.4.2",
        "NotoSansEthiopic",
        f"{COMMON} 1200-139F 2D80-2DDF",
    ),
    Face(
        "noto-sans-georgian", "noto-sans-georgian@0.4.3", "NotoSansGeorgian", f"{COMMON} 10A0-10FF"
    ),
    Face(
        "noto-sans-armenian",
        "noto-sans-armenian@0.4.2",
        "NotoSansArmenian",
        f"{COMMON} 530-58F FB13-FB17",
    ),
)
WESTERN = (
    "20-7E A0-FF 131 152-153 2BB-2BC 2C6 2DA 2DC 300-304 306-308 30A-30C 323 327-328 2000-200A "
    "2010-2027 2030 2032-2033 2039-203A 2044 20AC 2122 2190-2193 2212 2215"
)
CENTRAL = "100-130 132-148 14A-151 154-17F 192 18F 218-21B 259 1E9E 20A4 20BA"
CYRILLIC = "400-52F A640-A69F"
PIECES = (  # of Early Reader: ending, weight, what it is for; a letter is in the first that has it
    ("western", "400", WESTERN),
    ("central", "400", CENTRAL),
    ("cyrillic", "400", CYRILLIC),
    ("others", "400", LATIN),
    ("western-bold", "700", WESTERN),
    ("central-bold", "700", CENTRAL),
)
COARSE = 48
"""Code points between two ranges of a web font that are not worth 12 bytes of CSS."""

NASTALIQ_NAMED = ("ur",)
"""Names set in Nastaliq: 2 KB for a name whose letters don't join, 10 KB for one whose letters do.
The others are set in Naskh, as their newspapers are."""

SCRIPT_OF_FACE = {
    "noto-naskh-arabic": "Arab",
    "noto-sans-armenian": "Armn",
    "noto-sans-bengali": "Beng",
    "noto-sans-devanagari": "Deva",
    "noto-sans-ethiopic": "Ethi",
    "noto-sans-georgian": "Geor",
    "noto-sans-greek": "Grek",
    "noto-sans-gujarati": "Gujr",
    "noto-sans-gurmukhi": "Guru",
    "noto-sans-hebrew": "Hebr",
    "noto-sans-kannada": "Knda",
    "noto-sans-malayalam": "Mlym",
    "noto-sans-sinhala": "Sinh",
    "noto-sans-tamil": "Taml",
    "noto-sans-telugu": "Telu",
    "noto-sans-thai": "Thai",
    "noto-sans-cjk-sc": "Han",
}
EAST_ASIAN = {"Hans", "Hant", "Hani", "Jpan", "Kore"}

CHINESE_PACKAGE = "fonts-noto-cjk=1:20220127+repack1-1"
CHINESE_FACE_IN_COLLECTION = 2  # Noto Sans CJK SC
UNUSED_TABLES = ["meta", "DSIG", "STAT", "Silt", "gasp", "vhea", "vmtx", "VORG", "BASE"]


def code_points(ranges: str) -> set[int]:
    """Return the code points of hexadecimal ranges such as "20-7E A0"."""
    points: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def double_byte_characters(encoding: str, first_lead: int, last_lead: int) -> set[int]:
    """Return the characters that a two-byte encoding holds between two lead bytes."""
    found: set[int] = set()
    for lead in range(first_lead, last_lead + 1):
        for trail in range(0x40, 0xFF):
            try:
                character = bytes([lead, trail]).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(character) == 1:
                found.add(ord(character))
    return found


def east_asian_characters() -> set[int]:
    """Return what the Chinese face keeps.

    GB 2312 (6,763 simplified characters), Big5's first level (5,401 traditional ones), the first
    level of JIS X 0208 (2,965) with the kana, the 2,350 syllables of KS X 1001, and punctuation.
    """
    simplified = double_byte_characters("gb2312", 0xB0, 0xF7)
    traditional = double_byte_characters("big5", 0xA4, 0xC6)
    japanese = double_byte_characters("euc_jp", 0xB0, 0xCF) | code_points("3041-3096 3099-30FF")
    korean = double_byte_characters("euc_kr", 0xB0, 0xC8)
    punctuation = code_points("20-40 5B-60 7B-7E A0 B7 2014 2018-201D 2026 3000-301F FF01-FF5E")
    return simplified | traditional | japanese | korean | punctuation


def reduced(source: Path, points: set[int], target: Path, *, font_number: int = 0) -> None:
    """Write to target source's characters among ``points``, with their shaping, unhinted."""
    options = subset.Options(
        hinting=False, harfbuzz_repacker=True, notdef_outline=True, font_number=font_number
    )
    options.drop_tables += UNUSED_TABLES
    if font_number:
        # The regional and vertical forms of a pan-CJK face would double the file.
        options.layout_features = []
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    if target.suffix == ".woff2":
        options.flavor = "woff2"
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def rename_family(path: Path, family: str) -> None:
    """Replace the names a font is presented by, as its licence demands; the copyright stays."""
    font = TTFont(path, recalcTimestamp=False)
    names = font["name"]
    style = names.getDebugName(2)
    postscript = f"{family.replace(' ', '')}-{style}"
    for name_id, text in ((1, family), (3, postscript), (4, f"{family} {style}"), (6, postscript)):
        names.setName(text, name_id, 3, 1, 0x409)
    font.save(path)


def unpacked_package(package: str, work: Path) -> Path:
    """Return the folder of an npm package of the Google Fonts catalogue, unpacked under work."""
    name = package.partition("@")[0]
    folder = work / name
    folder.mkdir()
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"@expo-google-fonts/{package}"],
        cwd=work,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    archive = packed.stdout.split()[-1]
    subprocess.run(
        ["tar", "xzf", archive, "-C", folder, "--strip-components=1"], cwd=work, check=True
    )
    return folder


def make_face(face: Face, work: Path, target: Path) -> None:
    """Write the bold TrueType, the regular WOFF2 and the licence of one face into target."""
    folder = unpacked_package(face.package, work)
    points = code_points(face.ranges)
    for style, ending in (("700Bold", "ttf"), ("400Regular", "woff2")):
        written = target / f"{face.stem}.{ending}"
        reduced(next(folder.rglob(f"{face.source}_{style}.ttf")), points, written)
        if face.rename:
            rename_family(written, face.rename)
    licence = next(folder.rglob("LICENSE_FONT"), None)
    text = (
        licence.read_text()
        if licence
        else licence_inside(next(folder.rglob(f"{face.source}_700Bold.ttf")))
    )
    (target / f"{face.stem}-OFL.txt").write_text(text)


def licence_inside(source: Path) -> str:
    """Return the copyright line and the licence text that a font carries in its own name table."""
    names = TTFont(source)["name"]
    return f"{names.getDebugName(0)}\n\n{names.getDebugName(13)}\n"


def make_chinese(work: Path, target: Path) -> None:
    """Write the bold Chinese face and its licence into target, from Debian's package."""
    subprocess.run(["apt-get", "download", CHINESE_PACKAGE], cwd=work, check=True)
    folder = work / "chinese"
    subprocess.run(["dpkg", "-x", next(work.glob("fonts-noto-cjk_*.deb")), folder], check=True)
    collection = next(folder.rglob("NotoSansCJK-Bold.ttc"))
    written = target / "noto-sans-cjk-sc.otf"
    reduced(collection, east_asian_characters(), written, font_number=CHINESE_FACE_IN_COLLECTION)
    body = (target / "noto-sans-greek-OFL.txt").read_text().partition("\n")[2]
    (target / "noto-sans-cjk-sc-OFL.txt").write_text(
        TTFont(written)["name"].getDebugName(0) + "\n" + body
    )


def as_ranges(points: set[int], apart: int = 1) -> str:
    """Return code points as a CSS unicode-range value; ranges nearer than ``apart`` are merged."""
    parts: list[list[int]] = []
    for point in sorted(points):
        if parts and point - parts[-1][1] <= apart:
            parts[-1][1] = point
        else:
            parts.append([point, point])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in parts)


def cut_pieces(target: Path) -> None:
    """Write the pieces of Early Reader, each without what an earlier one of its weight has."""
    sources = {"400": target / "early-reader.woff2", "700": target / "early-reader.ttf"}
    had: dict[str, set[int]] = {"400": set(), "700": set()}
    for ending, weight, ranges in PIECES:
        own = code_points(ranges) - had[weight]
        # Rare marks go on letters of any piece: the letters are included, though outside its range.
        letters = code_points("41-5A 61-7A") if ending == "others" else set()
        reduced(sources[weight], own | letters, _piece(target, ending))
        had[weight] |= own
    sources["400"].unlink()


def _piece(target: Path, ending: str) -> Path:
    return target / f"early-reader-{ending}.woff2"


def cut_names(target: Path) -> None:
    """Write the letters of languages' own names, and of their signs, a file for each script."""
    for stem, own_script in SCRIPT_OF_FACE.items():
        tags = [
            each.tag
            for each in KNOWN
            if script(each.tag) == own_script
            or (own_script == "Han" and script(each.tag) in EAST_ASIAN)
        ]
        _write_names(target, stem, tags)
    _write_names(target, "noto-nastaliq-urdu", list(NASTALIQ_NAMED))


def _write_names(target: Path, stem: str, tags: list[str]) -> None:
    said = "".join(each.own + LETTERS.get(each.tag, "") for each in KNOWN if each.tag in tags)
    source = next(path for path in target.glob(f"{stem}.?tf"))
    points = {ord(letter) for letter in said if not letter.isascii()}
    reduced(source, points, target / f"{stem}-names.woff2")


def web_pieces(target: Path, stem: str) -> list[dict[str, str]]:
    """Return the files of a face that pages load: name, weight, and the characters it is for.

    If ranges overlap, a browser takes the last file that is declared: so the rarest come first.
    """
    if stem == "early-reader":
        return [_loaded(_piece(target, ending), weight) for ending, weight, _ in PIECES[::-1]]
    whole = target / f"{stem}.woff2"
    return [_loaded(whole, "400", nastaliq="nastaliq" in stem)] if whole.exists() else []


def _characters(path: Path) -> set[int]:
    return set(TTFont(path).getBestCmap())


def _loaded(path: Path, weight: str, *, nastaliq: bool = False) -> dict[str, str]:
    """A file's entry in fonts.json.

    Its ranges are coarse, because their text is loaded by every family: a letter that it lacks
    falls back to the next font. Digits and punctuation are Early Reader's; only Nastaliq keeps its
    own, which are set as low as its letters.
    """
    points = _characters(path)
    if "early-reader" not in path.name and not nastaliq:
        points -= code_points(COMMON) - code_points("200C-200D")
    return {
        "file": path.name,
        "weight": weight,
        "unicode_range": as_ranges(points, COARSE),
    }


def write_list(target: Path) -> None:
    """Write fonts.json: of each face its family, files and characters, as CSS ranges."""
    stems = [*(face.stem for face in FACES), "noto-sans-cjk-sc"]
    faces = []
    for stem in stems:
        lettering = next(path for path in target.glob(f"{stem}.?tf"))
        font = TTFont(lettering)
        names = target / f"{stem}-names.woff2"
        faces.append(
            {
                "family": font["name"].getDebugName(1),
                "lettering": lettering.name,
                "web": web_pieces(target, stem),
                "names": [_loaded(names, "400 700")] if names.exists() else [],
                "unicode_range": as_ranges(set(font.getBestCmap())),
            }
        )
    (target / "fonts.json").write_text(json.dumps(faces, indent=1) + "\n")


def cut(target: Path) -> None:
    """Write all pieces, and the list."""
    if (target / "early-reader.woff2").exists():
        cut_pieces(target)
    cut_names(target)
    write_list(target)


def main() -> None:
    """Make every font file, licence and the list in the folder given, or the project's own."""
    given = [each for each in sys.argv[1:] if each != "--cut"]
    target = Path(given[0]) if given else FOLDER
    target.mkdir(parents=True, exist_ok=True)
    if "--cut" not in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            for face in FACES:
                make_face(face, Path(folder), target)
            make_chinese(Path(folder), target)
    cut(target)


if __name__ == "__main__":
    main()
