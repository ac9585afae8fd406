"""The 26 criteria of Circular 17/2019/TT-BKHCN (in force from 25/01/2020) as data, each with its article and mark.

Groups: T state of equipment and technology 30 points, E effectiveness of its use 20, O organisation and management 19,
R research and development 17, I innovation 14. Where no band is named, 0 points: the text is silent there, so that is
marked inferred. The benchmarks K1 to K4 by industry stand in Annex II, which was not read: the user enters them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from banme.clusters.technology.parts import Band, Level, Levels, Part, Scale, SizeClass, Test, Ticks
from banme.law.marks import Mark
from banme.law.words import Words

ACT = "17/2019/TT-BKHCN"
IN_FORCE_FROM = dt.date(2020, 1, 25)

GROUPS = {
    "T": Words("Hiện trạng thiết bị, công nghệ", "State of equipment and technology"),
    "E": Words("Hiệu quả khai thác công nghệ", "Effectiveness of its use"),
    "O": Words("Tổ chức, quản lý", "Organisation and management"),
    "R": Words("Nghiên cứu, phát triển", "Research and development"),
    "I": Words("Đổi mới sáng tạo", "Innovation"),
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion.

    Attributes
    ----------
    code, group : str
        ``T1`` .. ``I26``; group ``T``, ``E``, ``O``, ``R`` or ``I``.
    most : int
        Largest number of points.
    name, formula : Words
        The formula in our own words.
    parts : tuple of Part
        Points of the parts are added.
    mark : Mark
        How well formula and bands are verified.
    note : Words or None
        What of it is not said by the text.

    """

    code: str
    group: str
    most: int
    name: Words
    formula: Words
    parts: tuple[Part, ...]
    mark: Mark = Mark.VERIFIED
    note: Words | None = None

    @property
    def article(self) -> str:
        """Where it stands."""
        return f"{ACT}, {self.code}"


_BELOW = Words(
    "Dưới khoảng thấp nhất: 0 điểm (suy ra, văn bản không nói)",
    "Below the lowest band: 0 points (inferred, not stated)",
)
_K = {
    "K1": Words(
        "Cần chuẩn so sánh K1 của ngành, do người dùng nhập kèm nguồn",
        "Needs the industry's K1, entered with its source",
    ),
    "K2": Words(
        "Cần chuẩn so sánh K2 của ngành, do người dùng nhập kèm nguồn",
        "Needs the industry's K2, entered with its source",
    ),
    "K3": Words(
        "Cần chuẩn so sánh K3 của ngành, do người dùng nhập kèm nguồn",
        "Needs the industry's K3, entered with its source",
    ),
    "K4": Words(
        "Cần chuẩn so sánh K4 của ngành, do người dùng nhập kèm nguồn",
        "Needs the industry's K4, entered with its source",
    ),
}


def _bands(*pairs: tuple[int, str | None]) -> tuple[Band, ...]:
    return tuple(Band(points, None if edge is None else Fraction(edge)) for points, edge in pairs)


def _scale(measure: str, test: Test, *pairs: tuple[int, str | None], benchmark: str = "") -> Scale:
    return Scale(measure, test, ((None, _bands(*pairs)),), benchmark)


def _levels(question: str, *levels: tuple[str, int, str, str]) -> Levels:
    none = Level("none", 0, Words("Chưa có, hoặc thấp hơn các mức trên", "None, or below the levels above"))
    return Levels(question, (*[Level(key, points, Words(vi, en)) for key, points, vi, en in levels], none))


def _heads(*triples: tuple[int, str, int]) -> tuple[Band, ...]:
    return tuple(Band(points, Fraction(edge), heads) for points, edge, heads in triples)


