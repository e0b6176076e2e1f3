"""Real web servers of Debian's on loopback, with the files and examples that a school gets."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from servers import START, free_port
from tools_needed import need
from waiting import comes_true

EXAMPLE = Path(__file__).parent.parent / "docs/hosting/nginx.conf"
MODULES = Path("/usr/lib/apache2/modules")
SBIN = "/usr/sbin"

APACHE = """\
ServerRoot {here}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {here}/pid
ErrorLog {here}/error.log
{modules}
{user}
TypesConfig /dev/null
DocumentRoot {site}
DirectoryIndex index.html
<Directory {site}>
AllowOverride FileInfo
Require all granted
</Directory>
"""

NGINX = """\
daemon off;
pid {here}/pid;
error_log {here}/error.log;
events {{ }}
http {{
access_log off;
client_body_temp_path {here}/body;
proxy_temp_path {here}/proxy;
fastcgi_temp_path {here}/fastcgi;
uwsgi_temp_path {here}/uwsgi;
scgi_temp_path {here}/scgi;
include {here}/stories.conf;
}}
"""


@contextlib.contextmanager
def apache(site: Path) -> Iterator[int]:
    """Apache as on rented web space: all it knows of the site is the site's own ``.htaccess``."""
    _need("apache2")
    with _readable(site) as (here, copy):
        port = free_port()
        modules = "\n".join(
            f"LoadModule {each}_module {MODULES}/mod_{each}.so"
            for each in ("mpm_event", "authz_core", "alias", "mime", "dir", "headers", "unixd")
            if (MODULES / f"mod_{each}.so").exists()
        )
        user = "User nobody\nGroup nogroup" if os.geteuid() == 0 else ""
        config = here / "apache.conf"
        config.write_text(
            APACHE.format(here=here, port=port, modules=modules, user=user, site=copy)
        )
        with _running(["apache2", "-f", str(config), "-D", "FOREGROUND"], port):
            yield port


@contextlib.contextmanager
def nginx(site: Path) -> Iterator[int]:
    """Nginx with the example of docs/hosting, in which only what is marked is changed."""
    with _readable(site) as (here, copy), _nginx(here, copy) as port:
        yield port


@contextlib.contextmanager
def web_space() -> Iterator[tuple[int, Path]]:
    """The same over an empty folder, which somebody fills while it answers; its port, and where."""
    with tempfile.TemporaryDirectory(prefix="media-pipeline-host-") as name:
        here = Path(name)
        here.chmod(0o755)
        (here / "site").mkdir()
        with _nginx(here, here / "site") as port:
            yield port, here / "site"


@contextlib.contextmanager
def _nginx(here: Path, site: Path) -> Iterator[int]:
    _need("nginx")
    port = free_port()
    text = EXAMPLE.read_text(encoding="utf-8")
    text = re.sub(r"listen 80;", f"listen 127.0.0.1:{port};", text)
    text = re.sub(r"root /srv/www/stories;", f"root {site};", text)
    (here / "stories.conf").write_text(text, encoding="utf-8")
    (here / "nginx.conf").write_text(NGINX.format(here=here), encoding="utf-8")
    with _running(["nginx", "-p", str(here), "-c", str(here / "nginx.conf")], port):
        yield port


SERVERS = {"apache": apache, "nginx": nginx}


def _need(server: str) -> None:
    """Debian keeps servers where only root looks for programs."""
    os.environ["PATH"] += "" if SBIN in os.environ["PATH"].split(":") else f":{SBIN}"
    need(server)


@contextlib.contextmanager
def _readable(site: Path) -> Iterator[tuple[Path, Path]]:
    """A folder for a server's own files, and a copy of the site that its user may read."""
    here = Path(tempfile.mkdtemp(prefix="media-pipeline-host-"))
    try:
        here.chmod(0o755)
        copy = shutil.copytree(site, here / "site")
        yield here, copy
    finally:
        shutil.rmtree(here)


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    with child:
        try:
            assert comes_true(lambda: child.poll() is not None or _listens(port), START)
            assert child.poll() is None, child.stderr and child.stderr.read()
            yield
        finally:
            child.terminate()
            child.wait(START)


def _listens(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0
