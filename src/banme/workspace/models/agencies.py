"""Agencies, and who answers for which task."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Dated, Sourced
from banme.workspace.text import both


class PlanLevel(models.TextChoices):
    """Levels of government that issue plans and carry them out; the district level ended on 1 July 2025."""

    NATION = "nation", both("Trung ương", "Nation")
    PROVINCE = "province", both("Cấp tỉnh", "Province")
    DISTRICT = "district", both("Cấp huyện", "District")
    COMMUNE = "commune", both("Cấp xã", "Commune")


class AgencyKind(models.TextChoices):
    """What an agency is."""

    COMMITTEE = "committee", both("Ủy ban nhân dân", "People's Committee")
    DEPARTMENT = "department", both("Sở, ban, ngành", "Department")
    DIVISION = "division", both("Phòng, đơn vị sự nghiệp", "Division, public unit")
    MINISTRY = "ministry", both("Bộ, cơ quan trung ương", "Ministry, central body")
    ENTERPRISE = "enterprise", both("Doanh nghiệp", "Enterprise")
    ASSOCIATION = "association", both("Hội, đoàn thể, viện, trường", "Association, institute")


class Agency(Dated, Sourced):
    """A body with duties, over the days it existed, and the body that took its duties over."""

    no_circle = ("code", "successor")

    code = fields.code()
    name = fields.name()
    name_en = fields.words("Tên tiếng Anh", "Name in English", size=200)
    short_name = fields.words("Tên tắt", "Short name", "Dùng trong bảng và sơ đồ", "Used in tables and charts", size=40)
    kind = fields.choice(AgencyKind, "Loại", "Kind")
    level = fields.choice(PlanLevel, "Cấp", "Level")
    unit = fields.ref("workspace.AdminUnit", "unit_code", "Địa bàn", "Area", required=False)
    successor = fields.ref(
        "workspace.Agency",
        "successor_code",
        "Cơ quan kế thừa",
        "Successor",
        "Nhận nhiệm vụ từ ngày sau valid_to, trừ khi bảng task_role nói khác",
        "Takes the duties over the day after valid_to, unless table task_role says otherwise",
        required=False,
    )
    legal_basis = fields.words("Căn cứ pháp lý", "Legal basis", size=200)

    class Meta:
        db_table = "agency"
        verbose_name = both("Cơ quan", "Agency")
        verbose_name_plural = both("Các cơ quan", "Agencies")
        ordering = ("level", "code")

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Refuse a successor while the agency goes on, and one that succeeds itself."""
        problems = super().row_problems(row)
        successor = row.get("successor")
        if successor and row.get("valid_to") is None:
            problems.append(
                both(
                    "Có cơ quan kế thừa thì phải ghi valid_to",
                    "An agency with a successor needs its valid_to",
                )
            )
        if successor and successor == row.get("code"):
            problems.append(both("Cơ quan không tự kế thừa chính mình", "An agency does not succeed itself"))
        return problems


class Role(models.TextChoices):
    """What an agency does in a task."""

    LEAD = "lead", both("Chủ trì", "Leads")
    COORDINATES = "coordinates", both("Phối hợp", "Coordinates")
    CONSULTED = "consulted", both("Được lấy ý kiến", "Consulted")
    INFORMED = "informed", both("Được thông báo", "Informed")


ROLE_COLOUR = {"lead": "#b42318", "coordinates": "#0969da", "consulted": "#8250df", "informed": "#57606a"}


class TaskRole(Dated, Sourced):
    """An agency's part in a task over some days. On any day one agency leads a task, and one only."""

    one_at_a_time = ("task",)
    one_at_a_time_where = ("role", Role.LEAD)

    code = fields.code()
    task = fields.ref("workspace.Task", "task_code", "Nhiệm vụ", "Task")
    agency = fields.ref("workspace.Agency", "agency_code", "Cơ quan", "Agency")
    role = fields.choice(
        Role,
        "Vai trò",
        "Role",
        "Mỗi nhiệm vụ chỉ một cơ quan chủ trì; chủ trì do suy đoán ghi quality = assumed",
        "One lead a task; a lead that no text names has quality = assumed",
    )

    class Meta:
        db_table = "task_role"
        verbose_name = both("Phân công", "Role in a task")
        verbose_name_plural = both("Phân công nhiệm vụ", "Roles in tasks")
        ordering = ("task", "role", "code")
