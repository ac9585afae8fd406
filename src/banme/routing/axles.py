"""What a truck may carry by the law's gross weights and axle loads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from banme.errors import Findings, InputError, Problem

RIGID, SEMI_TRAILER, TRAILER = "rigid", "semi_trailer", "trailer"
RIGID_LONG_AXLES, SEMI_LONG_AXLES, SEMI_MOST_AXLES = 5, 5, 6
SHORT_KINGPIN_M, MIDDLE_KINGPIN_M, LONG_KINGPIN_M = 3.2, 4.5, 6.5
SHORT_PER_M_T = 2.0
LONG_RIGID_M = 7.0
GROUP = re.compile(r"1|([23])\s*x\s*(\d+(?:[.,]\d+)?)")
"""One axle, or two or three and the metres between neighbours."""


@dataclass(frozen=True, slots=True)
class AxleGroup:
    """Axles that stand together: how many (1 to 3) and the distance between neighbours in metres."""

    axles: int
    spacing_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Build:
    """How a truck is built.

    Attributes
    ----------
    body : str
        ``rigid``, ``semi_trailer`` (tractor and semi-trailer) or ``trailer`` (rigid and trailer).
    axles : int
        Axles on the ground; lifted ones do not count.
    span_m : float or None
        Rigid, five axles and more: first to last axle. Semi-trailer: kingpin to the middle of the rear axles. None:
        unknown; the lowest limit is taken.
    groups : tuple of AxleGroup
        Axle groups where they are known; their loads are then summed too.

    """

    body: str
    axles: int
    span_m: float | None = None
    groups: tuple[AxleGroup, ...] = ()


def read_groups(text: str, axles: int | None = None) -> tuple[AxleGroup, ...]:
    """Return axle groups written from front to rear as ``1; 2x1.35; 3x1.30``: axles x metres between neighbours.

    Parameters
    ----------
    text : str
        Decimal point or comma; a single axle has no distance.
    axles : int, optional
        Axles of the truck, which the groups must add up to.

    Raises
    ------
    InputError
        Naming every group that is not written so, and axles that do not add up.

    """
    found, groups = Findings(), []
    for part in (each.strip().lower().replace("×", "x") for each in text.split(";") if each.strip()):
        match = GROUP.fullmatch(part)
        if match is None:
            vi = "Ghi từ trước ra sau, ví dụ 1; 2x1,35; 3x1,30: số trục x khoảng cách (m); trục đơn chỉ ghi 1."
            en = "Write from front to rear, e.g. 1; 2x1.35; 3x1.30: axles x distance (m); a single axle is just 1."
            found.add(Problem("axle-groups", vi, en, "vehicle_type", column="axle_groups", value=part))
            continue
        groups.append(AxleGroup(int(match[1] or 1), float((match[2] or "0").replace(",", "."))))
    total = sum(group.axles for group in groups)
    if axles is not None and groups and not found and total != axles:
        vi, en = (
            f"Các cụm có {total} trục, cột axles ghi {axles}.",
            f"The groups have {total} axles, axles says {axles}.",
        )
        found.add(Problem("axle-groups", vi, en, "vehicle_type", column="axle_groups", value=text))
    found.raise_if_any()
    return tuple(groups)


def gross_key(build: Build) -> str:
    """Return the rule parameter that limits the gross weight of a truck, e.g. ``truck.gross.rigid_2_t``.

    Raises
    ------
    InputError
        For a body that is none of the three, or axles that the law gives no weight for.

    """
    if build.body == TRAILER:
        return "truck.gross.trailer_t"
    if build.body == RIGID and build.axles >= 2:  # noqa: PLR2004
        if build.axles < RIGID_LONG_AXLES:
            return f"truck.gross.rigid_{build.axles}_t"
        long = build.span_m is not None and build.span_m > LONG_RIGID_M
        return f"truck.gross.rigid_5_{'long' if long else 'short'}_t"
    if build.body == SEMI_TRAILER and build.axles >= 3:  # noqa: PLR2004
        return _semi_key(build)
    vi = "Kết cấu xe phải là rigid (từ 2 trục), semi_trailer (từ 3 trục) hoặc trailer."
    en = "The build must be rigid (2 axles and more), semi_trailer (3 and more) or trailer."
    raise InputError([Problem("truck-build", vi, en, "vehicle_type", value=f"{build.body} {build.axles}")])


def _semi_key(build: Build) -> str:
    if build.axles < SEMI_LONG_AXLES:
        return f"truck.gross.semi_{build.axles}_t"
    number = min(build.axles, SEMI_MOST_AXLES)
    span = build.span_m
    if span is None or span <= MIDDLE_KINGPIN_M:
        return f"truck.gross.semi_{number}_short_t"
    if number == SEMI_MOST_AXLES and span > LONG_KINGPIN_M:
        return "truck.gross.semi_6_long_t"
    return f"truck.gross.semi_{number}_middle_t"


def group_key(group: AxleGroup) -> str:
    """Return the rule parameter that limits the load of an axle group."""
    if group.axles == 1:
        return "truck.axle.single_t"
    if group.axles == 2:  # noqa: PLR2004
        near = "near" if group.spacing_m < 1.0 else "middle" if group.spacing_m < 1.3 else "far"  # noqa: PLR2004
        return f"truck.axle.tandem_{near}_t"
    if group.axles == 3:  # noqa: PLR2004
        return f"truck.axle.tridem_{'near' if group.spacing_m <= 1.3 else 'far'}_t"  # noqa: PLR2004
    vi, en = "Cụm trục có 1, 2 hoặc 3 trục.", "A group has 1, 2 or 3 axles."
    raise InputError([Problem("truck-build", vi, en, "vehicle_type", value=str(group.axles))])


def lawful_gross_t(build: Build, limits: Mapping[str, float]) -> float:
    """Return the most a truck may weigh with its load.

    Circular 46/2015/TT-BGTVT Articles 16 to 18, Circular 39/2024/TT-BGTVT Article 14: the gross weight by number of
    axles, 2 t less for each metre that the kingpin stands nearer than 3.2 m, and no more than the axle groups bear
    together.

    Parameters
    ----------
    build : Build
        The truck.
    limits : mapping of str to float
        Tonnes by the keys of :func:`gross_key` and :func:`group_key`, as in force on the day.

    Raises
    ------
    InputError
        When the build has no weight in the law, or a limit that is needed is not in ``limits``.

    """
    keys = [gross_key(build), *(group_key(group) for group in build.groups)]
    missing = [key for key in keys if key not in limits]
    if missing:
        vi, en = "Chưa có giới hạn này trong ngày tính; bổ sung bảng rule_parameter.", "No such limit is in force."
        raise InputError([Problem("missing-limit", vi, en, "rule_parameter", key) for key in missing])
    gross = limits[keys[0]]
    if build.body == SEMI_TRAILER and build.span_m is not None and build.span_m < SHORT_KINGPIN_M:
        gross -= SHORT_PER_M_T * (SHORT_KINGPIN_M - build.span_m)
    borne = sum(limits[key] for key in keys[1:])
    return min(gross, borne) if build.groups else gross


def lawful_payload_t(payload_t: float, gross_t: float, build: Build, limits: Mapping[str, float]) -> float:
    """Return what a truck may carry: its maker's payload, less what its gross weight is above the law's."""
    return max(0.0, payload_t - max(0.0, gross_t - lawful_gross_t(build, limits)))
