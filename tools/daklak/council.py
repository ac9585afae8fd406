"""Files to establish and expand clusters, and a made-up Council that selects an investor.

One file is real and nearly empty: the cluster of Hòa Xuân, of which hardly anything is published, so that the studies name
what is missing. The others and the Council are made up: marked ``illustrative`` on every row and tied to made-up clusters.
"""

from __future__ import annotations

import json
from decimal import Decimal

import numpy as np
from banme.clusters.investor import Ballot, digest

from daklak.illustrative import MARKS

SEED = 20261123
COUNCIL = "hd-minhhoa1"
STEP = Decimal("0.5")
PEOPLE = (
    ("chair", "Chủ tịch minh họa", "UBND tỉnh"),
    ("vice_chair", "Phó Chủ tịch minh họa 1", "Sở Công Thương"),
    ("vice_chair", "Phó Chủ tịch minh họa 2", "Sở Tài chính"),
    ("member", "Ủy viên minh họa 1", "Sở Xây dựng"),
    ("member", "Ủy viên minh họa 2", "Sở Nông nghiệp và Môi trường"),
    ("member", "Ủy viên minh họa 3", "Công an tỉnh"),
    ("member", "Ủy viên minh họa 4", "UBND cấp xã"),
    ("secretary", "Thư ký minh họa", "Sở Công Thương"),
)
RECUSED = 6
"""The member who declares a conflict of interests."""
SUBS = (
    ("plan", "Hoàn chỉnh, đồng bộ", 5),
    ("plan", "Theo quy chuẩn, tiêu chuẩn", 4),
    ("plan", "Đấu nối hạ tầng bên ngoài", 3),
    ("plan", "Tiến độ", 3),
    ("environment", "Xử lý nước thải tập trung", 6),
    ("environment", "Chất thải rắn", 4),
    ("environment", "Ứng phó sự cố", 3),
    ("environment", "Cây xanh", 2),
    ("capability", "Kinh nghiệm", 12),
    ("capability", "Nhân sự chủ chốt", 10),
    ("capability", "Hệ thống quản lý chất lượng", 4),
    ("capability", "Dự án đang thực hiện cùng lúc", 4),
    ("finance", "Tổng vốn so với suất đầu tư", 6),
    ("finance", "Vốn chủ sở hữu từ 15 % tổng vốn", 12),
    ("finance", "Cam kết tín dụng cho phần còn lại", 12),
    ("finance", "Thời gian hoàn vốn", 6),
    ("finance", "NPV, IRR", 4),
)
"""The reference set of Lào Cai's department: practice, not law; a Council agrees on its own."""
APPLICANTS = (("Nhà đầu tư minh họa A", 0.78), ("Nhà đầu tư minh họa B", 0.765), ("Nhà đầu tư minh họa C", 0.47))
"""Names, and the share of the points that jurors give on average."""
EXPAND, ESTABLISH, REAL = "hs-minhhoa1", "hs-minhhoa2", "hs-hoaxuan"
PAPERS = (
    "submission", "request", "investment_report", "boundary_map", "legal_status", "financial_statements", "experience", "electronic_file",
)  # fmt: skip


def tables() -> dict[str, list[dict[str, object]]]:
    """Return the rows by table."""
    rng = np.random.default_rng(SEED)
    subs = [
        {"code": f"{COUNCIL}-{number:02d}", "council_code": COUNCIL, "criterion": group, "position": number, "name": name, "max_points": float(most), **MARKS}
        for number, (group, name, most) in enumerate(SUBS, start=1)
    ]
    applicants = [
        {"code": f"{COUNCIL}-{letter}", "council_code": COUNCIL, "position": place, "name": name, **MARKS}
        for place, (letter, (name, _)) in enumerate(zip("abc", APPLICANTS, strict=True), start=1)
    ]
    return {
        "cluster_file": _files(),
        "council": [_council()],
        "council_member": [_member(rng, place, applicants, subs) for place in range(len(PEOPLE))],
        "council_criterion": subs,
        "council_applicant": applicants,
    }


