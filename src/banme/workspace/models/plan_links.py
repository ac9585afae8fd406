"""What the plan stands on and fits with: articles cited, and links to other plans."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.law.bases import article_numbers
from banme.workspace import fields
from banme.workspace.beside import Rows
from banme.workspace.models.base import Sourced
from banme.workspace.text import both


class TaskCitation(Sourced):
    """An article of law that a plan, an objective or a task rests on."""

    code = fields.code()
    plan = fields.ref("workspace.Plan", "plan_code", "Kế hoạch", "Plan", required=False)
    objective = fields.ref("workspace.Objective", "objective_code", "Mục tiêu", "Objective", required=False)
    task = fields.ref("workspace.Task", "task_code", "Nhiệm vụ", "Task", required=False)
    act = fields.ref("workspace.LegalAct", "act_code", "Văn bản", "Act")
    article = fields.words("Điều khoản", "Article", "Ví dụ Điều 8.1c", "E.g. Điều 8.1c", size=80)
    cited_on = fields.day("Ngày viện dẫn", "Cited on", required=True)
    purpose = fields.words("Viện dẫn để làm gì", "What it is cited for", size=300)

    class Meta:
        db_table = "task_citation"
        verbose_name = both("Căn cứ pháp lý", "Legal basis")
        verbose_name_plural = both("Căn cứ pháp lý của kế hoạch", "Legal bases of the plan")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for exactly one thing that cites."""
        problems = super().row_problems(row)
        if _given(row, "plan", "objective", "task") != 1:
            problems.append(
                both(
                    "Ghi đúng một trong plan_code, objective_code, task_code",
                    "Give exactly one of plan_code, objective_code, task_code",
                )
            )
        return problems

    @classmethod
    def beside_problems(cls, row: dict[str, Any], rows: Rows) -> list[Any]:
        """Refuse to cite an act, or an article, before it existed."""
        act, cited = rows.of("legal_act").get(row.get("act")), row.get("cited_on")
        if act is None or cited is None:
            return []
        since = min(day for day in (act["signed_on"], act["valid_from"]) if day is not None)
        if cited < since:
            return [
                both(
                    f"Viện dẫn {act['number']} trước ngày ban hành {since:%d/%m/%Y}: sửa cited_on hoặc act_code",
                    f"{act['number']} is cited before it was issued on {since}: correct cited_on or act_code",
                )
            ]
        wanted = article_numbers(row.get("article") or "")
        versions = [
            each["valid_from"]
            for each in rows.of("legal_article").values()
            if each["act"] == row["act"] and article_numbers(each["article"]) & wanted
        ]
        first = min(versions, default=since)
        if cited < first and first > act["valid_from"]:
            return [
                both(
                    f"{row['article']} {act['number']} chỉ có từ {first:%d/%m/%Y}: sửa cited_on hoặc article",
                    f"{row['article']} of {act['number']} exists only from {first}: correct cited_on or article",
                )
            ]
        return []


class LinkKind(models.TextChoices):
    """How an item of one plan bears on an item of another."""

    IMPLEMENTS = "implements", both("Thực hiện", "Implements")
    CONTRIBUTES = "contributes", both("Góp phần", "Contributes to")
    CONFLICTS = "conflicts", both("Mâu thuẫn với", "Conflicts with")
    DUPLICATES = "duplicates", both("Trùng với", "Duplicates")


LINK_COLOUR = {"implements": "#1a7f37", "contributes": "#0969da", "conflicts": "#b42318", "duplicates": "#bc4c00"}


class PlanLink(Sourced):
    """A typed link from an objective or task to an item of another plan, its sentence and who confirmed it."""

    code = fields.code()
    objective = fields.ref("workspace.Objective", "objective_code", "Từ mục tiêu", "From objective", required=False)
    task = fields.ref("workspace.Task", "task_code", "Từ nhiệm vụ", "From task", required=False)
    kind = fields.choice(LinkKind, "Quan hệ", "Link")
    to_objective = fields.ref(
        "workspace.Objective", "to_objective_code", "Tới mục tiêu", "To objective", required=False
    )
    to_task = fields.ref("workspace.Task", "to_task_code", "Tới nhiệm vụ", "To task", required=False)
    sentence = models.TextField(
        both("Câu nguồn", "Source sentence"),
        help_text=both("Câu của văn bản cho thấy quan hệ", "The sentence of the document that shows the link"),
    )
    confirmed_by = fields.words("Người xác nhận", "Confirmed by", "Để trống nếu chưa", "Empty if nobody has", size=200)
    confirmed_on = fields.day("Ngày xác nhận", "Confirmed on")

    class Meta:
        db_table = "plan_link"
        verbose_name = both("Liên kết kế hoạch", "Link of plans")
        verbose_name_plural = both("Liên kết giữa kế hoạch", "Links of plans")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for one item at each end, and for person and day of a confirmation together."""
        problems = super().row_problems(row)
        for ends in (("objective", "task"), ("to_objective", "to_task")):
            if _given(row, *ends) != 1:
                columns = [f"{name}_code" for name in ends]
                problems.append(
                    both(
                        f"Ghi đúng một trong {columns[0]}, {columns[1]}",
                        f"Give exactly one of {columns[0]}, {columns[1]}",
                    )
                )
        if bool(str(row.get("confirmed_by") or "").strip()) != (row.get("confirmed_on") is not None):
            problems.append(
                both(
                    "confirmed_by và confirmed_on phải cùng có hoặc cùng trống",
                    "confirmed_by and confirmed_on are given together or not at all",
                )
            )
        return problems


def _given(row: dict[str, Any], *names: str) -> int:
    return sum(bool(row.get(name)) for name in names)
