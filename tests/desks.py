"""A coordinator's desk over plain HTTP: as a browser asks for it, or whoever means no good."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import lxml.html
import uvicorn
from schools import School
from servers import Answer, ask

from media_pipeline.cli.common import now
from media_pipeline.commands.serving import HOST, Coordinator, application
from media_pipeline.commands.serving.building import Build


@contextlib.contextmanager
def desk_on_air(school: School, build: Build = lambda _: ("Built.",)) -> Iterator[int]:
    """The school's desk, served by a thread of this process; gives the port. ``build`` is what its
    button does.
    """
    coordinator = Coordinator("Kim", now, build)
    app = application(school.workspace, coordinator)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    with socket.socket() as door:
        door.bind((HOST, 0))
        door.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            yield int(door.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()


FORM = "application/x-www-form-urlencoded"


def form(port: int, act: str, page: str = "/waiting/", of: str = "") -> dict[str, str]:
    """The fields of a page's form that does ``act``, as a browser would send them untouched; with
    ``of``, that of the story with this id.
    """
    text = ask(port, page).body.decode()
    inside = f"[input[@name='id'][@value='{of}']]" if of else ""
    found = lxml.html.fromstring(text).xpath(f"//form[@action='/waiting/do/{act}']{inside}")
    return {
        each.get("name"): each.get("value", "")
        for each in found[0].xpath(".//input[@type='hidden' or not(@type)]")
    }


def send(port: int, act: str, fields: Mapping[str, str], **headers: str) -> Answer:
    """Send a form as a browser does that shows the desk; ``headers`` replace its own, and one that
    is "" is left out.
    """
    own = {
        "Host": f"127.0.0.1:{port}",
        "Origin": f"http://127.0.0.1:{port}",
        "Content-Type": FORM,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(line):
        given = {name: value for name, value in own.items() if value}
        line.request("POST", f"/waiting/do/{act}", urlencode(fields).encode(), given)
        answer = line.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, said, answer.read())


def done(port: int, page: str = "/waiting/") -> str:
    """What the desk says was done last."""
    found = lxml.html.fromstring(ask(port, page).body.decode()).xpath("//*[@id='done']//p")
    return " ".join(found[0].text_content().split()) if found else ""


def told(school: School) -> list[dict[str, Any]]:
    """The ledger's lines."""
    text = (school.root / "decisions/ledger.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]
