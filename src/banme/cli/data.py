"""Commands on data: make, fill, take out, look over a workspace."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from banme import regions
from banme.cli.options import Tables, Workspace
from banme.cli.screen import out, say, show_problems, show_table, watching
from banme.progress import Progress
from banme.workspace import store

if TYPE_CHECKING:
    from banme.workspace.exchange import LoadReport

Source = Annotated[
    Path, typer.Argument(help="Thư mục CSV, .xlsx, .gpkg hoặc .geojson / folder of CSV, .xlsx, .gpkg or .geojson.")
]


def new(
    file: Annotated[Path, typer.Argument(help="Tệp .gpkg sẽ tạo / .gpkg file to make.")],
    region: Annotated[str, typer.Option(help="Nạp sẵn vùng mẫu này / fill with this sample region.")] = "",
) -> None:
    """Tạo một vùng làm việc / make a workspace."""
    store.connect(file, create=True)
    if region:
        try:
            for folder in regions.folders(region):
                fill(folder, reason=f"sample region {region}", replace=False)
        except BaseException:
            file.unlink()  # half a workspace is none
            raise
    out.print(say(f"Đã tạo {file}", f"Made {file}"))


def import_(
    source: Source,
    workspace: Workspace = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Thay toàn bộ các bảng có trong tệp / replace the tables the file holds.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Lý do, lưu vào lịch sử / reason, kept in the history.")] = "",
) -> None:
    """Nạp số liệu: tất cả hoặc không gì cả / import data: all or nothing."""
    store.connect(workspace)
    fill(source, reason=reason, replace=replace)


def fill(source: Path, *, reason: str, replace: bool) -> None:
    """Load a source into the open workspace with a bar, then say what was done."""
    from banme.workspace import exchange

    with watching() as listener:
        report = exchange.load(source, reason=reason, replace=replace, progress=Progress(listener))
    show_load(report)


def show_load(report: LoadReport) -> None:
    """Print what a load did, table by table."""
    rows = [
        {
            "table": name,
            say("dòng", "rows"): done.rows,
            say("mới", "new"): done.inserted,
            say("sửa", "changed"): done.updated,
        }
        for name, done in report.tables.items()
    ]
    show_table(say(f"Đã nạp {report.rows} dòng", f"Loaded {report.rows} rows"), rows)
    for name in report.passed_over:
        out.print(say(f"Bỏ qua bảng kết quả {name}: do lần chạy ghi", f"Passed over result table {name}: runs fill it"))
    for note in report.notes:
        out.print(note)


def export(
    target: Annotated[
        Path, typer.Argument(help="Thư mục (CSV), .xlsx, .gpkg hoặc .geojson / folder (CSV), .xlsx, .gpkg or .geojson.")
    ],
    workspace: Workspace = None,
    table: Tables = None,
    third_party: Annotated[
        bool,
        typer.Option(
            "--third-party",
            help="Bỏ các dòng cơ sở chưa đồng ý công bố / leave out what establishments have not agreed to publish.",
        ),
    ] = False,
) -> None:
    """Xuất số liệu / export data."""
    store.connect(workspace)
    from banme.workspace import exchange

    exchange.dump(target, tables=table or None, third_party=third_party)
    out.print(say(f"Đã ghi {target}", f"Wrote {target}"))


def template(
    target: Annotated[Path, typer.Argument(help="Tệp .xlsx sẽ tạo / .xlsx file to make.")],
    workspace: Workspace = None,
    table: Tables = None,
) -> None:
    """Tạo mẫu Excel để điền / make an Excel template to fill in."""
    store.connect(workspace)
    from banme.workspace import exchange

    exchange.template(target, tables=table or None, language=say("vi", "en"))
    out.print(say(f"Đã ghi {target}", f"Wrote {target}"))


def validate(source: Source, workspace: Workspace = None) -> None:
    """Kiểm tra tệp mà không nạp / check a file without importing it."""
    store.connect(workspace)
    from banme.workspace import exchange

    problems = list(exchange.validate(source))
    if problems:
        show_problems(problems)
        raise typer.Exit(2)
    out.print(say("Không có lỗi", "No problems"))


def diagnose(workspace: Workspace = None) -> None:
    """Soát toàn bộ vùng làm việc / look over the whole workspace."""
    store.connect(workspace)
    from banme.workspace.diagnose import diagnose as look_over

    remarks = look_over()
    errors = [remark for remark in remarks if remark.severity == "error"]
    warnings = [remark for remark in remarks if remark.severity != "error"]
    show_problems(warnings, mark="[yellow]•[/yellow]", total=say("lưu ý", "warning(s)"))
    show_problems(errors)
    raise typer.Exit(1 if errors else 0)


def roads(
    source: Annotated[
        Path,
        typer.Argument(help="Tệp .osm.pbf, .osm hoặc tệp đường (gpkg, geojson) / OpenStreetMap file or file of lines."),
    ],
    code: Annotated[str, typer.Option("--source", help="Mã nguồn số liệu / code of the data source.")] = "OSM",
    licence: Annotated[
        str, typer.Option(help="Giấy phép, nếu nguồn chưa có / licence, if the source is new.")
    ] = "ODbL-1.0",
    attribution: Annotated[
        str, typer.Option(help="Dòng ghi công / attribution line.")
    ] = "© OpenStreetMap contributors, ODbL 1.0",
    valid_from: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="Đường khai thác từ ngày / roads open from.")
    ] = datetime(2010, 1, 1),  # noqa: DTZ001  (a calendar day)
    snap_m: Annotated[
        float, typer.Option(help="Khoảng cách nối đầu đường, m / joining distance of ends, m.", min=0.0)
    ] = 10.0,
    workspace: Workspace = None,
) -> None:
    """Nạp mạng đường từ OpenStreetMap hoặc từ các đường rời / import roads from OpenStreetMap or loose lines."""
    store.connect(workspace)
    from banme.studies.road_import import Origin, import_roads

    origin = Origin(code, valid_from.date(), title=source.name, licence=licence, attribution=attribution)
    with watching() as listener:
        done = import_roads(source, origin, snap_m=snap_m, progress=Progress(listener))
    show_load(done.load)
    for what, found in done.remarks.items():
        out.print(f"{what}: {found}")
    pieces = done.components.head(5).rename_axis("component").reset_index()
    show_table(say("Các mảng đường liền nhau", "Pieces that hang together"), pieces.to_dict("records"))
