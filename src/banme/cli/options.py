"""Options shared by commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace", "-w", help="Tệp vùng làm việc (.gpkg) / workspace file; mặc định/default: BANME_WORKSPACE."
    ),
]
Tables = Annotated[
    list[str] | None,
    typer.Option("--table", "-t", help="Chỉ các bảng này / only these tables (lặp lại được / repeatable)."),
]
