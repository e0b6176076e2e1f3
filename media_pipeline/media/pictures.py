"""Pictures that people gave: decoded and re-encoded, so that nothing but pixels gets through.

The only module that lets Pillow (and pillow-heif) read a file that was not made here. It runs in a
child with limited memory; whatever a decoder raises becomes one sentence for a teacher.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from pathlib import Path

import pillow_heif
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from media_pipeline.errors import Refusal

MAX_PICTURE_PIXELS = 64 * 1024 * 1024
"""Above every phone's usual picture (50 megapixels), at 192 MiB decoded; more is a bomb."""

MOST_OF_A_LOGO = 1024
"""Pixels to which a logo's longer side is reduced first."""

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
"""What a picture may be, judged by its bytes, whatever its name says."""

QUALITY = 88
"""Of 100: indistinguishable from 95, at half the bytes."""

Image.MAX_IMAGE_PIXELS = MAX_PICTURE_PIXELS
pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)

_MIRRORED_AND_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF 3.0 orientation → what makes the picture upright."""

_MODE_OF_PROFILE = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
_TOO_LARGE = f"This picture is larger than {MAX_PICTURE_PIXELS // 1024 // 1024} megapixels."


def rebuild_picture(
    source: str | Path, target: str | Path, max_side: int = 2048
) -> tuple[int, int]:
    """Make a new baseline JPEG of ``source`` at ``target``; returns its width and height.

    Upright, in sRGB, its first frame only, on white where it was transparent, and at most
    ``max_side`` pixels on its longer side (never enlarged). No EXIF, XMP, ICC profile or comment.
    Raises :class:`Refusal` where ``source`` is no picture of :data:`FORMATS`, is damaged, or has
    more than :data:`MAX_PICTURE_PIXELS`. For the parser child.
    """
    picture = _decode(source, max_side, _opaque)
    # Pillow writes a comment that it finds here, without being asked.
    picture.info.clear()
    picture.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=False)
    return picture.size


def rebuild_logo(source: str, target: str, side: int) -> None:
    """Make a new PNG of ``source`` at ``target``, ``side`` pixels square. It is padded to a square
    with transparency, and may itself be transparent. Otherwise as :func:`rebuild_picture`. For the
    parser child.
    """
    picture = _decode(source, MOST_OF_A_LOGO, _transparent)
    scale = side / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    fitted = picture.resize(size, Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (side, side))
    square.paste(fitted, ((side - fitted.width) // 2, (side - fitted.height) // 2))
    square.save(target, "PNG")


def _decode(
    source: str | Path, max_side: int, finish: Callable[[Image.Image], Image.Image]
) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(source, formats=FORMATS) as opened:
                return finish(_normalised(opened, max_side))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
            raise Refusal(_TOO_LARGE) from None
        except UnidentifiedImageError:
            raise Refusal(
                "This is not a picture that can be used.", hint="Use JPEG, PNG, WebP or HEIC."
            ) from None
        except Exception:  # noqa: BLE001 - decoders of hostile bytes raise anything at all
            raise Refusal(
                "This picture is damaged or cut off.", hint="Copy it from the device again."
            ) from None


def _normalised(opened: Image.Image, max_side: int) -> Image.Image:
    """An upright picture of the first frame, in a mode that scales."""
    if opened.width * opened.height > MAX_PICTURE_PIXELS:
        # Pillow looked already, but not where pillow-heif has opened the file.
        raise Image.DecompressionBombError
    turn = _MIRRORED_AND_TURNED.get(_orientation(opened))
    picture = _in_a_mode_that_scales(opened)
    # This decodes a large JPEG at a half, a quarter or an eighth if that is enough.
    picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    if turn is not None:
        picture = picture.transpose(turn)
    return picture


def _opaque(picture: Image.Image) -> Image.Image:
    """RGB, in sRGB, on white where it was transparent."""
    profile = picture.info.get("icc_profile")
    picture = _on_white(picture)
    return _in_srgb(picture, profile) if profile else picture.convert("RGB")


def _transparent(picture: Image.Image) -> Image.Image:
    """RGBA, in sRGB."""
    profile = picture.info.get("icc_profile")
    if not picture.has_transparency_data:
        return _opaque(picture).convert("RGBA")
    pixels = picture.convert("RGBA")
    colours = pixels.convert("RGB")
    shown = (_in_srgb(colours, profile) if profile else colours).convert("RGBA")
    shown.putalpha(pixels.getchannel("A"))
    shown.info.clear()
    return shown


def _orientation(opened: Image.Image) -> int:
    try:
        return int(opened.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - a broken EXIF block must not cost the picture
        return 1


def _in_a_mode_that_scales(opened: Image.Image) -> Image.Image:
    """Palettes, black-and-white and 16-bit grey converted to modes whose pixels can be averaged."""
    if opened.mode in ("P", "PA"):
        return opened.convert("RGBA")
    if opened.mode == "1":
        return opened.convert("L")
    if opened.mode.startswith("I"):
        return opened.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if "transparency" in opened.info:
        return opened.convert("RGBA")
    return opened


def _on_white(picture: Image.Image) -> Image.Image:
    """``picture`` on white if it has transparency; unchanged if not."""
    if not picture.has_transparency_data:
        return picture
    pixels = picture.convert("RGBA")
    white = Image.new("RGBA", pixels.size, "white")
    return Image.alpha_composite(white, pixels).convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """``picture``'s colours as sRGB. A broken profile, or one for another mode, is ignored."""
    try:
        parsed = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if _MODE_OF_PROFILE.get(parsed.profile.xcolor_space.strip()) != picture.mode:
            return picture.convert("RGB")
        converted = ImageCms.profileToProfile(
            picture, parsed, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        converted = None
    return converted or picture.convert("RGB")
