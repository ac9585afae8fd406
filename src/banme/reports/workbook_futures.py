"""The sheets of a plan for several futures: what each plan costs in each future, and when each site is built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation

from banme.reports.sheets import Column
from banme.studies.robust import reading

if TYPE_CHECKING:
    from banme.reports.material import Material

Table = tuple[str, list[Column], list[list[Any]]]


def sheets(material: Material) -> list[Table]:
    """Return the sheets; none for a run of one future."""
    with translation.override(material.language):
        return [_costs(material), _staging(material)] if reading.futures(material.plan.run) else []


def _costs(material: Material) -> Table:
    say, run = material.say, material.plan.run
    futures = reading.futures(run)
    columns = [
        Column(say("Phương án", "Plan"), width=34),
        *(Column(f"{name} ({chance:.0f} %) ({say('đồng', 'VND')})", "count") for _, name, chance in futures),
        Column(say("Kỳ vọng (đồng)", "Expected (VND)"), "count"),
        Column(say("Xấu nhất (đồng)", "Worst (VND)"), "count"),
        Column(say("Nuối tiếc nhiều nhất (đồng)", "Largest regret (VND)"), "count"),
    ]
    rows = [
        [
            plan.label,
            *(plan.cost_vnd.get(code) for code, _, _ in futures),
            plan.expected_vnd,
            plan.worst_vnd,
            plan.regret_vnd,
        ]
        for plan in reading.costs(run)
    ]
    return say("Các tương lai", "Futures"), columns, rows


def _staging(material: Material) -> Table:
    say = material.say
    columns = [
        Column(say("Điểm logistics", "Logistics site"), width=36),
        Column(say("Mã điểm", "Site code"), width=16),
        Column(say("Khi nào xây", "When to build"), width=44),
        Column(say("Xác suất cần (%)", "Chance needed (%)"), "tenth"),
    ]
    rows = [[site.name, site.code, site.label, site.probability_pct] for site in reading.staging(material.plan.run)]
    return say("Xây ngay hay chờ", "Build now or wait"), columns, rows
