"""Benchmarks of a green and clean cluster, after the international framework for eco-industrial parks, in our own words.

The targets are recalled, not checked against the text, so each row is marked so and can be edited. None of them is law.
"""

from __future__ import annotations

import pandas as pd

MARKS = {
    "source_code": "EIP-FRAMEWORK",
    "quality": "assumed",
    "note": "Mức cần đạt nhớ lại, chưa đối chiếu văn bản; không phải quy định, sửa được | target recalled, not checked against the text; not law, can be edited",
}

BENCHMARKS = (
    # code, category, kind, test, target, unit, name
    (
        "EIP-M1",
        "management",
        "prerequisite",
        "yes",
        None,
        "",
        "Có đơn vị quản lý chung, được giao quyền và đủ nguồn lực | A managing body with mandate and means",
    ),
    ("EIP-M2", "management", "prerequisite", "yes", None, "", "Có quy hoạch tổng thể, rà soát định kỳ | A master plan, reviewed from time to time"),
    ("EIP-M3", "management", "prerequisite", "yes", None, "", "Theo dõi kết quả và rủi ro, công bố hằng năm | Performance and risks watched, published yearly"),
    ("EIP-M4", "management", "performance", "at_least", 100.0, "% cơ sở | % of firms", "Cơ sở ký quy chế quản lý | Firms that signed the park's rules"),
    ("EIP-M5", "management", "performance", "at_least", 75.0, "% cơ sở | % of firms", "Cơ sở hài lòng với dịch vụ quản lý | Firms content with the services"),
    ("EIP-E1", "environment", "performance", "at_least", 90.0, "% năng lượng | % of energy", "Năng lượng được đo và theo dõi | Energy use metered and watched"),
    (
        "EIP-E2",
        "environment",
        "performance",
        "at_least",
        40.0,
        "% cơ sở lớn | % of large firms",
        "Cơ sở lớn có hệ thống quản lý môi trường | Large firms with an environmental management system",
    ),
    ("EIP-E3", "environment", "performance", "at_least", 95.0, "% nước thải | % of wastewater", "Nước thải được xử lý đạt | Wastewater treated to standard"),
    ("EIP-E4", "environment", "performance", "at_least", 50.0, "% nước thải | % of wastewater", "Nước thải được tái sử dụng | Wastewater used again"),
    (
        "EIP-E5",
        "environment",
        "performance",
        "at_least",
        20.0,
        "% chất thải rắn | % of solid waste",
        "Chất thải rắn được cơ sở khác dùng lại | Solid waste used by others",
    ),
    (
        "EIP-E6",
        "environment",
        "performance",
        "at_most",
        50.0,
        "% chất thải rắn | % of solid waste",
        "Chất thải rắn phải chôn lấp | Solid waste sent to landfill",
    ),
    (
        "EIP-E7",
        "environment",
        "performance",
        "at_least",
        100.0,
        "% cơ sở | % of firms concerned",
        "Chất thải nguy hại được thu gom, lưu giữ đúng | Hazardous waste handled properly",
    ),
    ("EIP-E8", "environment", "performance", "at_least", 50.0, "% cơ sở | % of firms", "Cơ sở có biện pháp ngừa ô nhiễm | Firms with pollution prevention"),
    ("EIP-E9", "environment", "performance", "at_least", 5.0, "% đất trống | % of open space", "Đất dành cho cây bản địa | Open space for native plants"),
    (
        "EIP-E10",
        "environment",
        "prerequisite",
        "yes",
        None,
        "",
        "Có lộ trình giảm phát thải và thích ứng khí hậu | A way to lower emissions and meet climate risk",
    ),
    ("EIP-S1", "social", "prerequisite", "yes", None, "", "Có bộ phận lo an toàn, lao động, khiếu nại | Somebody in charge of safety, labour and complaints"),
    (
        "EIP-S2",
        "social",
        "performance",
        "at_least",
        75.0,
        "% cơ sở lớn | % of large firms",
        "Cơ sở lớn có hệ thống an toàn, vệ sinh lao động | Large firms with a safety and health system",
    ),
    (
        "EIP-S3",
        "social",
        "performance",
        "at_least",
        100.0,
        "% khiếu nại | % of complaints",
        "Khiếu nại được trả lời trong 90 ngày | Complaints answered within 90 days",
    ),
    (
        "EIP-S4",
        "social",
        "performance",
        "at_least",
        75.0,
        "% cơ sở lớn | % of large firms",
        "Cơ sở lớn có quy tắc chống quấy rối | Large firms with rules against harassment",
    ),
    (
        "EIP-S5",
        "social",
        "performance",
        "at_least",
        80.0,
        "% lao động | % of workers",
        "Lao động hài lòng với hạ tầng xã hội | Workers content with social infrastructure",
    ),
    (
        "EIP-S6",
        "social",
        "performance",
        "at_least",
        75.0,
        "% cơ sở lớn | % of large firms",
        "Cơ sở lớn có chương trình đào tạo nghề | Large firms with skills training",
    ),
    ("EIP-S7", "social", "performance", "at_least", 2.0, "lần/năm | times a year", "Đối thoại với cộng đồng | Meetings with the community"),
    ("EIP-C1", "economy", "performance", "at_least", 60.0, "% lao động | % of workers", "Lao động là người trong vùng | Workers from the area"),
    ("EIP-C2", "economy", "performance", "at_least", 25.0, "% cơ sở | % of firms", "Cơ sở dùng nhà cung cấp trong vùng | Firms with local suppliers"),
    ("EIP-C3", "economy", "performance", "at_least", 50.0, "% đất | % of land", "Tỷ lệ lấp đầy bình quân 5 năm | Mean occupancy over 5 years"),
    ("EIP-C4", "economy", "prerequisite", "yes", None, "", "Có nghiên cứu thị trường và phương án tài chính | A market study and a financial plan"),
)


def benchmarks() -> pd.DataFrame:
    """Return the rows of ``green_benchmark``."""
    columns = ["code", "category", "kind", "test", "target", "unit_of_measure", "name"]
    table = pd.DataFrame(BENCHMARKS, columns=columns)[["code", "name", *columns[1:6]]]
    return table.assign(mark="recalled", in_use=True, **MARKS)
