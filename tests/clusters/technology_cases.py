"""Boundary values typed from the circular's table, apart from the code: criterion, changed answers, points."""

from banme.clusters.technology import Benchmark

B = 1e9
BASE = {
    "capital_vnd": 50 * B,
    "workers": 100,
    "equipment_original_vnd": 10 * B,
    "equipment_present_vnd": 5 * B,
    "invested_3y_vnd": 8 * B,
    "equipment_expansion_3y_vnd": 1 * B,
    "equipment_replaced_3y_vnd": 1 * B,
    "direct_workers": 80,
    "uses_pda_scada": False,
    "uses_mdc": False,
    "uses_fms_dcs": False,
    "uses_cim": False,
    "energy_cost_vnd_year": 1 * B,
    "material_cost_vnd_year": 6 * B,
    "output_value_vnd_year": 10 * B,
    "product_standard": "none",
    "ideas_programme": False,
    "ideas_rising": False,
    "ideas_applied": False,
    "maintenance": "none",
    "technology_transfer": "none",
    "trained_workers": 20,
    "artisans": 0,
    "managers": 2,
    "qualified_staff": 4,
    "training_cost_3y_vnd": 0.0,
    "revenue_3y_vnd": 30 * B,
    "uses_mes": False,
    "uses_erp": False,
    "uses_plm": False,
    "uses_pdm": False,
    "uses_pps": False,
    "uses_scm": False,
    "mean_output_3y": 1000.0,
    "design_output": 1000.0,
    "good_value_3y_vnd": 30 * B,
    "product_value_3y_vnd": 30 * B,
    "quality_system": "none",
    "productivity_tools": False,
    "environment": "none",
    "it_use": "none",
    "information_cost_3y_vnd": 0.0,
    "total_cost_3y_vnd": 28 * B,
    "research_workers": 0,
    "research_facility": "none",
    "science_fund": False,
    "research_cost_3y_vnd": 0.0,
    "product_research": "none",
    "new_product_revenue_pct": 0.0,
    "technology_research": "none",
    "research_links": "none",
    "digital_strategy": False,
    "digital_level": "none",
}
K = {"K1": 100e6, "K2": 8.0, "K3": 60.0, "K4": 40e6}
KNOWN = {name: Benchmark(name, value, "10", "user") for name, value in K.items()}


def at_least(code, edges, answers, *, step=1.0):
    """Cases on and just below every edge; ``answers(value)`` gives the changed answers for a measured value."""
    cases = []
    for points, edge in edges:
        below = next((p for p, e in sorted(edges, key=lambda pair: -pair[1]) if e < edge), 0)
        cases += [(code, answers(edge), points), (code, answers(edge - step), below)]
    return cases


def present(share):
    return {"equipment_original_vnd": 100 * B, "equipment_present_vnd": (100 - share) * B}


