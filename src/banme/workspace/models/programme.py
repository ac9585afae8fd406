"""The plan: objectives, tasks, milestones, what waits for what, money, baselines and progress."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.workspace import fields
from banme.workspace.models.agencies import PlanLevel
from banme.workspace.models.base import Sourced
from banme.workspace.text import both


class Plan(Sourced):
    """A plan of some level or sector: ours, and those it has to fit with."""

    code = fields.code()
    name = fields.name()
    name_en = fields.words("Tên tiếng Anh", "Name in English", size=200)
    level = fields.choice(PlanLevel, "Cấp", "Level")
    sector = fields.words("Ngành, lĩnh vực", "Sector", "Để trống nếu chung", "Empty when general", size=80)
    issuer = fields.ref("workspace.Agency", "issuer_code", "Cơ quan ban hành", "Issuer", required=False)
    document = fields.words("Số, ký hiệu văn bản", "Document number", size=120)
    issued_on = fields.day("Ngày ban hành", "Issued on")
    starts_on = fields.day("Bắt đầu thực hiện", "Starts on", required=True)
    ends_on = fields.day("Kết thúc", "Ends on", required=True)

    class Meta:
        db_table = "plan"
        verbose_name = both("Kế hoạch", "Plan")
        verbose_name_plural = both("Các kế hoạch", "Plans")
        ordering = ("level", "code")

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Refuse a plan that ends before it starts."""
        return [*super().row_problems(row), *_reversed(row, "starts_on", "ends_on")]


class Objective(Sourced):
    """What a plan is to bring about; objectives may be divided into smaller ones."""

    no_circle = ("parent", "code")

    code = fields.code()
    plan = fields.ref("workspace.Plan", "plan_code", "Kế hoạch", "Plan")
    parent = fields.ref("workspace.Objective", "parent_code", "Thuộc mục tiêu", "Part of", required=False)
    position = fields.whole("Thứ tự", "Position", required=True)
    name = fields.name()
    name_en = fields.words("Tên tiếng Anh", "Name in English", size=200)
    wording = fields.words("Nội dung", "Wording", "Điều kế hoạch yêu cầu", "What the plan asks for")
    weight = fields.number("Trọng số", "Weight", "So với các mục tiêu cùng cấp", "Against its sisters", required=True)
    due_on = fields.day("Thời hạn", "Due on")

    class Meta:
        db_table = "objective"
        verbose_name = both("Mục tiêu", "Objective")
        verbose_name_plural = both("Mục tiêu", "Objectives")
        ordering = ("plan", "position", "code")


class WorkDays(models.TextChoices):
    """Days on which a task goes on."""

    WORKING = "working", both("Ngày làm việc, trừ lễ", "Monday to Friday less holidays")
    SIX_DAY = "six_day", both("Thứ Hai đến thứ Bảy, trừ lễ", "Monday to Saturday less holidays")
    EVERY = "every", both("Mọi ngày theo lịch", "Every calendar day")


class RiskLevel(models.TextChoices):
    """How grave a task's risk is."""

    LOW = "low", both("Thấp", "Low")
    MEDIUM = "medium", both("Trung bình", "Medium")
    HIGH = "high", both("Cao", "High")


RISK_COLOUR = {"low": "#1a7f37", "medium": "#bc4c00", "high": "#b42318"}


