"""A workbook's sheets and a GeoPackage's layer on near-optimal plans and ordered objectives, where a run has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from banme.reports.sheets import Column
from banme.workspace.frames import frame
from banme.workspace.models import ResultAlternative, ResultAlternativePlan, ResultObjective

if TYPE_CHECKING:
    import geopandas as gpd

    from banme.reports.material import Material

Table = tuple[str, list[Column], list[list[Any]]]


def tables(material: Material) -> list[Table]:
    """Return the sheets that have rows."""
    found = (near_optimal(material), plans(material), objectives(material))
    return [table for table in found if table[2]]


def near_optimal(material: Material) -> Table:
    """Return the sites with their verdicts."""
    say = material.say
    columns = [
        Column(say("Điểm logistics", "Logistics site"), width=36),
        Column(say("Mã điểm", "Site code"), width=16),
        Column(say("Kết luận", "Verdict"), width=18),
        Column(say("Cận dưới nếu mở (đồng)", "Bound if open (VND)"), "count"),
        Column(say("Cận dưới nếu không mở (đồng)", "Bound if closed (VND)"), "count"),
        Column(say("Số phương án có mở", "Plans with it"), "count", 13),
        Column(say("Số phương án không mở", "Plans without it"), "count", 13),
    ]
    names = ["name", "site_code", "verdict_name", "open_bound_vnd", "closed_bound_vnd", "plans_open", "plans_closed"]
    rows = verdicts(material)[names].to_numpy(object).tolist()
    return say("Điểm gần tối ưu", "Near-optimal sites"), columns, rows


def plans(material: Material) -> Table:
    """Return the sites that each near-optimal plan kept opens."""
    say = material.say
    rows = ResultAlternativePlan.objects.filter(run=material.plan.run).select_related("module").order_by("plan", "id")
    columns = [
        Column(say("Phương án", "Plan"), "year"),
        Column(say("Chi phí của phương án (đồng)", "Cost of the plan (VND)"), "count", 22),
        Column(say("Điểm logistics", "Logistics site"), width=36),
        Column(say("Mô-đun", "Module"), width=22),
        Column(say("Năm mở", "Year opened"), "year"),
    ]
    cells = [
        [row.plan, row.cost_vnd, material.place_name(row.site_id), row.module.name, row.year_opened] for row in rows
    ]
    return say("Phương án gần tối ưu", "Near-optimal plans"), columns, cells


def objectives(material: Material) -> Table:
    """Return the ordered objectives with what was reached and proven."""
    say = material.say
    columns = [
        Column(say("Thứ tự", "Rank"), "year"),
        Column(say("Mục tiêu", "Objective")),
        Column(say("Đơn vị", "Unit"), width=10),
        Column(say("Đạt được", "Reached"), "count", 22),
        Column(say("Cận dưới đã chứng minh", "Proven lower bound"), "count", 22),
        Column(say("Khoảng cách (%)", "Gap (%)"), "hundredth"),
        Column(say("Dung sai (%)", "Tolerance (%)"), "hundredth"),
        Column(say("Phương án cuối cùng", "Final plan"), "count", 22),
    ]
    rows = [
        [
            row.rank,
            material.choice_name(ResultObjective, "objective", row.objective),
            row.unit_of_measure,
            row.value,
            row.bound,
            row.gap_pct,
            row.tolerance_pct,
            row.final,
        ]
        for row in ResultObjective.objects.filter(run=material.plan.run).order_by("rank")
    ]
    return say("Mục tiêu theo thứ tự", "Objectives in order"), columns, rows


def verdicts(material: Material) -> gpd.GeoDataFrame:
    """Return the sites' rows with their names and verdicts in the report's language."""
    rows = frame(ResultAlternative, ResultAlternative.objects.filter(run=material.plan.run).order_by("id"))
    return rows.assign(  # type: ignore[return-value]
        name=rows["site_code"].map(material.place_name),
        verdict_name=[material.choice_name(ResultAlternative, "verdict", verdict) for verdict in rows["verdict"]],
    )
