"""One task: roles, days, why it is late, milestones, evidence, comments, attached files, and its changes."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from banme.studies.programme import board as study
from banme.studies.programme.agency import waits_for
from banme.studies.programme.words import PARTS, STATES
from banme.web.clusters.views import asked_day
from banme.web.people import SESSION_KEY
from banme.web.plan.views import chain, frame
from banme.web.registers import history
from banme.workspace.models import (
    Agency,
    AttachedContent,
    Evidence,
    Indicator,
    Milestone,
    Task,
    TaskAttachment,
    TaskBudget,
    TaskCitation,
    TaskComment,
    TaskProgress,
)
from banme.workspace.text import both

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 10_000_000
MOST_LETTERS = 4_000
SAFE_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".zip": "application/zip",
}
"""Kinds of files that may be attached, by ending; always handed out as downloads."""


def find(code: str) -> Task:
    """Return the task of that code; page not found when there is none."""
    task = Task.objects.filter(code=code).select_related("plan").first()
    if task is None:
        raise Http404(str(both(f"Không có nhiệm vụ {code}", f"There is no task {code}")))
    return task


@require_safe
def task(request: HttpRequest, code: str) -> HttpResponse:
    """Show a task."""
    row = find(code)
    found = study.board(row.plan.code, asked_day(request))
    node = next(each for each in found.nodes if each.item.code == code)
    names = {each.code: each for each in Agency.objects.all()}
    holders = [one for one in found.roster.holders if one.task == code]
    context: dict[str, Any] = {
        **frame(found, "board"),
        "task": row,
        "node": node,
        "state": STATES[node.state],
        "days": found.days(code),
        "baseline": found.baseline.get(code),
        "slip": found.slip_days(code),
        "slack": found.slack(code),
        "critical": code in found.critical,
        "chain": chain(found, code),
        "waits": waits_for(found, code),
        "holders": [(PARTS[one.part], one, names[one.agency]) for one in holders],
        "milestones": Milestone.objects.filter(task=row),
        "reports": TaskProgress.objects.filter(task=row).select_related("reported_by").order_by("-reported_on"),
        "budgets": TaskBudget.objects.filter(task=row),
        "citations": TaskCitation.objects.filter(task=row).select_related("act"),
        "evidence": Evidence.objects.filter(task=row),
        "indicators": Indicator.objects.filter(task=row),
        "comments": TaskComment.objects.filter(task=row),
        "attachments": TaskAttachment.objects.filter(task=row),
        "endings": ",".join(SAFE_TYPES),
        "changes": history.changes(row),
    }
    return render(request, "web/plan/task.html", context)


@require_POST
def comment(request: HttpRequest, code: str) -> HttpResponse:
    """Add a comment, signed with the reader's name."""
    row, text = find(code), request.POST.get("text", "").strip()
    name = _name(request)
    if not name:
        messages.error(request, str(both("Ghi tên của bạn trước khi góp ý.", "Give your name before you comment.")))
    elif not text or len(text) > MOST_LETTERS:
        messages.error(
            request,
            str(both(f"Góp ý cần từ 1 đến {MOST_LETTERS} chữ.", f"A comment has 1 to {MOST_LETTERS} characters.")),
        )
    else:
        TaskComment.objects.create(code=_code(row), task=row, author=name, written_at=timezone.now(), text=text)
        messages.success(request, str(both("Đã ghi góp ý.", "Your comment was added.")))
    return redirect("plan_task", row.code)


@require_POST
def attach(request: HttpRequest, code: str) -> HttpResponse:
    """Attach a file of a known kind, at most 10 MB, kept in the workspace under its SHA-256."""
    row, sent = find(code), request.FILES.get("file")
    problem = _refused(sent)
    if not _name(request):
        problem = str(both("Ghi tên của bạn trước khi đính kèm.", "Give your name before you attach a file."))
    if problem or sent is None:
        messages.error(request, problem)
        return redirect("plan_task", row.code)
    content = sent.read()
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        AttachedContent.objects.get_or_create(sha256=digest, defaults={"content": content})
        TaskAttachment.objects.create(
            code=_code(row),
            task=row,
            name=PurePath(sent.name or "").name[:200],
            media_type=SAFE_TYPES[PurePath(sent.name or "").suffix.lower()],
            size_bytes=len(content),
            sha256=digest,
            added_by=_name(request),
            added_at=timezone.now(),
        )
    messages.success(request, str(both("Đã đính kèm tệp.", "The file was attached.")))
    return redirect("plan_task", row.code)


@require_safe
def attachment(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001  (the same file for every reader)
    """Hand an attached file out, as a download."""
    row = TaskAttachment.objects.filter(code=code).first()
    stored = None if row is None else AttachedContent.objects.filter(sha256=row.sha256).first()
    if row is None or stored is None:
        raise Http404(str(both("Tệp không có trong vùng làm việc này", "The file is not in this workspace")))
    headers = {"X-Content-Type-Options": "nosniff"}
    answer = HttpResponse(bytes(stored.content), content_type=row.media_type, headers=headers)
    answer.headers["Content-Disposition"] = _disposition(row.name)
    return answer


def _disposition(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name)}"


def _refused(sent: UploadedFile | None) -> str:
    if sent is None:
        return str(both("Chọn một tệp.", "Choose a file."))
    if PurePath(sent.name or "").suffix.lower() not in SAFE_TYPES:
        kinds = ", ".join(SAFE_TYPES)
        return str(both(f"Chỉ nhận tệp {kinds}.", f"Only files {kinds} are taken."))
    if (sent.size or 0) > MOST_BYTES:
        return str(both("Tệp quá 10 MB.", "The file is larger than 10 MB."))
    return ""


def _name(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and not request.session.get(SESSION_KEY):
        return str(user.first_name or user.get_username())
    return str(request.session.get(SESSION_KEY, ""))


def _code(row: Task) -> str:
    return f"{row.code[:40]}-{uuid.uuid4().hex[:12]}"