_RESEARCH_STAFF = Scale(
    "research_staff_pct",
    Test.AT_LEAST,
    (
        (SizeClass.VERY_LARGE, _heads((4, "1", 50), (3, "0.8", 40), (2, "0.6", 30), (1, "0.4", 20))),
        (SizeClass.LARGE, _heads((4, "2.5", 15), (3, "2", 12), (2, "1.5", 9), (1, "1", 6))),
        (SizeClass.SME, _bands((4, "5"), (3, "4"), (2, "3"), (1, "2"))),
    ),
    heads="research_workers",
)
_RESEARCH_SPENDING = Scale(
    "research_share_pct",
    Test.AT_LEAST,
    (
        (SizeClass.VERY_LARGE, _bands((3, "0.1"), (2, "0.06"), (1, "0.02"))),
        (SizeClass.LARGE, _bands((3, "0.5"), (2, "0.3"), (1, "0.1"))),
        (SizeClass.SME, _bands((3, "1"), (2, "0.6"), (1, "0.2"))),
    ),
)

CRITERIA = (
    Criterion(
        "T1",
        "T",
        5,
        Words("Mức độ khấu hao thiết bị, công nghệ", "Depreciation of equipment"),
        Words(
            "Phần nguyên giá đã khấu hao (Gbđ − Gsx)/Gbđ, %",
            "Share of the original cost written off, (Gbđ − Gsx)/Gbđ, %",
        ),
        (_scale("depreciation_pct", Test.BELOW, (5, "20"), (4, "40"), (3, "60"), (2, "80"), (1, None)),),
    ),
    Criterion(
        "T2",
        "T",
        3,
        Words("Cường độ vốn thiết bị, công nghệ", "Capital intensity of equipment"),
        Words(
            "Giá trị thiết bị trong tổng vốn đầu tư 3 năm, Gsx/Gđt, %",
            "Equipment's value in what was invested in 3 years, Gsx/Gđt, %",
        ),
        (_scale("equipment_share_pct", Test.AT_LEAST, (3, "75"), (2, "50"), (1, "25")),),
        note=_BELOW,
    ),
    Criterion(
        "T3",
        "T",
        3,
        Words("Mức độ đổi mới thiết bị, công nghệ", "Renewal of equipment"),
        Words(
            "Thiết bị mới 3 năm, mở rộng tính đủ và thay thế tính một nửa, trên giá trị thiết bị, %",
            "New equipment of 3 years (expansion in full, replacement by half) on the equipment's value, %",
        ),
        (_scale("renewal_pct", Test.AT_LEAST, (3, "75"), (2, "50"), (1, "25")),),
        note=_BELOW,
    ),
    Criterion(
        "T4",
        "T",
        7,
        Words("Tự động hóa và tích hợp sản xuất", "Automation and integration"),
        Words(
            "a) Giá trị thiết bị trên một lao động trực tiếp so với K1; b) mỗi hệ thống một điểm",
            "a) Equipment per direct worker against K1; b) one point for each system",
        ),
        (
            _scale("equipment_vnd_worker", Test.AT_LEAST, (3, "1.5"), (2, "1"), (1, "0.5"), benchmark="K1"),
            Ticks(("uses_pda_scada", "uses_mdc", "uses_fms_dcs", "uses_cim"), 4),
        ),
        note=_K["K1"],
    ),
    Criterion(
        "T5",
        "T",
        4,
        Words("Tỷ lệ chi phí năng lượng", "Share of energy cost"),
        Words(
            "Chi phí năng lượng trên giá trị sản phẩm, %, so với K2", "Energy cost on value of output, %, against K2"
        ),
        (_scale("energy_share_pct", Test.AT_MOST, (4, "0.25"), (3, "0.5"), (2, "1"), (1, None), benchmark="K2"),),
        note=_K["K2"],
    ),
    Criterion(
        "T6",
        "T",
        4,
        Words("Tỷ lệ chi phí nguyên vật liệu", "Share of material cost"),
        Words(
            "Chi phí nguyên vật liệu trên giá trị sản phẩm, %, so với K3",
            "Material cost on value of output, %, against K3",
        ),
        (_scale("material_share_pct", Test.AT_MOST, (4, "0.25"), (3, "0.5"), (2, "1"), (1, "2"), benchmark="K3"),),
        note=_K["K3"],
    ),
    Criterion(
        "T7",
        "T",
        4,
        Words("Tiêu chuẩn sản phẩm", "Standard of the products"),
        Words("Mức tiêu chuẩn cao nhất đạt được", "Highest standard reached"),
        (
            _levels(
                "product_standard",
                (
                    "above_international",
                    4,
                    "Tiêu chuẩn riêng cao hơn quốc tế",
                    "Own standard, better than international",
                ),
                ("international", 3, "Tiêu chuẩn quốc tế", "International standard"),
                ("national", 2, "Tiêu chuẩn quốc gia", "National standard"),
                ("own", 1, "Tiêu chuẩn cơ sở", "Own standard"),
            ),
        ),
        note=_BELOW,
    ),
    Criterion(
        "E8",
        "E",
        5,
        Words("Năng suất lao động", "Labour productivity"),
        Words(
            "Giá trị đầu ra trừ chi phí nguyên vật liệu, trên một lao động, so với K4",
            "Value of output less materials, per worker, against K4",
        ),
        (
            _scale(
                "value_added_vnd_worker",
                Test.AT_LEAST,
                (5, "3"),
                (4, "2"),
                (3, "1"),
                (2, "0.5"),
                (1, "0.25"),
                benchmark="K4",
            ),
        ),
        note=_K["K4"],
    ),
    Criterion(
        "E9",
        "E",
        3,
        Words("Sáng kiến, cải tiến", "Ideas and improvements"),
        Words("Một điểm cho mỗi điều có", "One point for each that holds"),
        (Ticks(("ideas_programme", "ideas_rising", "ideas_applied"), 3),),
    ),
    Criterion(
        "E10",
        "E",
        4,
        Words("Bảo dưỡng, sửa chữa", "Maintenance and repair"),
        Words("Mức cao nhất đạt được", "Highest level reached"),
        (
            _levels(
                "maintenance",
                ("diagnostic", 4, "Chẩn đoán toàn hệ thống", "Diagnosis of the whole system"),
                ("deep", 3, "Chuyên sâu", "In depth"),
                ("periodic", 2, "Định kỳ", "Periodic"),
                ("breakdown", 1, "Khi hỏng", "On breakdown"),
            ),
        ),
        note=_BELOW,
    ),
    Criterion(
        "E11",
        "E",
        4,
        Words("Tiếp nhận chuyển giao công nghệ", "Taking over technology"),
        Words("Mức cao nhất đạt được", "Highest level reached"),
        (
            _levels(
                "technology_transfer",
                ("develops", 4, "Mua sáng chế và phát triển tiếp", "Buys inventions and develops them"),
                ("integrates", 3, "Mua công nghệ riêng lẻ và tích hợp", "Buys specific technology and integrates it"),
                ("licence", 2, "Mua li-xăng", "Buys a licence"),
                ("turnkey", 1, "Mua dây chuyền chìa khóa trao tay", "Buys a turnkey line"),
            ),
        ),
        note=_BELOW,
    ),
    Criterion(
        "E12",
        "E",
        4,
        Words("Chất lượng nhân lực", "Quality of staff"),
        Words(
            "H1 × H2 × 100; H1 = (Mcn + 2Mbc)/Mtt, H2 = (3Mql + Mnv)/(M − Mtt)",
            "H1 × H2 × 100; H1 = (Mcn + 2Mbc)/Mtt, H2 = (3Mql + Mnv)/(M − Mtt)",
        ),
        (_scale("staff_quality", Test.AT_LEAST, (4, "25"), (3, "15"), (2, "5"), (1, "2.5")),),
        note=_BELOW,
    ),
    Criterion(
        "O13",
        "O",
        3,
        Words("Chi phí đào tạo", "Spending on training"),
        Words("Chi phí đào tạo trên doanh thu 3 năm, %", "Training on revenue, 3 years, %"),
        (_scale("training_share_pct", Test.AT_LEAST, (3, "2"), (2, "1"), (1, "0.5")),),
        note=_BELOW,
    ),
    Criterion(
        "O14",
        "O",
        5,
        Words("Thông tin phục vụ sản xuất, quản lý", "Information for production and management"),
        Words("Số hệ thống đang dùng trong sáu hệ thống", "How many of six systems are in use"),
        (Ticks(("uses_mes", "uses_erp", "uses_plm", "uses_pdm", "uses_pps", "uses_scm"), 5),),
        note=Words("Đủ cả sáu: 5 điểm (suy ra)", "All six: 5 points (inferred)"),
    ),
    Criterion(
        "O15",
        "O",
        5,
        Words("Hiệu suất thiết bị tổng thể", "Overall effectiveness of equipment"),
        Words("(Ptt/P) × (Gđ/Gsp) trong 3 năm, %", "(Ptt/P) × (Gđ/Gsp) over 3 years, %"),
        (_scale("effectiveness_pct", Test.AT_LEAST, (5, "75"), (4, "60"), (3, "45"), (2, "30"), (1, "15")),),
        note=_BELOW,
    ),
    Criterion(
        "O16",
        "O",
        3,
        Words("Hệ thống quản lý chất lượng tiên tiến", "Advanced quality management"),
        Words("Mức đạt được, thêm một điểm khi kết hợp công cụ", "Level reached, one more when combined with tools"),
        (
            _levels(
                "quality_system",
                ("certified", 2, "Được chứng nhận", "Certified"),
                ("conforming", 1, "Phù hợp, chưa chứng nhận", "Conforming, not certified"),
            ),
            Ticks(("productivity_tools",), 1),
        ),
    ),
    Criterion(
        "O17",
        "O",
        3,
        Words("Bảo vệ môi trường", "Protection of the environment"),
        Words("Mức cao nhất đạt được", "Highest level reached"),
        (
            _levels(
                "environment",
                (
                    "certified_reuse",
                    3,
                    "Hệ thống quản lý được chứng nhận, xử lý đạt, có tái chế, tái sử dụng",
                    "Certified system, compliant treatment, recycling or reuse",
                ),
                (
                    "certified",
                    2,
                    "Hệ thống quản lý được chứng nhận, xử lý đạt",
                    "Certified system, compliant treatment",
                ),
                ("conforming", 1, "Hệ thống phù hợp, xử lý đạt", "Conforming system, compliant treatment"),
            ),
        ),
        note=_BELOW,
    ),
    Criterion(
        "R18",
        "R",
        3,
        Words("Ứng dụng công nghệ thông tin", "Use of information technology"),
        Words("Mức cao nhất đạt được", "Highest level reached"),
        (
            _levels(
                "it_use",
                (
                    "integrated",
                    3,
                    "Cơ sở dữ liệu, phần mềm tích hợp toàn doanh nghiệp",
                    "Integrated over the whole firm",
                ),
                ("automates", 2, "Đủ để tự động hóa các quá trình", "Enough to automate processes"),
                ("some", 1, "Một số ứng dụng thường xuyên", "Some applications in regular use"),
            ),
        ),
        note=_BELOW,
    ),
    Criterion(
        "R19",
        "R",
        3,
        Words("Chi phí thông tin", "Spending on information"),
        Words("Chi phí thông tin trên tổng chi phí 3 năm, %", "Information on total cost, 3 years, %"),
        (_scale("information_share_pct", Test.AT_LEAST, (3, "0.25"), (2, "0.05"), (1, "0.01")),),
        note=_BELOW,
    ),
    Criterion(
        "R20",
        "R",
        4,
        Words("Nhân lực nghiên cứu, phát triển", "Research staff"),
        Words(
            "Tỷ lệ nhân lực nghiên cứu, % và số người, theo nhóm quy mô; phải đạt cả hai",
            "Share of research staff, %, and their number, by size class; both must hold",
        ),
        (_RESEARCH_STAFF,),
        note=_BELOW,
    ),
    Criterion(
        "R21",
        "R",
        3,
        Words("Hạ tầng nghiên cứu, phát triển", "Research facility"),
        Words("Mức cao nhất đạt được", "Highest level reached"),
        (
            _levels(
                "research_facility",
                ("institute", 3, "Viện, trung tâm", "Institute or centre"),
                ("unit_labs", 2, "Bộ phận chuyên trách và phòng thí nghiệm", "Dedicated unit with laboratories"),
                ("unit", 1, "Có bộ phận, kể cả kiêm nhiệm", "A unit, part-time allowed"),
            ),
        ),
        note=_BELOW,
    ),
    Criterion(
        "R22",
        "R",
        4,
        Words("Quỹ khoa học và công nghệ, đầu tư nghiên cứu", "Science fund and spending on research"),
        Words(
            "Có quỹ: 1 điểm; chi đào tạo và nghiên cứu trên doanh thu 3 năm, %, theo nhóm quy mô: đến 3 điểm",
            "A fund: 1 point; training and research on revenue, 3 years, %, by size class: up to 3",
        ),
        (Ticks(("science_fund",), 1), _RESEARCH_SPENDING),
        note=_BELOW,
    ),
    Criterion(
        "I23",
        "I",
        4,
        Words("Kết quả nghiên cứu sản phẩm", "Results of product research"),
        Words(
            "Mức đạt được, thêm một điểm khi sản phẩm mới trên 5 % doanh thu năm trước",
            "Level reached, one more when new products exceed 5 % of last year's revenue",
        ),
        (
            _levels(
                "product_research",
                ("new_to_market", 3, "Mới với thị trường", "New to the market"),
                ("new_function", 2, "Tính năng mới", "New function"),
                ("new_design", 1, "Mẫu mã mới", "New design"),
            ),
            _scale("new_product_revenue_pct", Test.ABOVE, (1, "5")),
        ),
        note=_BELOW,
    ),
    Criterion(
        "I24",
        "I",
        4,
        Words("Kết quả nghiên cứu công nghệ", "Results of technology research"),
        Words("Mức cao nhất đạt được", "Highest level reached"),
        (
            _levels(
                "technology_research",
                ("patented", 4, "Có sáng chế và thương mại hóa", "Patented and commercialised"),
                (
                    "accepted",
                    3,
                    "Được chấp nhận đơn hoặc cấp giải pháp hữu ích",
                    "Accepted, or utility solution granted",
                ),
                ("trial", 2, "Thử nghiệm, phòng thí nghiệm", "Trial or laboratory"),
                ("study", 1, "Đang nghiên cứu", "Under study"),
            ),
        ),
        note=_BELOW,
    ),
    Criterion(
        "I25",
        "I",
        2,
        Words("Liên kết nghiên cứu", "Research links"),
        Words("Mức cao nhất đạt được", "Highest level reached"),
        (
            _levels(
                "research_links",
                ("joint", 2, "Đề tài, dự án chung", "Joint project"),
                ("experts", 1, "Thuê chuyên gia, mua kết quả, đào tạo", "Experts, bought results, training"),
            ),
        ),
        note=_BELOW,
    ),
    Criterion(
        "I26",
        "I",
        4,
        Words("Chuyển đổi số", "Digital change"),
        Words("Có chiến lược: 1 điểm; mức triển khai: đến 3 điểm", "A strategy: 1 point; how far deployed: up to 3"),
        (
            Ticks(("digital_strategy",), 1),
            _levels(
                "digital_level",
                ("whole", 3, "Toàn nhà máy", "Whole plant"),
                ("some", 2, "Một số bộ phận", "Some units"),
                ("studying", 1, "Đang nghiên cứu", "Studying"),
            ),
        ),
        note=_BELOW,
    ),
)

SIZE_LEVELS = (
    Level(
        SizeClass.VERY_LARGE,
        0,
        Words("Vốn trên 1.000 tỷ và trên 3.000 lao động", "Capital over 1,000 bn and over 3,000 workers"),
    ),
    Level(
        SizeClass.LARGE, 0, Words("Vốn trên 100 tỷ và trên 200 lao động", "Capital over 100 bn and over 200 workers")
    ),
    Level(SizeClass.SME, 0, Words("Nhỏ và vừa", "Small and medium")),
)


def levels_of(question: str) -> tuple[Level, ...]:
    """Return the answers offered to a question of levels; ``KeyError`` for any other question."""
    found = {
        part.question: part.levels for criterion in CRITERIA for part in criterion.parts if isinstance(part, Levels)
    }
    return SIZE_LEVELS if question == "size_class" else found[question]