CASES = [
    *[("T1", present(value), points) for value, points in ((0, 5), (19, 5), (20, 4), (39, 4), (40, 3), (59, 3))],
    *[("T1", present(value), points) for value, points in ((60, 2), (79, 2), (80, 1), (100, 1))],
    *at_least(
        "T2",
        [(3, 75), (2, 50), (1, 25)],
        lambda v: {"equipment_original_vnd": 100 * B, "equipment_present_vnd": v * B, "invested_3y_vnd": 100 * B},
    ),
    *at_least(
        "T3",
        [(3, 75), (2, 50), (1, 25)],
        lambda v: {
            "equipment_original_vnd": 100 * B,
            "equipment_present_vnd": 100 * B,
            "equipment_expansion_3y_vnd": 10 * B,
            "equipment_replaced_3y_vnd": 2 * (v - 10) * B,
        },
    ),
    *at_least(
        "T4",
        [(3, 150), (2, 100), (1, 50)],
        lambda v: {"equipment_original_vnd": 100 * B, "equipment_present_vnd": v * 1e6 * 80, "direct_workers": 80},
    ),
    ("T4", {"equipment_present_vnd": 0.0, "uses_pda_scada": True}, 1),
    ("T4", {"equipment_present_vnd": 0.0, "uses_pda_scada": True, "uses_mdc": True}, 2),
    ("T4", {"equipment_present_vnd": 0.0, "uses_pda_scada": True, "uses_mdc": True, "uses_fms_dcs": True}, 3),
    (
        "T4",
        {
            "equipment_original_vnd": 100 * B,
            "equipment_present_vnd": 12 * B,
            "uses_pda_scada": True,
            "uses_mdc": True,
            "uses_fms_dcs": True,
            "uses_cim": True,
        },
        7,
    ),
    *[
        ("T5", {"energy_cost_vnd_year": value * B, "output_value_vnd_year": 100 * B}, points)
        for value, points in ((0, 4), (2, 4), (2.01, 3), (4, 3), (4.01, 2), (8, 2), (8.01, 1), (90, 1))
    ],
    *[
        ("T6", {"material_cost_vnd_year": value * B, "output_value_vnd_year": 100 * B}, points)
        for value, points in ((0, 4), (15, 4), (15.01, 3), (30, 3), (30.01, 2), (60, 2), (60.01, 1), (120, 1), (121, 0))
    ],
    *[
        ("T7", {"product_standard": key}, points)
        for key, points in (("above_international", 4), ("international", 3), ("national", 2), ("own", 1), ("none", 0))
    ],
    *at_least(
        "E8",
        [(5, 120), (4, 80), (3, 40), (2, 20), (1, 10)],
        lambda v: {"output_value_vnd_year": 1 * B + v * 1e6 * 100, "material_cost_vnd_year": 1 * B, "workers": 100},
    ),
    ("E9", {"ideas_programme": True}, 1),
    ("E9", {"ideas_programme": True, "ideas_rising": True}, 2),
    ("E9", {"ideas_programme": True, "ideas_rising": True, "ideas_applied": True}, 3),
    *[
        ("E10", {"maintenance": key}, points)
        for key, points in (("diagnostic", 4), ("deep", 3), ("periodic", 2), ("breakdown", 1), ("none", 0))
    ],
    *[
        ("E11", {"technology_transfer": key}, points)
        for key, points in (("develops", 4), ("integrates", 3), ("licence", 2), ("turnkey", 1), ("none", 0))
    ],
    *at_least(
        "E12",
        [(4, 25.0), (3, 15.0), (2, 5.0), (1, 2.5)],
        lambda v: {
            "workers": 2000,
            "direct_workers": 1000,
            "trained_workers": v * 10 - 4,
            "artisans": 2,
            "managers": 300,
            "qualified_staff": 100,
        },
        step=0.1,
    ),
    *at_least("O13", [(3, 2.0), (2, 1.0), (1, 0.5)], lambda v: {"training_cost_3y_vnd": v * 0.3 * B}, step=0.01),
    *[
        ("O14", {f"uses_{name}": True for name in ("mes", "erp", "plm", "pdm", "pps", "scm")[:count]}, min(count, 5))
        for count in range(7)
    ],
    *at_least("O15", [(5, 75), (4, 60), (3, 45), (2, 30), (1, 15)], lambda v: {"mean_output_3y": v * 10.0}),
    *at_least("O15", [(5, 75), (4, 60), (3, 45), (2, 30), (1, 15)], lambda v: {"good_value_3y_vnd": v * 0.3 * B}),
    *[("O16", {"quality_system": key}, points) for key, points in (("certified", 2), ("conforming", 1), ("none", 0))],
    ("O16", {"quality_system": "certified", "productivity_tools": True}, 3),
    ("O16", {"quality_system": "conforming", "productivity_tools": True}, 2),
    *[
        ("O17", {"environment": key}, points)
        for key, points in (("certified_reuse", 3), ("certified", 2), ("conforming", 1), ("none", 0))
    ],
    *[
        ("R18", {"it_use": key}, points)
        for key, points in (("integrated", 3), ("automates", 2), ("some", 1), ("none", 0))
    ],
    *at_least("R19", [(3, 0.25), (2, 0.05), (1, 0.01)], lambda v: {"information_cost_3y_vnd": v * 0.28 * B}, step=1e-3),
    *at_least(
        "R20",
        [(4, 5), (3, 4), (2, 3), (1, 2)],
        lambda v: {"capital_vnd": 100 * B, "workers": 200, "research_workers": v * 2},
        step=0.5,
    ),
    *at_least(
        "R20",
        [(4, 25), (3, 20), (2, 15), (1, 10)],
        lambda v: {"capital_vnd": 101 * B, "workers": 1000, "research_workers": v},
    ),
    # by share alone each would have a point more: too few persons
    *[
        ("R20", {"capital_vnd": 101 * B, "workers": 201, "research_workers": heads}, points)
        for heads, points in ((15, 4), (14, 3), (12, 3), (11, 2), (9, 2), (8, 1), (6, 1), (5, 0))
    ],
    *at_least(
        "R20",
        [(4, 100), (3, 80), (2, 60), (1, 40)],
        lambda v: {"capital_vnd": 1001 * B, "workers": 10_000, "research_workers": v},
    ),
    *[
        ("R20", {"capital_vnd": 1001 * B, "workers": 3001, "research_workers": heads}, points)
        for heads, points in ((50, 4), (49, 3), (40, 3), (39, 2), (30, 2), (29, 1), (20, 1), (19, 0))
    ],
    *[
        ("R21", {"research_facility": key}, points)
        for key, points in (("institute", 3), ("unit_labs", 2), ("unit", 1), ("none", 0))
    ],
    *at_least("R22", [(3, 1.0), (2, 0.6), (1, 0.2)], lambda v: {"research_cost_3y_vnd": v * 0.3 * B}, step=0.01),
    *at_least(
        "R22",
        [(3, 0.5), (2, 0.3), (1, 0.1)],
        lambda v: {"capital_vnd": 101 * B, "workers": 201, "research_cost_3y_vnd": v * 0.3 * B},
        step=0.01,
    ),
    *at_least(
        "R22",
        [(3, 0.1), (2, 0.06), (1, 0.02)],
        lambda v: {"capital_vnd": 1001 * B, "workers": 3001, "research_cost_3y_vnd": v * 0.3 * B},
        step=0.001,
    ),
    ("R22", {"science_fund": True}, 1),
    ("R22", {"science_fund": True, "training_cost_3y_vnd": 0.15 * B, "research_cost_3y_vnd": 0.15 * B}, 4),
    *[
        ("I23", {"product_research": key}, points)
        for key, points in (("new_to_market", 3), ("new_function", 2), ("new_design", 1), ("none", 0))
    ],
    ("I23", {"product_research": "new_to_market", "new_product_revenue_pct": 5.0}, 3),
    ("I23", {"product_research": "new_to_market", "new_product_revenue_pct": 5.01}, 4),
    *[
        ("I24", {"technology_research": key}, points)
        for key, points in (("patented", 4), ("accepted", 3), ("trial", 2), ("study", 1), ("none", 0))
    ],
    *[("I25", {"research_links": key}, points) for key, points in (("joint", 2), ("experts", 1), ("none", 0))],
    *[
        ("I26", {"digital_level": key, "digital_strategy": strategy}, points)
        for key, strategy, points in (("whole", True, 4), ("whole", False, 3), ("some", True, 3), ("studying", True, 2))
    ],
    ("I26", {"digital_strategy": True}, 1),
    ("I26", {}, 0),
]
