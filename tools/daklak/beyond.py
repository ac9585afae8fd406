"""Which ways lead from the province's gateways to ports and markets, and the expressway under construction."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from daklak import roads
from daklak.inputs import Inputs
from daklak.places import at, towns
from daklak.roads import Beyond, Network, Point

CITY = 1586896
SAI_GON, DONG_XOAI, PLEIKU, AN_KHE, AN_NHON, CHU_SE = 1566083, 1582436, 1569684, 1594402, 1594308, 8701288
NINH_HOA, VAN_GIA, GIA_NGHIA = 1571951, 1563006, 1581834
KON_TUM, DA_NANG, HUE, VINH, THANH_HOA, HA_NOI, DONG_DANG = (
    1578500,
    1583992,
    1580240,
    1562798,
    1566166,
    1581130,
    1582998,
)
VAN_CANH, DAK_MIL, PHU_TUC, AYUN_PA = 1563169, 1582203, 1569857, 8701253

PORTS: dict[str, Point] = {
    "quy-nhon": (109.231274, 13.769334),
    "cat-lai": (106.795, 10.757),
    "cai-mep": (107.001314, 10.535778),
    "nam-van-phong": (109.205, 12.59),
    "huu-nghi": (106.712, 21.975),
}


def connectors(inputs: Inputs, network: Network) -> gpd.GeoDataFrame:
    """Return the rows of ``road_edge`` that stand for roads beyond the province, links and the planned expressway."""
    names = towns(inputs)
    factor = roads.detour_factor([at(names, CITY), *_towards_hcmc(names)], roads.PUBLISHED_HCMC_M)
    rows = [roads.connector(way, factor) for way in _ways(network, names)]
    rows += [_to_hcmc(network, names), _expressway(network), *roads.links(network)]
    table = gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=4326)
    return table[[*roads.COLUMNS, "geometry"]]


def _ways(network: Network, names: pd.DataFrame) -> list[Beyond]:
    def through(*numbers: int) -> tuple[Point, ...]:
        return tuple(at(names, number) for number in numbers)

    def gate(node: int) -> Point:
        return roads.position(network, node)

    chu_se, port = at(names, CHU_SE), PORTS
    far = (PLEIKU, KON_TUM, DA_NANG, HUE, VINH, THANH_HOA, HA_NOI, DONG_DANG)
    return [
        Beyond("conn-ql14-chuse", "QL.14", "Đến Chư Sê", (gate(843), chu_se)),
        Beyond("conn-ql25-chuse", "QL.25", "Qua Ayun Pa đến Chư Sê", (gate(763), *through(PHU_TUC, AYUN_PA), chu_se)),
        Beyond(
            "conn-chuse-quynhon",
            "QL.14;QL.19",
            "Chư Sê qua Pleiku, An Khê đến cảng Quy Nhơn",
            (chu_se, *through(PLEIKU, AN_KHE, AN_NHON), port["quy-nhon"]),
        ),
        Beyond(
            "conn-chuse-huunghi",
            "QL.14;QL.1",
            "Chư Sê qua Đà Nẵng, Hà Nội đến Hữu Nghị",
            (chu_se, *through(*far), port["huu-nghi"]),
        ),
        Beyond(
            "conn-ql14-caimep",
            "QL.14;QL.51",
            "Qua Đồng Xoài đến cảng Cái Mép",
            (gate(934), *through(GIA_NGHIA, DONG_XOAI), port["cai-mep"]),
        ),
        Beyond(
            "conn-ql26-vanphong",
            "QL.26",
            "Qua Ninh Hòa đến cảng Nam Vân Phong",
            (gate(53), *through(NINH_HOA), port["nam-van-phong"]),
        ),
        Beyond(
            "conn-ql1-vanphong",
            "QL.1",
            "Qua Vạn Giã đến cảng Nam Vân Phong",
            (gate(14), *through(VAN_GIA), port["nam-van-phong"]),
        ),
        Beyond("conn-ql1-quynhon", "QL.1", "Qua đèo Cù Mông đến cảng Quy Nhơn", (gate(192), port["quy-nhon"])),
        Beyond("conn-ql1d-quynhon", "QL.1D", "Đến cảng Quy Nhơn", (gate(15), port["quy-nhon"])),
        Beyond(
            "conn-ql19c-quynhon",
            "QL.19C",
            "Qua Vân Canh đến cảng Quy Nhơn",
            (gate(100), *through(VAN_CANH), port["quy-nhon"]),
        ),
    ]


def _towards_hcmc(names: pd.DataFrame) -> tuple[Point, ...]:
    return (*(at(names, number) for number in (DAK_MIL, GIA_NGHIA, DONG_XOAI)), PORTS["cat-lai"])


def _to_hcmc(network: Network, names: pd.DataFrame) -> dict[str, Any]:
    """Return the way to the ports of Ho Chi Minh City: the published 350 km less the part inside the province."""
    inside_m = network.distances_m(network.nearest(*at(names, CITY)))[934]
    note = (
        f"Cự ly công bố Buôn Ma Thuột - TP.HCM khoảng 350 km trừ {inside_m / 1000:.1f} km trong tỉnh; tốc độ 50 km/h giả định | published "
        f"350 km less {inside_m / 1000:.1f} km inside the province; 50 km/h assumed"
    )
    points = (roads.position(network, 934), *_towards_hcmc(names))
    way = Beyond("conn-ql14-hcmc", "QL.14;QL.13", "Qua Đắk Nông, Đồng Xoài đến cảng Cát Lái", points)
    return roads.connector_of_length(way, roads.PUBLISHED_HCMC_M - float(inside_m), note)


def _expressway(network: Network) -> dict[str, Any]:
    start = network.nearest(108.115, 12.655)
    note = (
        "Dài 117,5 km công bố; hai đầu nối giả định vào nút đường gần nhất phía đông Buôn Ma Thuột và cảng Nam Vân Phong, bỏ qua đoạn QL.26B; chưa rõ ngày thông xe, giả định 2030 | "
        "117.5 km as published; both ends joined by assumption to the nearest node east of Buôn Ma Thuột and to the port; opening day unknown, 2030 assumed"
    )
    points = (roads.position(network, start), PORTS["nam-van-phong"])
    way = Beyond("plan-ct-khanhhoa", "CT.KH-BMT", "Cao tốc Khánh Hòa - Buôn Ma Thuột", points)
    row = roads.connector_of_length(way, roads.EXPRESSWAY_M, note)
    return row | {
        "road_class": "expressway",
        "status": "planned",
        "speed_kmh": roads.EXPRESSWAY_SPEED_KMH,
        "valid_from": "2030-01-01",
        "source_code": "EXPRESSWAY",
    }
