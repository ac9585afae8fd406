"""A real server on a real workspace file, and a real Chromium."""

import base64
import io
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
START_S = 90


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Address of ``banme serve`` with its worker, on the made-up region with two finished runs."""
    file = tmp_path_factory.mktemp("browser") / "region.gpkg"
    environment = os.environ | {"BANME_WORKSPACE": str(file), "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    environment.pop("BANME_DATABASE_URL", None)
    subprocess.run([sys.executable, "-m", "tests.browser.fill", str(file)], cwd=ROOT, env=environment, check=True)
    port = free_port()
    command = [sys.executable, "-m", "banme", "serve", "--no-browser", "--port", str(port)]
    with (file.parent / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process, file.parent / "serve.log")
        yield address
    finally:
        process.send_signal(2)
        process.wait(timeout=60)


def wait_for(address, process, log):
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=5)
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.3)
        else:
            return
    pytest.fail(f"the server did not start: {log.read_text()[-2000:]}")


class Watched:
    """A page whose console and requests are watched: no error, nothing from elsewhere."""

    def __init__(self, context, server):
        self.faults = []
        self.server = server
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        self.page.on("console", self._console)
        self.page.on("request", self._request)

    def _console(self, message):
        if message.type == "error" and "422" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _request(self, request):
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.faults.append(f"left the machine: {request.url}")

    def open(self, path, ready="#map[data-idle]"):
        self.page.goto(self.server + path)
        if ready:
            self.page.wait_for_selector(ready)
        return self.page


@pytest.fixture
def new_page(browser, server):
    """A maker of watched pages; at the end none may have had a fault."""
    made, contexts = [], []

    def make(width=1100, height=700):
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
        contexts.append(context)
        made.append(Watched(context, server))
        return made[-1]

    yield make
    faults = [fault for watched in made for fault in watched.faults]
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def picture():
    """A taker of pictures of a map's canvas alone, as RGB arrays."""

    def take(page, name="banmeMap"):
        url = page.evaluate(f"() => window.{name}.getCanvas().toDataURL('image/png')")
        content = base64.b64decode(url.partition(",")[2])
        return np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(int)

    return take


@pytest.fixture
def settled():
    """Wait until the map has drawn what it was told."""

    def wait(page, name="banmeMap"):
        idle = f"window.{name}.once('idle', () => done())"  # the event itself holds the whole map: never bring it here
        page.evaluate(f"() => new Promise((done) => {{ {idle}; window.{name}.triggerRepaint(); }})")

    return wait