def _council() -> dict[str, object]:
    return {
        "code": COUNCIL, "name": "Đánh giá, lựa chọn chủ đầu tư hạ tầng Cụm minh họa 2 (số liệu minh họa)", "cluster_code": "ccn-minhhoa2", "rule_date": "2026-10-01", "filed_on": None,
        "place": "Phòng họp minh họa", "began_at": "2026-10-01T01:00:00Z", "ended_at": "2026-10-01T04:00:00Z", "step_points": float(STEP), "combination": "mean",
        "rule_adopted_on": "2026-09-15", "rule_document": "Quy chế làm việc minh họa số 01", "proposal": "", "proposal_reason": "", "proposed_on": None, **MARKS,
    }  # fmt: skip


def _member(rng: np.random.Generator, place: int, applicants: list[dict[str, object]], subs: list[dict[str, object]]) -> dict[str, object]:
    role, name, organisation = PEOPLE[place]
    code = f"{COUNCIL}-m{place}"
    row: dict[str, object] = {
        "code": code, "council_code": COUNCIL, "position": place + 1, "name": name, "role": role, "organisation": organisation,
        "conflict": None, "conflict_details": "", "declared_on": None, "ballot_digest": "", "sealed_at": None, "ballot_nonce": "", "ballot_points": "{}", "opened_at": None, **MARKS,
    }  # fmt: skip
    if role == "secretary":
        return row
    row |= {"conflict": "true" if place == RECUSED else "false", "declared_on": "2026-09-20"}
    if place == RECUSED:
        return row | {"conflict_details": "Người thân góp vốn vào một nhà đầu tư (minh họa)"}
    points = {
        str(each["code"]): {str(sub["code"]): _points(rng, float(str(sub["max_points"])), share) for sub in subs}
        for each, (_, share) in zip(applicants, APPLICANTS, strict=True)
    }
    nonce = rng.bytes(32).hex()
    ballot = Ballot(COUNCIL, code, {applicant: {sub: Decimal(value) for sub, value in given.items()} for applicant, given in points.items()})
    return row | {
        "ballot_digest": digest(ballot, nonce), "sealed_at": "2026-10-01T02:00:00Z", "ballot_nonce": nonce,
        "ballot_points": json.dumps(points, separators=(",", ":")), "opened_at": "2026-10-01T03:00:00Z",
    }  # fmt: skip


def _points(rng: np.random.Generator, most: float, share: float) -> str:
    """Points near a share of the most, on the step."""
    steps = int(most / float(STEP))
    taken = int(np.clip(round(steps * rng.normal(share, 0.12)), 0, steps))
    return f"{taken * STEP:f}"


def _files() -> list[dict[str, object]]:
    blank: dict[str, object] = dict.fromkeys(
        (
            "area_ha",
            "small_allowed",
            "in_provincial_list",
            "fits_land_plan",
            "applicant_qualified",
            "tested_unit_code",
            "demand_ha",
            "sets",
            "first_request_on",
            "notice_on",
            "compiled_on",
            "complete_on",
            "appraised_on",
            "decided_on",
        )
    )
    blank |= {"papers": "[]", "pauses": "[]"}
    real = {
        "source_code": "CLUSTERS",
        "quality": "published",
        "note": "Chỉ biết tên cụm và chủ trương thành lập; diện tích và hồ sơ chưa công bố | only the name and the intention are known",
    }
    yes = {"fits_land_plan": "true", "applicant_qualified": "true", "small_allowed": "false", "in_provincial_list": "true"}
    papers = json.dumps([f"{code}@2024" for code in PAPERS])
    return [
        {"code": REAL, "cluster_code": "ccn-hoaxuan", "kind": "establish"} | blank | real,
        {"code": EXPAND, "cluster_code": "ccn-minhhoa1", "kind": "expand"} | blank | yes | {"area_ha": 72.0, "demand_ha": 36.0, "sets": 2, "papers": papers, "first_request_on": "2026-10-05", "notice_on": "2026-10-09", "compiled_on": "2026-10-30", "complete_on": "2026-11-02", "pauses": '[["2026-11-09","2026-11-16"]]'} | MARKS,
        {"code": ESTABLISH, "cluster_code": "ccn-minhhoa2", "kind": "establish"} | blank | yes | {"area_ha": 40.0, "tested_unit_code": "24163@2025", "sets": 1, "papers": json.dumps([f"{code}@2024" for code in PAPERS if code != "boundary_map"]), "first_request_on": "2026-11-16"} | MARKS,
    ]  # fmt: skip
