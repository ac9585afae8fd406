"""Commands that stay: the web server and the background worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import webbrowser
from typing import Annotated

import typer

from banme.cli.options import Workspace
from banme.cli.screen import err, out, say
from banme.workspace import store

THREADS = 6
Port = Annotated[int, typer.Option(help="Cổng / port.", min=1, max=65535)]
Host = Annotated[str, typer.Option(help="Địa chỉ lắng nghe / address to listen on.")]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Mở trình duyệt / open a browser.")]


def serve(workspace: Workspace = None, host: Host = "127.0.0.1", port: Port = 8360, browser: Browser = True) -> None:
    """Mở giao diện web kèm tiến trình tính nền / open the web rooms with the background worker."""
    store.connect(workspace)
    serve_workspace(host, port, browser=browser)


def serve_workspace(host: str, port: int, *, browser: bool) -> None:
    """Serve the workspace of this process until Ctrl-C."""
    from waitress.server import create_server

    from banme.web.wsgi import application

    address = f"http://{host}:{port}/"
    try:
        server = create_server(application, host=host, port=port, threads=THREADS)
    except OSError as error:
        err.print(
            say(
                f"Không mở được cổng {port}: {error}. Chọn cổng khác bằng --port.",
                f"Port {port} cannot be opened: {error}. Choose another with --port.",
            )
        )
        raise typer.Exit(2) from None
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the worker is ended with us
    worker = subprocess.Popen([sys.executable, "-m", "banme", "work"], env=os.environ.copy())
    out.print(say(f"Ban Mê đang chạy tại {address} (Ctrl-C để dừng)", f"Ban Mê runs at {address} (Ctrl-C to stop)"))
    if browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        worker.terminate()
        worker.wait(timeout=20)


def work(workspace: Workspace = None) -> None:
    """Tiến trình tính nền: lấy lần chạy từ hàng đợi / background worker: computes queued runs."""
    store.connect(workspace)
    from banme.studies.jobs import work as empty_queue

    empty_queue()
