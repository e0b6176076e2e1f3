"""Every host does the same: a folder, a real SSH server, S3-compatible storage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import boto3
import keyring
import paramiko
import pytest
from botocore.exceptions import ClientError
from hosts import BUCKET, KEY, SshServer, bucket, client_of, ssh_server, storage

from media_pipeline.errors import HostError, UsageError
from media_pipeline.publish.hosting import FOR_EVERYONE
from media_pipeline.release.host import Host, lifetime_of, open_host
from media_pipeline.release.secrets import PASSWORD
from media_pipeline.settings import Publish

KINDS = ("folder", "sftp", "s3")
PAGE = b"<p>\xe0\xa8\x95</p>"


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """A real SSH server."""
    with ssh_server(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """Storage, by its address."""
    with storage() as address:
        yield address


@pytest.fixture(params=KINDS)
def host(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Host]:
    """An empty place on each host."""
    place = tmp_path / "a place"
    place.mkdir()
    if request.param == "folder":
        found = open_host(place.as_uri(), Publish())
    elif request.param == "sftp":
        found = _log_in(request.getfixturevalue("sshd"), place)
    else:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEY)
        address = request.getfixturevalue("s3")
        settings = Publish(endpoint=address, region="us-east-1")
        found = open_host(f"s3://{BUCKET}/{tmp_path.name}", settings)
    yield found
    found.close()


def _log_in(sshd: SshServer, place: Path) -> Host:
    to = sshd.address(place).replace(" ", "%20")
    return open_host(to, Publish(host_key=sshd.host_key, key=str(sshd.key)))


def test_file_comes_back_as_it_was_written(host: Host, tmp_path: Path) -> None:
    """From bytes and from a file; one that is not there is none."""
    sound = tmp_path / "sound.mp3"
    sound.write_bytes(bytes(range(256)) * 2000)
    host.write("fr/stories/a/index.html", PAGE, "text/html", "")
    host.write("media/a.mp3", sound, "audio/mpeg", "")
    assert host.read("fr/stories/a/index.html") == PAGE
    assert host.read("media/a.mp3") == sound.read_bytes()
    assert host.read("media/b.mp3") is None
    assert host.listing() == {"fr/stories/a/index.html": len(PAGE), "media/a.mp3": 512_000}


def test_file_is_replaced(host: Host) -> None:
    """By a shorter one, too."""
    host.write("index.html", PAGE * 2, "text/html", "")
    host.write("index.html", PAGE, "text/html", "")
    assert host.read("index.html") == PAGE


def test_deleted_is_gone_and_what_is_not_there_is_no_mistake(host: Host) -> None:
    """And nothing beside it."""
    for path in ("a/b/one.html", "a/b/two.html", "three.html"):
        host.write(path, PAGE, "text/html", "")
    host.delete(["a/b/one.html", "never.html", "three.html"])
    host.delete([])
    assert host.listing() == {"a/b/two.html": len(PAGE)}


@pytest.mark.parametrize("host", ["folder", "sftp"], indirect=True)
def test_empty_folders_go_and_half_files_too(host: Host, tmp_path: Path) -> None:
    """A killed upload leaves nothing for good, and a file there is never half."""
    place = tmp_path / "a place"
    host.write("a/b/one.html", PAGE, "text/html", "")
    (place / "a/.tmp-two.mp3").write_bytes(b"half of a child's voice")
    assert host.listing() == {"a/b/one.html": len(PAGE)}
    assert (place / "a/.tmp-two.mp3").exists()
    host.tidy()
    host.delete(["a/b/one.html"])
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("host", ["s3"], indirect=True)
def test_object_has_its_type_and_how_long_it_may_be_kept(host: Host, s3: str) -> None:
    """As browsers and podcast apps ask for it; texts say in which letters they are."""
    host.write("index.html", PAGE, "text/html", lifetime_of("index.html", "site"))
    host.write("media/a.mp3", PAGE, "audio/mpeg", lifetime_of("media/a.mp3", "site"))
    prefix = host.where.partition(f"{BUCKET}/")[2]
    client = client_of(s3)
    page = client.head_object(Bucket=BUCKET, Key=f"{prefix}/index.html")
    sound = client.head_object(Bucket=BUCKET, Key=f"{prefix}/media/a.mp3")
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert page["CacheControl"] == FOR_EVERYONE.short
    assert sound["ContentType"] == "audio/mpeg"
    assert "immutable" in sound["CacheControl"]


def test_threat_26_bucket_that_keeps_versions_keeps_none_of_ours(
    s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither of what was deleted nor of what was replaced; an upload that was broken off is given
    up.
    """
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEY)
    bucket(s3, "versions", versions=True)
    host = open_host("s3://versions/x", Publish(endpoint=s3, region="us-east-1"))
    for content in (PAGE, PAGE * 2):
        host.write("index.html", content, "text/html", "")
        host.write("media/a.mp3", content, "audio/mpeg", "")
    host.delete(["media/a.mp3"])
    client = client_of(s3)
    client.create_multipart_upload(Bucket="versions", Key="x/media/b.mp3")
    assert host.listing() == {"index.html": 2 * len(PAGE)}
    host.tidy()
    said = client.list_object_versions(Bucket="versions")
    assert [each["Key"] for each in said["Versions"]] == ["x/index.html"]
    assert "DeleteMarkers" not in said
    assert "Uploads" not in client.list_multipart_uploads(Bucket="versions")
    host.close()


