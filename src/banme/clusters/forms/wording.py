"""The lines of the four forms: number, name in our own short words, unit, and the headings of parts."""

from __future__ import annotations

from banme.law.words import Words

HA, CLUSTERS, PROJECTS = Words("ha", "ha"), Words("cụm", "clusters"), Words("dự án", "projects")
BN = Words("tỷ đồng", "bn VND")
MN = Words("triệu đồng/người/tháng", "million VND per person and month")
PEOPLE, PCT, YES = Words("người", "persons"), Words("%", "%"), Words("1 có, 0 không", "1 yes, 0 no")

FORM_01 = {
    "1": (Words("Doanh thu", "Revenue"), BN),
    "2": (Words("Nộp ngân sách", "Paid to the budget"), BN),
    "3": (Words("Lao động có hợp đồng", "Workers with contract"), PEOPLE),
    "4": (Words("Thu nhập bình quân", "Average income"), MN),
}
FORM_02 = {
    "1": (Words("Tổng vốn đầu tư hạ tầng được duyệt", "Approved infrastructure investment"), BN),
    "2": (Words("Vốn đã thực hiện luỹ kế", "Paid, cumulative"), BN),
    "3": (Words("Đất công nghiệp đã có hạ tầng, sẵn sàng cho thuê", "Industrial land ready to lease"), HA),
    "4": (Words("Đất công nghiệp đã cho thuê", "Industrial land leased"), HA),
    "5": (Words("Tỷ lệ lấp đầy", "Occupancy"), PCT),
    "6": (Words("Dự án thuê đất", "Projects leasing"), PROJECTS),
    "7": (Words("Trong đó vốn nước ngoài", "Of which foreign"), PROJECTS),
    "8": (Words("Dự án đang hoạt động", "Projects at work"), PROJECTS),
    "9": (Words("Doanh thu của dự án hạ tầng", "Revenue of the infrastructure project"), BN),
    "10": (Words("Nộp ngân sách của dự án hạ tầng", "Its payment to the budget"), BN),
    "11": (Words("Lao động của dự án hạ tầng", "Its workers"), PEOPLE),
    "12": (Words("Thu nhập bình quân", "Their average income"), MN),
    "13": (Words("Nước thải tập trung đã hoặc đang xây", "Central wastewater built or being built"), YES),
    "14": (Words("Nước thải tập trung đạt quy chuẩn", "Central wastewater meets the standard"), YES),
}
AREA_PAIRS = (
    ("1", "2", Words("Cụm trong quy hoạch", "Clusters in the plan")),
    ("3", "4", Words("Cụm đã thành lập", "Clusters established")),
    ("5", "6", Words("Cụm thành lập trong kỳ", "Established in the period")),
    ("7", "8", Words("Cụm có chủ đầu tư là doanh nghiệp", "With an enterprise as investor")),
    ("9", "10", Words("Cụm có quy hoạch chi tiết được duyệt", "With an approved detailed plan")),
    ("11", "12", Words("Cụm có dự án hạ tầng được duyệt", "With an approved infrastructure project")),
)
AT_WORK = (
    ("", Words("Cụm đang hoạt động", "Clusters at work")),
    (".1", Words("Trong đó đã thành lập", "Of which established")),
    (".2", Words("Trong đó chưa thành lập", "Of which not established")),
    (".3", Words("Trong đó làng nghề", "Of which craft village")),
    (".4", Words("Trong đó chuyên ngành", "Of which specialised")),
)
_AREA = Words("diện tích", "area")
_REST = {
    "17": (Words("Đất công nghiệp theo quy hoạch chi tiết", "Industrial land of the detailed plans"), HA),
    "18": (Words("Đất công nghiệp đã cho thuê", "Industrial land leased"), HA),
    "19": (Words("Tỷ lệ lấp đầy bình quân", "Average occupancy"), PCT),
    "20": (Words("Dự án", "Projects"), PROJECTS),
    "21": (Words("Trong đó vốn nước ngoài", "Of which foreign"), PROJECTS),
    "22": (Words("Dự án đang hoạt động", "Projects at work"), PROJECTS),
    "23": (Words("Doanh thu", "Revenue"), BN),
    "24": (Words("Nộp ngân sách", "Paid to the budget"), BN),
    "25": (Words("Lao động", "Workers"), PEOPLE),
    "26": (
        Words("Cụm có nước thải tập trung đã hoặc đang xây", "With central wastewater, also begun"),
        CLUSTERS,
    ),
    "27": (Words("Trong đó đạt quy chuẩn", "Of which meet the standard"), CLUSTERS),
}


def _area_form() -> dict[str, tuple[Words, Words]]:
    found: dict[str, tuple[Words, Words]] = {}
    for first, second, label in AREA_PAIRS:
        found[first] = (label, CLUSTERS)
        found[second] = (_with_area(label), HA)
    found["13"] = (Words("Tổng vốn hạ tầng được duyệt", "Infrastructure capital approved"), BN)
    found["14"] = (Words("Vốn hạ tầng đã thực hiện", "Infrastructure capital paid"), BN)
    found |= {f"15{ending}": (label, CLUSTERS) for ending, label in AT_WORK}
    found |= {f"16{ending}": (_with_area(label), HA) for ending, label in AT_WORK}
    return found | _REST


def _with_area(label: Words) -> Words:
    return Words(f"{label.vi}: {_AREA.vi}", f"{label.en}: {_AREA.en}")


FORM_03 = _area_form()
"""Forms 03 and 04 have the same lines."""
PARTS = {
    "1": Words("I. Phương án phát triển cụm công nghiệp", "I. Clusters in the plan"),
    "3": Words("II. Thành lập, đầu tư hạ tầng", "II. Establishment and infrastructure"),
    "15": Words("III. Hoạt động", "III. Operation"),
}
"""Headings of forms 03 and 04, by the line they stand before."""
CHECKS_02 = (("7", "≤", "6"), ("8", "≤", "6"), ("14", "≤", "13"), ("2", "≤", "1"))
CHECKS_03 = (
    ("15", "=", "15.1+15.2"),
    ("16", "=", "16.1+16.2"),
    ("18", "≤", "17"),
    ("21", "≤", "20"),
    ("22", "≤", "20"),
    ("27", "≤", "26"),
    ("26", "≤", "15"),
    ("5", "≤", "3"),
    ("6", "≤", "4"),
)
"""Rules between lines, inferred from what the lines say."""
