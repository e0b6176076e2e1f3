"""The table ``[publish]``: where what was built is delivered."""

from __future__ import annotations

from pydantic import Field

from media_pipeline.settings.fields import Address, Destination, HostKey, Table


class Publish(Table):
    """Where ``publish`` delivers what was built. No secret is kept here."""

    to: Destination = Field(
        "",
        description="Where the site is brought: file:///folder, sftp://user@host/folder or "
        "s3://bucket/folder.",
    )
    families_to: Destination = Field(
        "",
        description="Where the tree for families is brought; a place of its own, not within the "
        "other.",
    )
    host_key: HostKey = Field(
        "",
        description="The key of an SFTP server that known_hosts does not have, such as "
        "ssh-ed25519 AAAA….",
    )
    key: str = Field(
        "",
        description="The file of the private key that opens an SFTP server; unset: the usual ones, "
        "and the agent's. Keep it outside the workspace; nothing checks that.",
    )
    endpoint: Address = Field(
        "", description="The address of S3-compatible storage that is not Amazon's."
    )
    region: str = Field("", description="The region of an S3 bucket.")


def apart(publish: Publish) -> Publish:
    """Refuse a place for families within everyone's, or the other way round."""
    first, second = (f"{each}/" for each in (publish.to, publish.families_to))
    if (
        publish.to
        and publish.families_to
        and (first.startswith(second) or second.startswith(first))
    ):
        raise ValueError("families_to: it must be a place of its own, not within the other")
    return publish