@pytest.mark.parametrize(
    ("answer", "known"), [("AccessDenied", False), ("SlowDown", False), ("NotImplemented", True)]
)
def test_threat_26_bucket_that_may_keep_versions_is_sent_nothing(
    s3: str, monkeypatch: pytest.MonkeyPatch, answer: str, *, known: bool
) -> None:
    """Where nobody knows whether it does, but for storage that doesn't know the question."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEY)
    real = boto3.client

    def client(*given: Any, **named: Any) -> Any:
        made = real(*given, **named)

        def refuse(**_: object) -> None:
            raise ClientError({"Error": {"Code": answer}}, "GetBucketVersioning")

        monkeypatch.setattr(made, "get_bucket_versioning", refuse)
        return made

    monkeypatch.setattr(boto3, "client", client)
    with nullcontext() if known else pytest.raises(HostError, match=answer):
        open_host(f"s3://{BUCKET}/x", Publish(endpoint=s3, region="us-east-1")).close()


def test_server_that_nobody_knows_is_sent_nothing(sshd: SshServer, tmp_path: Path) -> None:
    """Its key is told, to be compared and written into the settings."""
    with pytest.raises(HostError, match="nobody knows this server yet") as told:
        open_host(sshd.address(tmp_path), Publish(key=str(sshd.key)))
    assert " ".join(sshd.host_key.split()[:2]) in str(told.value)


def test_server_with_another_key_is_sent_nothing(sshd: SshServer, tmp_path: Path) -> None:
    """Somebody may stand between."""
    other = (sshd.key.parent / "client.pub").read_text(encoding="utf-8").strip()
    settings = Publish(host_key=other, key=str(sshd.key))
    with pytest.raises(HostError, match="another key than the one that is known"):
        open_host(sshd.address(tmp_path), settings)


def test_password_is_sent_to_the_place_that_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not to a former provider, whose place is cleared."""
    sent = []

    def connect(*_: object, password: str | None, **__: object) -> None:
        sent.append(password)
        raise paramiko.AuthenticationException

    monkeypatch.setattr(paramiko.SSHClient, "connect", connect)
    monkeypatch.setattr(keyring, "get_password", lambda *_: None)
    monkeypatch.setenv(PASSWORD, "secret")
    for to in ("sftp://us@new.example/stories", "sftp://us@former.example/stories"):
        with pytest.raises(HostError):
            open_host(to, Publish(to="sftp://us@new.example/elsewhere"))
    assert sent == ["secret", None]


def test_key_that_opens_nothing_is_told(sshd: SshServer, tmp_path: Path) -> None:
    """And so is a folder that is not there."""
    settings = Publish(host_key=sshd.host_key, key=str(sshd.key.parent / "server"))
    with pytest.raises(HostError, match="lets nobody in"):
        open_host(sshd.address(tmp_path), settings)
    with pytest.raises(HostError, match="there is no such folder"):
        _log_in(sshd, tmp_path / "absent")


@pytest.mark.parametrize(
    "to", ["file:///nowhere/at/all", "sftp://somebody@127.0.0.1:9/", "s3://no-such-bucket/x"]
)
def test_host_that_is_not_there_is_told(to: str, s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence, with its place."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEY)
    with pytest.raises(HostError) as told:
        open_host(to, Publish(endpoint=s3, region="us-east-1"))
    assert told.value.where == to


def test_other_schemes_are_no_hosts() -> None:
    """The settings refuse them; so does this."""
    with pytest.raises(UsageError):
        open_host("ftp://host/x", Publish())


def test_families_files_are_kept_by_no_cache_that_many_share() -> None:
    """And what a withdrawal must reach is forgotten within the hour."""
    paths = ("media/a.mp3", "index.html")
    assert all("private" in lifetime_of(f"t/{each}", "families") for each in paths)
    assert "s-maxage=300" in lifetime_of("media/a.mp3", "site")
