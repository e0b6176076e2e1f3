"""What a web server must say of each file: its type, and how long it may be kept."""

from __future__ import annotations

from pathlib import PurePosixPath

TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".opml": "text/x-opml",
    ".opus": "audio/ogg",
    ".pagefind": "application/octet-stream",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""Every ending that the site has: Python's own table differs from system to system."""

UNKNOWN = "application/octet-stream"
"""The type of bytes of which nobody says more (RFC 2046)."""


def type_of(path: str) -> str:
    """The type of a file of the site, by its ending."""
    return TYPES.get(PurePosixPath(path).suffix.lower(), UNKNOWN)
