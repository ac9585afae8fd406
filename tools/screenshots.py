"""Take the documentation's pictures from the real web rooms of a workspace that ``banme demo`` made.

Usage: ``.venv/bin/python tools/screenshots.py [out/daklak.gpkg]``. Needs Chromium on the path. Writes docs/images/.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
START_S = 60
DRAWN_MS = 300_000
SETTLE_MS = 1500


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to take: file name, address below the server, language and window size in pixels."""

    name: str
    path: str
    language: str
    width: int = 1280
    height: int = 800


def main(workspace: Path) -> None:
    """Serve the workspace and take every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is needed (Debian: apt install chromium)")
    with served(workspace) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for picture in pictures(latest_run(address)):
            take(browser, address, picture)
            print(f"{IMAGES / picture.name}.png")
        browser.close()


def pictures(run: str) -> list[Picture]:
    """Return what the READMEs and the guide show."""
    return [
        Picture("home.en", "", "en"),
        Picture("home.vi", "", "vi"),
        Picture("run.en", f"runs/{run}/", "en"),
        Picture("run.vi", f"runs/{run}/", "vi"),
        Picture("register.vi", "registers/logistics_site/", "vi"),
        Picture("phone.vi", "", "vi", width=390, height=844),
    ]


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """Yield the address of a server on a free port; the server ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "banme", "serve", "-w", str(workspace), "--port", str(port), "--no-browser"]
    server = subprocess.Popen(command, env=os.environ.copy())
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for(address)
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def wait_for(address: str) -> None:
    """Return when the server answers; ``TimeoutError`` when it never does."""
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(f"no answer from {address} in {START_S} s")


def latest_run(address: str) -> str:
    """Return the code of the newest run of the plan."""
    with urllib.request.urlopen(f"{address}api/runs", timeout=30) as answer:
        listed = json.load(answer)
    runs = listed if isinstance(listed, list) else next(value for value in listed.values() if isinstance(value, list))
    return str(runs[0]["code"])


def take(browser: Browser, address: str, picture: Picture) -> None:
    """Open the page as a reader of that language, let the map settle, and store it with 256 colours."""
    context = browser.new_context(viewport={"width": picture.width, "height": picture.height})
    context.add_cookies([{"name": "django_language", "value": picture.language, "url": address}])
    page = context.new_page()
    page.goto(address + picture.path, wait_until="networkidle")
    if page.locator("#map").count():
        page.wait_for_selector("#map[data-idle=true]", timeout=DRAWN_MS, state="attached")
    page.wait_for_timeout(SETTLE_MS)
    target = IMAGES / f"{picture.name}.png"
    page.screenshot(path=target)
    context.close()
    with Image.open(target) as image:
        image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/daklak.gpkg"))
