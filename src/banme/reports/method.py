"""How a plan was computed and by what it can be found again, in words for a report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from banme.reports import format as fmt
from banme.reports import indicators, verdict

if TYPE_CHECKING:
    import pandas as pd

    from banme.reports.material import Material

OSM_ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"


def paragraphs(material: Material) -> list[str]:
    """Return the method in plain words."""
    say = material.say
    reach = material.reach_h
    hours = fmt.number(reach, material.language, 0 if reach is not None and float(reach).is_integer() else 1)
    sets = verdict.emissions(material)
    found = [
        say(
            "Mô hình chọn điểm mở, quy mô và luồng hàng từng tháng sao cho tổng chi phí vận tải, xếp dỡ, lưu kho và "
            "chi phí cố định (vốn đầu tư quy về hằng năm và vận hành) là nhỏ nhất, trong giới hạn công suất, kho, "
            "nhu cầu từng nơi tiêu thụ và các ràng buộc của kịch bản. Hàng có thể qua điểm tập kết, qua trung tâm "
            "logistics, hoặc đi thẳng tới nơi tiêu thụ.",
            "The model chooses sites, sizes and monthly flows so that transport, handling, storage and fixed cost "
            "(investment per year and operation) together are least, within capacity, storage, each outlet's demand "
            "and the scenario's limits. Goods may pass a consolidation point, a logistics centre, or go straight to "
            "the outlet.",
        ),
        say(
            "Cự ly và thời gian tính trên mạng đường theo cấp đường và địa hình; đoạn ngoài tỉnh là đoạn nối có ghi rõ "
            "chất lượng. Cận dưới là chi phí mà không phương án nào thấp hơn được; khoảng cách là phần chênh giữa "
            "phương án và cận dưới.",
            "Distances and times run on the road network by road class and terrain; beyond the province they run on "
            "connectors whose quality is stated. The lower bound is a cost below which no plan can go; the gap is what "
            "lies between the plan and that bound.",
        ),
        say(f"Phát thải CO2e tính theo bộ hệ số {sets}.", f"CO2e is computed with the factor set {sets}."),
    ]
    if reach is not None:
        found.append(
            say(
                f"Một xã, phường là trong tầm tiếp cận khi tới được một điểm logistics đang mở trong {hours} giờ.",
                f"A commune counts as within reach when an open logistics site is at most {hours} h away.",
            )
        )
    return found


def assumed(material: Material) -> str:
    """Return the notice on assumed figures, with their share."""
    say, language = material.say, material.language
    stated = indicators.value(material.plan.indicators, "assumed_share_pct")
    quality = material.evidence.quality
    count, rows = int(quality["assumed"].sum()), int(quality["rows"].sum())
    if count == 0 and not stated:
        return say("Không có số giả định trong đầu vào.", "No input figure is assumed.")
    counted = fmt.percent(100.0 * count / rows, language, 0)
    share = (
        say(
            f"{fmt.number(count, language)} trên {fmt.number(rows, language)} dòng số liệu đầu vào ({counted})",
            f"{fmt.number(count, language)} of {fmt.number(rows, language)} input rows ({counted})",
        )
        if stated is None
        else say(
            f"{fmt.percent(stated, language)} số liệu đầu vào", f"{fmt.percent(stated, language)} of the input figures"
        )
    )
    return say(
        f"{share} là số giả định, chưa có khảo sát hay công bố; kết quả dựa trên các số này chỉ để tham khảo cho tới "
        "khi được thay bằng số liệu thật.",
        f"{share} are assumed, neither surveyed nor published; results that rest on them are indicative until real "
        "figures replace them.",
    )


def attribution(material: Material) -> str:
    """Return the attribution lines of every source, OpenStreetMap's first where its data are used."""
    sources = material.evidence.sources
    lines = [line for line in dict.fromkeys(sources["attribution"]) if line]
    if _cites_openstreetmap(sources) and not any("OpenStreetMap" in line for line in lines):
        lines.append(OSM_ATTRIBUTION)
    return " · ".join(sorted(lines, key=lambda line: "OpenStreetMap" not in line))


def _cites_openstreetmap(sources: pd.DataFrame) -> bool:
    """Tell whether any source is under the ODbL, which asks for attribution."""
    return bool(sources["licence"].str.upper().str.startswith("ODBL").any())


def provenance(material: Material) -> list[tuple[str, str, bool]]:
    """Return ``(name, value, whether it is a hash)`` by which the run can be found and repeated."""
    run, say, language = material.plan.run, material.say, material.language
    base = material.baseline
    return [
        (say("Lần chạy", "Run"), run.code, False),
        (say("Kịch bản", "Scenario"), f"{material.scenario_name(material.plan)} [{run.scenario_id}]", False),
        (
            say("So sánh với", "Compared with"),
            say("không có", "none")
            if base is None
            else f"{base.run.code} – {material.scenario_name(base)} [{base.run.scenario_id}]",
            False,
        ),
        (say("Bài toán", "Study"), run.study, False),
        (say("Phiên bản phần mềm tính", "Engine version"), run.engine_version or fmt.MISSING, False),
        (say("Tính theo ngày", "As at"), fmt.day(run.rule_date, language), False),
        (say("Tính xong lúc", "Finished at"), fmt.day(run.finished_at, language), False),
        (say("Mầm ngẫu nhiên", "Random seed"), fmt.MISSING if run.seed is None else str(run.seed), False),
        (say("Mã băm đầu vào", "Hash of the inputs"), run.input_hash or fmt.MISSING, True),
        (say("Tham số", "Parameters"), _plain(run.parameters), True),
        (say("Phiên bản số liệu", "Data versions"), _plain(run.data_versions), True),
    ]


def _plain(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True) if values else fmt.MISSING
