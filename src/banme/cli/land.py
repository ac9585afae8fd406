"""Commands on industrial parks and clusters: one cluster's card, and vacant land."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from banme.cli.options import Workspace
from banme.cli.screen import language, number, out, say, show_table
from banme.errors import InputError, Problem
from banme.workspace import store

On = Annotated[
    dt.datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="Ngày xét, mặc định hôm nay / day, default today."),
]


def cluster(
    code: Annotated[str, typer.Argument(help="Mã cụm; để trống để liệt kê / a cluster's code; empty lists all.")] = "",
    on: On = None,
    workspace: Workspace = None,
) -> None:
    """Đất, lấp đầy, tiện ích, công trình của một cụm / a cluster's land, occupancy, utilities and works."""
    store.connect(workspace)
    from banme.studies.cluster_card import card
    from banme.workspace.models import IndustrialCluster

    day = on.date() if on else dt.datetime.now().astimezone().date()
    if not code:
        _show_all(day)
        return
    if not IndustrialCluster.objects.filter(code=code).exists():
        raise InputError(
            [
                Problem(
                    "unknown",
                    f"Không có cụm {code}; chạy `banme cluster` để xem danh sách.",
                    f"There is no cluster {code}; `banme cluster` lists them.",
                    "industrial_cluster",
                    column="code",
                    value=code,
                )
            ]
        )
    found = card(code, day)
    if found.illustrative:
        out.print(say("[yellow]Có số liệu minh họa, không thật.[/]", "[yellow]Has illustrative figures, not real.[/]"))
    land = found.land
    show_table(
        say(f"{found.cluster.name} ngày {day:%d/%m/%Y}", f"{found.cluster.name} on {day}"),
        [
            {say("chỉ tiêu", "figure"): name, say("giá trị", "value"): number(value, 2)}
            for name, value in (
                (say("đất công nghiệp (ha)", "industrial land (ha)"), land.industrial_ha),
                (say("đã cho thuê (ha)", "leased (ha)"), land.leased_ha),
                (say("có chủ trương, chưa thuê (ha)", "approved, not leased (ha)"), land.approved_ha),
                (say("lấp đầy theo luật (%)", "occupancy by law (%)"), land.occupancy_pct),
                (say("đã thuê trên đất có hạ tầng (%)", "leased of serviced land (%)"), land.leased_share_pct),
            )
        ],
    )
    show_table(
        say("Tiện ích", "Utilities"),
        [
            {
                say("tiện ích", "utility"): row["utility"],
                say("công suất", "capacity"): number(row["capacity"], 1),
                say("đang dùng", "used"): number(row["used"], 1),
                say("còn lại", "left"): number(row["left"], 1),
            }
            for row in found.utilities.to_dict("records")
        ],
    )
    show_table(
        say("Công trình", "Works"),
        [
            {
                say("công trình", "work"): row["name"],
                say("tình trạng", "state"): row["state"],
                say("dự kiến xong", "planned end"): row["planned_end"] or "—",
                "%": number(row["progress_pct"]),
            }
            for row in found.works.to_dict("records")
        ],
    )
    for condition in found.standards.conditions:
        out.print(f"{condition.title.text(language())}: {condition.reason.text(language())}")


def vacancies(on: On = None, workspace: Workspace = None) -> None:
    """Đất công nghiệp còn trống / vacant industrial land."""
    store.connect(workspace)
    from banme.studies import cluster_card

    day = on.date() if on else dt.datetime.now().astimezone().date()
    rows = cluster_card.vacancies(day).to_dict("records")
    if not rows:
        out.print(say("Sổ dữ liệu không có lô nào còn trống.", "The register has no vacant plot."))
        return
    show_table(
        say(f"Đất còn trống ngày {day:%d/%m/%Y}", f"Vacant land on {day}"),
        [
            {
                say("cụm", "cluster"): row["cluster_name"],
                say("lô", "plot"): row["code"],
                say("còn trống (ha)", "vacant (ha)"): number(row["vacant_ha"], 2),
                say("có hạ tầng", "serviced"): say("có", "yes") if row["serviced"] else row["serviced_on"] or "—",
                say("chất lượng", "quality"): row["quality"],
            }
            for row in rows
        ],
    )


def _show_all(day: dt.date) -> None:
    from banme.clusters.inputs import listed
    from banme.studies.cluster_land import land_use
    from banme.workspace.models import IndustrialCluster

    rows = []
    for one in IndustrialCluster.objects.order_by("kind", "name"):
        land = land_use(one, day)
        rows.append(
            {
                say("mã", "code"): one.code,
                say("tên", "name"): one.name,
                say("tình trạng", "status"): one.get_status_display(),  # type: ignore[attr-defined]
                say("lấp đầy (%)", "occupancy (%)"): number(land.occupancy_pct, 1),
                say("còn thiếu", "missing"): listed(land.missing).text(language()),
            }
        )
    show_table(say("Khu, cụm công nghiệp", "Industrial parks and clusters"), rows)
