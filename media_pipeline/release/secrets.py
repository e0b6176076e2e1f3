"""Passwords and keys: from the environment, else from the system's own keyring; never from a file
of the workspace. The only module that imports keyring.

    MEDIA_PIPELINE_PASSWORD                    keyring set media-pipeline sftp://user@host
    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY   keyring set media-pipeline s3://bucket
                                               (the key's id, a colon, the key)
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

import keyring
from keyring.errors import KeyringError

SERVICE = "media-pipeline"
PASSWORD = "MEDIA_PIPELINE_PASSWORD"  # noqa: S105 - the variable's name
KEY_ID, KEY = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"
SESSION = "AWS_SESSION_TOKEN"


def place_of(to: str) -> str:
    """The name under which a secret is kept: an address without its path."""
    parts = urlsplit(to)
    return f"{parts.scheme}://{parts.netloc}"


def password_for(to: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """The password of an SFTP account, or of the key that opens it; None if there is none."""
    return environment.get(PASSWORD) or _kept(place_of(to))


def keys_for(to: str, environment: Mapping[str, str] = os.environ) -> tuple[str, str] | None:
    """The key's id and the key of a bucket; None if boto3 is to look in its own places, as it must
    if they are lent for some hours (``AWS_SESSION_TOKEN``).
    """
    if environment.get(SESSION):
        return None
    if environment.get(KEY_ID) and environment.get(KEY):
        return environment[KEY_ID], environment[KEY]
    key_id, colon, key = (_kept(place_of(to)) or "").partition(":")
    return (key_id, key) if colon else None


def _kept(name: str) -> str | None:
    """What the keyring has; nothing if this system has no keyring, or it is locked."""
    try:
        return keyring.get_password(SERVICE, name)
    except KeyringError:
        return None