class Task(Sourced):
    """A piece of work; tasks may be divided, and only those without parts are scheduled."""

    no_circle = ("parent", "code")

    code = fields.code()
    plan = fields.ref("workspace.Plan", "plan_code", "Kế hoạch", "Plan")
    objective = fields.ref(
        "workspace.Objective",
        "objective_code",
        "Mục tiêu",
        "Objective",
        "Nhiệm vụ không có mục tiêu sẽ bị nêu ra",
        "A task without objective is pointed out",
        required=False,
    )
    parent = fields.ref("workspace.Task", "parent_code", "Thuộc nhiệm vụ", "Part of", required=False)
    position = fields.whole("Thứ tự", "Position", required=True)
    name = fields.name()
    name_en = fields.words("Tên tiếng Anh", "Name in English", size=200)
    weight = fields.number("Trọng số", "Weight", "So với các nhiệm vụ cùng cấp", "Against its sisters", required=True)
    output = fields.words("Sản phẩm", "Output", "Cái sẽ có khi xong", "What will be there when it is done")
    unit = fields.ref("workspace.AdminUnit", "unit_code", "Địa bàn", "Area", required=False)
    cluster = fields.ref("workspace.IndustrialCluster", "cluster_code", "Khu, cụm", "Cluster", required=False)
    starts_no_earlier_on = fields.day("Không bắt đầu trước", "Starts no earlier than")
    duration_days = fields.whole(
        "Thời gian làm (ngày theo lịch của nhiệm vụ)",
        "Duration (days of its calendar)",
        "Để trống với nhiệm vụ có nhiệm vụ con",
        "Empty for a task that has parts",
    )
    work_days = fields.choice(WorkDays, "Lịch làm việc", "Calendar", default=WorkDays.WORKING)
    due_on = fields.day("Thời hạn", "Due on")
    risk = fields.words("Rủi ro", "Risk", "Điều có thể làm chậm, và cách phòng", "What may delay it, and the remedy")
    risk_level = fields.choice(RiskLevel, "Mức rủi ro", "Level of risk", blank=True, default="")

    class Meta:
        db_table = "task"
        verbose_name = both("Nhiệm vụ", "Task")
        verbose_name_plural = both("Nhiệm vụ", "Tasks")
        ordering = ("plan", "position", "code")

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Refuse a due day before the earliest start, and a risk without level or a level without risk."""
        problems = [*super().row_problems(row), *_reversed(row, "starts_no_earlier_on", "due_on")]
        if bool(str(row.get("risk") or "").strip()) != bool(row.get("risk_level")):
            problems.append(
                both(
                    "risk và risk_level phải cùng có hoặc cùng trống",
                    "risk and risk_level are given together or not at all",
                )
            )
        return problems


class Milestone(Sourced):
    """A moment by which a task is judged."""

    code = fields.code()
    task = fields.ref("workspace.Task", "task_code", "Nhiệm vụ", "Task")
    name = fields.name()
    name_en = fields.words("Tên tiếng Anh", "Name in English", size=200)
    due_on = fields.day("Thời hạn", "Due on", required=True)
    reached_on = fields.day("Đạt ngày", "Reached on")

    class Meta:
        db_table = "milestone"
        verbose_name = both("Cột mốc", "Milestone")
        verbose_name_plural = both("Cột mốc", "Milestones")
        ordering = ("due_on", "code")


class DependencyKind(models.TextChoices):
    """Which end of a task waits for which end of another."""

    FINISH_START = "FS", both("Xong rồi mới bắt đầu", "Finish to start")
    START_START = "SS", both("Bắt đầu rồi mới bắt đầu", "Start to start")
    FINISH_FINISH = "FF", both("Xong rồi mới xong", "Finish to finish")
    START_FINISH = "SF", both("Bắt đầu rồi mới xong", "Start to finish")


class TaskDependency(Sourced):
    """A task that waits for another, with a lag in days of the waiting task's calendar."""

    no_circle = ("before", "after")

    code = fields.code()
    before = fields.ref("workspace.Task", "before_code", "Nhiệm vụ trước", "Task before")
    after = fields.ref("workspace.Task", "after_code", "Nhiệm vụ sau", "Task after")
    kind = fields.choice(DependencyKind, "Kiểu", "Kind", default=DependencyKind.FINISH_START)
    lag_days = fields.whole(
        "Độ trễ (ngày theo lịch của nhiệm vụ sau)",
        "Lag (days of the later task's calendar)",
        "Số âm: gối đầu",
        "Negative: overlap",
        low=-3650,
        high=3650,
        required=True,
    )

    class Meta:
        db_table = "task_dependency"
        verbose_name = both("Phụ thuộc", "Dependency")
        verbose_name_plural = both("Phụ thuộc giữa nhiệm vụ", "Dependencies of tasks")
        ordering = ("before", "after", "code")

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Refuse a task that waits for itself."""
        problems = super().row_problems(row)
        if row.get("before") is not None and row.get("before") == row.get("after"):
            problems.append(both("Nhiệm vụ không chờ chính mình", "A task does not wait for itself"))
        return problems


class Fund(models.TextChoices):
    """Where money comes from."""

    CENTRAL = "central", both("Ngân sách trung ương", "Central budget")
    PROVINCE = "province", both("Ngân sách tỉnh", "Provincial budget")
    LOCAL = "local", both("Ngân sách huyện, xã", "District or commune budget")
    INVESTOR = "investor", both("Nhà đầu tư", "Investor")
    CREDIT = "credit", both("Tín dụng", "Credit")
    OTHER = "other", both("Khác", "Other")


class TaskBudget(Sourced):
    """Money set aside for a task from one fund in one year."""

    code = fields.code()
    task = fields.ref("workspace.Task", "task_code", "Nhiệm vụ", "Task")
    year = fields.whole("Năm", "Year", low=1990, high=2100, required=True)
    fund = fields.choice(Fund, "Nguồn vốn", "Fund")
    budget_line = fields.words(
        "Dự án, khoản ngân sách",
        "Budget line",
        "Mã dự án hoặc khoản chi: một khoản ghi ở hai nhiệm vụ là tính trùng",
        "Project or line: one line at two tasks is counted twice",
        size=120,
    )
    planned_vnd = fields.number("Kế hoạch vốn (đồng)", "Planned (VND)", required=True)

    class Meta:
        db_table = "task_budget"
        verbose_name = both("Kinh phí nhiệm vụ", "Budget of a task")
        verbose_name_plural = both("Kinh phí nhiệm vụ", "Budgets of tasks")
        ordering = ("task", "year", "code")


class TaskBaseline(Sourced):
    """A task's days as once agreed, against which slippage is measured."""

    code = fields.code()
    task = fields.ref("workspace.Task", "task_code", "Nhiệm vụ", "Task")
    baseline = models.CharField(
        both("Mốc so sánh", "Baseline"),
        max_length=40,
        validators=[fields.CODE_RULE],
        help_text=both("Tên chung của một lần chốt, ví dụ 2023", "Common name of one setting, e.g. 2023"),
    )
    set_on = fields.day("Ngày chốt", "Set on", required=True)
    starts_on = fields.day("Bắt đầu", "Starts on", required=True)
    ends_on = fields.day("Kết thúc", "Ends on", required=True)

    class Meta:
        db_table = "task_baseline"
        verbose_name = both("Mốc so sánh của nhiệm vụ", "Baseline of a task")
        verbose_name_plural = both("Mốc so sánh của nhiệm vụ", "Baselines of tasks")
        ordering = ("baseline", "task", "code")
        constraints = [models.UniqueConstraint(fields=["task", "baseline"], name="baseline_once")]

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Refuse an end before its start."""
        return [*super().row_problems(row), *_reversed(row, "starts_on", "ends_on")]


class TaskProgress(Sourced):
    """What was reported of a task on a day."""

    code = fields.code()
    task = fields.ref("workspace.Task", "task_code", "Nhiệm vụ", "Task")
    reported_on = fields.day("Ngày báo cáo", "Reported on", required=True)
    reported_by = fields.ref("workspace.Agency", "reported_by_code", "Cơ quan báo cáo", "Reported by", required=False)
    progress_pct = fields.number("Tiến độ báo cáo (%)", "Progress reported (%)", high=100, required=True)
    actual_start = fields.day("Bắt đầu thực tế", "Actual start")
    actual_end = fields.day("Xong thực tế", "Actual end")
    remaining_days = fields.whole(
        "Thời gian còn lại (ngày theo lịch của nhiệm vụ)",
        "Remaining (days of its calendar)",
        "Để trống: suy từ tiến độ",
        "Empty: from the progress",
    )
    spent_vnd = fields.number("Đã chi lũy kế (đồng)", "Spent to date (VND)")

    class Meta:
        db_table = "task_progress"
        verbose_name = both("Báo cáo tiến độ", "Progress report")
        verbose_name_plural = both("Báo cáo tiến độ", "Progress reports")
        ordering = ("task", "reported_on", "code")
        constraints = [models.UniqueConstraint(fields=["task", "reported_on"], name="progress_once_a_day")]

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask that start, end and progress agree, and that nothing is reported before it happened."""
        problems = [*super().row_problems(row), *_reversed(row, "actual_start", "actual_end")]
        percent, start, end = row.get("progress_pct"), row.get("actual_start"), row.get("actual_end")
        if percent is not None and percent > 0 and start is None:
            problems.append(both("Đã có tiến độ: ghi actual_start", "There is progress: give actual_start"))
        if (percent == 100) != (end is not None):  # noqa: PLR2004
            problems.append(
                both(
                    "actual_end có khi và chỉ khi progress_pct = 100",
                    "actual_end is given when progress_pct = 100, and only then",
                )
            )
        said = row.get("reported_on")
        for column in ("actual_start", "actual_end"):
            day = row.get(column)
            if said is not None and day is not None and day > said:
                problems.append(both(f"{column} sau ngày báo cáo", f"{column} is after the day of the report"))
        return problems


def _reversed(row: dict[str, Any], first: str, last: str) -> list[Any]:
    start, end = row.get(first), row.get(last)
    if start is not None and end is not None and end < start:
        return [
            both(
                f"{last} phải sau {first}: sửa một trong hai ngày",
                f"{last} must not be before {first}: correct one of the days",
            )
        ]
    return []
