"""Where passwords and keys come from: the environment, then the system's keyring."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError, PasswordSetError

from media_pipeline.release.secrets import keys_for, password_for

HELD = {
    ("media-pipeline", "sftp://stories@web.example"): "kept",
    ("media-pipeline", "s3://bucket"): "id:key",
}


class Ring(KeyringBackend):
    """A keyring that holds two secrets; none of them where it is ``locked``."""

    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise NoKeyringError
        return HELD.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError("nothing of this program writes into a keyring")


@pytest.fixture
def ring() -> Iterator[Ring]:
    """This system's keyring, for the test."""
    before = keyring.get_keyring()
    held = Ring()  # type: ignore[no-untyped-call]
    keyring.set_keyring(held)
    yield held
    keyring.set_keyring(before)


def test_secret_is_kept_under_the_address_without_its_path(ring: Ring) -> None:
    """One for all folders of an account, and for a bucket."""
    assert password_for("sftp://stories@web.example/a/b", {}) == "kept"
    assert password_for("sftp://other@web.example/a/b", {}) is None
    assert keys_for("s3://bucket/a", {}) == ("id", "key")


def test_environment_comes_first(ring: Ring) -> None:
    """As a scheduler sets it."""
    said = {"MEDIA_PIPELINE_PASSWORD": "said"}
    assert password_for("sftp://stories@web.example/", said) == "said"
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    assert keys_for("s3://bucket/a", keys) == ("a", "b")


def test_system_without_a_keyring_has_no_secret(ring: Ring) -> None:
    """An SSH agent or boto3's own places may have one."""
    ring.locked = True
    assert password_for("sftp://stories@web.example/a", {}) is None
    assert keys_for("s3://bucket/a", {}) is None
