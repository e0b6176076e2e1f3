"""S3-compatible storage as a host: AWS, and anything with the same interface. The only module that
imports boto3.

Each file is put as a whole, with its type and how long it may be cached. Even a bucket that keeps
former versions keeps none of ours: what was replaced or deleted is gone from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from media_pipeline.errors import HostError
from media_pipeline.release.secrets import keys_for
from media_pipeline.settings import Publish

AT_ONCE = 1000
"""The most keys that one deletion takes (S3's limit)."""

PATIENCE = 30
"""Seconds that a server may take to answer."""

ABSENT = frozenset({"NoSuchKey", "404"})

UNKNOWN = frozenset({"NotImplemented", "MethodNotAllowed", "501", "405"})
"""What storage answers if it doesn't know a request."""


@dataclass(frozen=True, slots=True)
class S3Host:
    """Objects of ``bucket`` below ``prefix``, which is "" or ends in a slash."""

    where: str
    bucket: str
    prefix: str
    client: Any
    versioned: bool

    @classmethod
    def at(cls, to: str, settings: Publish) -> S3Host:
        """Ask for the bucket. Raises :class:`HostError` if it can't be reached."""
        parts = urlsplit(to)
        keys = keys_for(to)
        with _telling(to):
            client = boto3.client(
                "s3",
                endpoint_url=settings.endpoint or None,
                region_name=settings.region or None,
                aws_access_key_id=keys[0] if keys else None,
                aws_secret_access_key=keys[1] if keys else None,
                config=Config(connect_timeout=PATIENCE, read_timeout=PATIENCE),
            )
            client.head_bucket(Bucket=parts.netloc)
            versioned = _keeps_versions(client, parts.netloc)
        prefix = unquote(parts.path).strip("/")
        return cls(to, parts.netloc, f"{prefix}/" if prefix else "", client, versioned)

    def read(self, path: str) -> bytes | None:
        """See :class:`Host`."""
        with _telling(f"{self.where}: {path}"):
            try:
                said = self.client.get_object(Bucket=self.bucket, Key=self.prefix + path)
            except ClientError as error:
                if error.response["Error"]["Code"] in ABSENT:
                    return None
                raise
            content: bytes = said["Body"].read()
            return content

    def write(self, path: str, content: Path | bytes, mime: str, lifetime: str) -> None:
        """See :class:`Host`."""
        key = self.prefix + path
        said = {"ContentType": _with_letters(mime), "CacheControl": lifetime}
        with _telling(f"{self.where}: {path}"):
            if isinstance(content, bytes):
                self.client.put_object(Bucket=self.bucket, Key=key, Body=content, **said)
            else:
                self.client.upload_file(str(content), self.bucket, key, ExtraArgs=said)
            if self.versioned:
                self._forget_versions(key, keep_newest=True)

    def delete(self, paths: Sequence[str]) -> None:
        """See :class:`Host`."""
        for start in range(0, len(paths), AT_ONCE):
            some = paths[start : start + AT_ONCE]
            with _telling(f"{self.where}: {some[0]}"):
                self._delete([{"Key": self.prefix + path} for path in some])
                if self.versioned:
                    for path in some:
                        self._forget_versions(self.prefix + path, keep_newest=False)

    def listing(self) -> Mapping[str, int]:
        """See :class:`Host`."""
        found: dict[str, int] = {}
        with _telling(self.where):
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=self.prefix):
                for each in page.get("Contents", ()):
                    found[each["Key"].removeprefix(self.prefix)] = each["Size"]
        return found

    def tidy(self) -> None:
        """See :class:`Host`. An upload that was broken off is no object yet, and is aborted."""
        with _telling(self.where):
            said = self.client.list_multipart_uploads(Bucket=self.bucket, Prefix=self.prefix)
            for each in said.get("Uploads", ()):
                self.client.abort_multipart_upload(
                    Bucket=self.bucket, Key=each["Key"], UploadId=each["UploadId"]
                )

    def close(self) -> None:
        """See :class:`Host`."""
        self.client.close()

    def _delete(self, objects: Sequence[Mapping[str, str]]) -> None:
        said = self.client.delete_objects(
            Bucket=self.bucket, Delete={"Objects": list(objects), "Quiet": True}
        )
        for wrong in said.get("Errors", ()):
            raise HostError(f"it can't be deleted ({wrong['Message']}).", wrong["Key"])

    def _forget_versions(self, key: str, *, keep_newest: bool) -> None:
        said = self.client.list_object_versions(Bucket=self.bucket, Prefix=key)
        former = [
            {"Key": key, "VersionId": each["VersionId"]}
            for each in (*said.get("Versions", ()), *said.get("DeleteMarkers", ()))
            if each["Key"] == key and not (keep_newest and each["IsLatest"])
        ]
        if former:
            self._delete(former)


def _keeps_versions(client: Any, bucket: str) -> bool:
    """Whether former versions are kept; storage that has none may not know the request.

    Raises an error if this can't be found out, as whatever is withdrawn would stay as a former
    version.
    """
    try:
        return "Status" in client.get_bucket_versioning(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] in UNKNOWN:
            return False
        raise


def _with_letters(mime: str) -> str:
    """The media type, with the charset if it is a text: no server adds that to an object for us."""
    text = mime.startswith("text/") or mime in ("application/json", "application/xml")
    return f"{mime}; charset=utf-8" if text else mime


@contextmanager
def _telling(where: str) -> Iterator[None]:
    try:
        yield
    except HostError:
        raise
    # boto3 raises its own transfer errors, which have no base class in common
    except (BotoCoreError, ClientError, boto3.exceptions.Boto3Error, OSError) as error:
        raise HostError(
            f"it can't be reached, read or written ({str(error).rstrip('.')}).",
            where,
            "What was sent stays; the same command goes on from there. "
            "docs/publishing.md says where its keys are kept.",
        ) from error
