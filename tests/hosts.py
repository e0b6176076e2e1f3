"""Real hosts to publish to, on this machine alone: an SSH server and S3-compatible storage."""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from moto.server import ThreadedMotoServer
from servers import free_port
from tools_needed import need
from waiting import comes_true

CONFIG = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/server
AuthorizedKeysFile {folder}/client.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp
"""

START = 30
"""Seconds that a server may take to start on a busy machine."""

BUCKET, KEY = "our-school", "test"


@dataclass(frozen=True)
class SshServer:
    """A server that lets one key in. ``host_key`` is its own, ``key`` the file of the client's."""

    port: int
    host_key: str
    key: Path

    def address(self, folder: Path) -> str:
        """The address of a folder on it."""
        return f"sftp://{getpass.getuser()}@127.0.0.1:{self.port}{folder}"

    def settings(self, folder: Path) -> str:
        """A table of school.toml that publishes there."""
        return (
            f'\n[publish]\nto = "{self.address(folder)}"\n'
            f'host_key = "{self.host_key}"\nkey = "{self.key}"\n'
        )


@contextlib.contextmanager
def ssh_server(folder: Path) -> Iterator[SshServer]:
    """A real sshd with keys of its own, on the loopback alone."""
    sshd, keygen = need("sshd", "ssh-keygen")
    for name in ("server", "client"):
        command = [keygen, "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    if os.getuid() == 0:  # where it locks its children up; Debian's init makes it
        Path("/run/sshd").mkdir(exist_ok=True)
    port = free_port()
    config = folder / "sshd_config"
    config.write_text(CONFIG.format(port=port, folder=folder), encoding="utf-8")
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            [sshd, "-D", "-e", "-f", str(config)], stdin=subprocess.DEVNULL, stderr=log
        ) as child,
    ):
        try:
            assert comes_true(lambda: _answers(port), START), (folder / "log").read_text()
            host_key = (folder / "server.pub").read_text(encoding="utf-8").strip()
            yield SshServer(port, host_key, folder / "client")
        finally:
            child.terminate()


@contextlib.contextmanager
def storage(port: int = 0) -> Iterator[str]:
    """Storage with a bucket, by its address, at a port, 0 for any; whoever asks must have keys in
    the environment.
    """
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    try:
        host, given = server.get_host_and_port()
        address = f"http://{host}:{given}/"
        bucket(address, BUCKET)
        yield address
    finally:
        server.stop()


def bucket(address: str, name: str, *, versions: bool = False) -> None:
    """Make a bucket, which keeps former versions or doesn't."""
    client = client_of(address)
    client.create_bucket(Bucket=name)
    if versions:
        client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})


def client_of(address: str) -> Any:
    """boto3's own client of a storage."""
    return boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=KEY,
    )


def _answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0
