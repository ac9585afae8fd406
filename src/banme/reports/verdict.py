"""What a run found, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banme.reports import format as fmt
from banme.reports import indicators, summaries
from banme.workspace.models.runs import RunStatus

if TYPE_CHECKING:
    from banme.reports.material import Material

_PROVEN_BEST_PCT = 1e-6


def proof(material: Material) -> str:
    """Return what is proven about the plan's cost: nothing cheaper exists beyond the stated share."""
    run, language = material.plan.run, material.language
    if fmt.missing(run.gap_pct) or fmt.missing(run.bound_vnd):
        return material.say(
            "Chưa chứng minh được cận dưới: không biết phương án này còn cách phương án tốt nhất bao xa.",
            "No lower bound was proven: how far this plan is from the best is not known.",
        )
    if abs(float(run.gap_pct)) <= _PROVEN_BEST_PCT:
        return material.say(
            "Đã chứng minh: với số liệu và ràng buộc đã nêu, không có phương án nào rẻ hơn.",
            "Proven: under the figures and limits stated, no plan is cheaper.",
        )
    share = fmt.percent_up(run.gap_pct, language)
    bound = fmt.money(run.bound_vnd, language)
    cost = fmt.money(run.cost_vnd, language)
    stages = material.say(" (gộp mọi giai đoạn)", " (all stages together)") if len(material.plan.years) > 1 else ""
    return material.say(
        f"Đã chứng minh: với số liệu và ràng buộc đã nêu, không phương án nào có thể rẻ hơn phương án này quá {share}. "
        f"Mọi phương án đều tốn ít nhất {bound} (cận dưới); phương án này tốn {cost}{stages}.",
        f"Proven: under the figures and limits stated, no plan can be cheaper than this one by more than {share}. "
        f"Every plan costs at least {bound} (the lower bound); this one costs {cost}{stages}.",
    )


def opening(material: Material) -> str:
    """Return how many sites work in the last stage, how many of them new, and their investment."""
    year = material.plan.years[-1] if material.plan.years else None
    rows = summaries.opened(material)
    rows = rows[rows["year"] == year]
    if rows.empty:
        return material.say("Phương án không dùng điểm logistics nào.", "The plan uses no logistics site.")
    new = rows[rows["is_new"].astype(bool)]
    language = material.language
    capex = "" if new.empty or new["capex_vnd"].isna().any() else fmt.money(new["capex_vnd"].sum(), language)
    cost = material.say(f", vốn đầu tư {capex}", f", investment {capex}") if capex else ""
    names = "; ".join(_site(row, material) for row in new.itertuples())
    detail = f": {names}" if names else ""
    return material.say(
        f"Đến năm {year}, mạng lưới có {len(rows)} điểm logistics hoạt động, "
        f"trong đó {len(new)} điểm mới{cost}{detail}.",
        f"By {year} the network has {len(rows)} logistics sites at work, {len(new)} of them new{cost}{detail}.",
    )


def _site(row: object, material: Material) -> str:
    area = fmt.number(row.area_ha, material.language, 1)  # type: ignore[attr-defined]
    year = int(row.year_opened)  # type: ignore[attr-defined]
    name = row.site_name  # type: ignore[attr-defined]
    return material.say(f"{name} ({area} ha, mở năm {year})", f"{name} ({area} ha, opened in {year})")


def saving(material: Material) -> list[str]:
    """Return, by stage year, the cost of a tonne against today's; a year without that figure has no sentence."""
    return [sentence for year in material.plan.years if (sentence := _saving(material, year))]


def _saving(material: Material, year: int) -> str:
    after = indicators.value(material.plan.indicators, "cost_vnd_t", material.plan.for_year(year))
    if after is None:
        return ""
    language = material.language
    cost = fmt.number(after, language)
    plain = material.say(
        f"Chi phí logistics bình quân năm {year} là {cost} đồng/t",
        f"Logistics cost in {year} averages VND {cost} per tonne",
    )
    before = (
        None
        if material.baseline is None
        else indicators.value(material.baseline.indicators, "cost_vnd_t", material.baseline.for_year(year))
    )
    if not before:
        return f"{plain}."
    change = 100.0 * (after - before) / before
    share, old = fmt.percent(abs(change), language), fmt.number(before, language)
    way = material.say("giảm", "down") if change < 0 else material.say("tăng", "up")
    return material.say(
        f"{plain}, {way} {share} so với cách làm hiện nay ({old} đồng/t).",
        f"{plain}, {way} {share} on today's practice (VND {old}).",
    )


def early_stop(material: Material) -> str:
    """Return the notice that the computation was stopped before its goal; empty when it was not."""
    if material.plan.run.status != RunStatus.STOPPED:
        return ""
    return material.say(
        "Lần tính đã dừng trước khi đạt khoảng cách yêu cầu; đây là phương án tốt nhất tới lúc dừng.",
        "The computation was stopped before it reached the gap asked; this is the best plan found by then.",
    )


def emissions(material: Material) -> str:
    """Return the emission factor sets with their versions."""
    sets = "; ".join(material.emission_sets)
    return sets or material.say("không ghi bộ hệ số", "no factor set stated")
