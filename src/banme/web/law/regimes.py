"""Law by date: which acts and rules govern a day, and what changed since another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banme.errors import BanMeError
from banme.law import Difference, Parameter, Regime, Standing, differences
from banme.studies.regime import rule_book
from banme.web.law import asking
from banme.workspace.models.law import ActKind, ActTopic
from banme.workspace.text import both

GROUPS = (
    ("cluster.establish", both("Thành lập cụm", "Establishing a cluster")),
    ("cluster.expand", both("Mở rộng cụm", "Expanding a cluster")),
    ("cluster.authority", both("Cơ quan có thẩm quyền", "Competent bodies")),
    ("cluster.clock", both("Thời hạn thủ tục", "Terms of the procedure")),
    ("cluster.investor", both("Lựa chọn chủ đầu tư", "Selecting the investor")),
    ("cluster.council", both("Hội đồng", "The Council")),
    ("cluster.form", both("Biểu mẫu", "Forms")),
    ("cluster.report", both("Báo cáo", "Reports")),
    ("cluster", both("Cụm công nghiệp, quy định khác", "Clusters, other rules")),
    ("planning", both("Quy chuẩn quy hoạch", "Planning standards")),
    ("wastewater", both("Nước thải", "Wastewater")),
    ("time", both("Cách tính thời hạn", "How terms are counted")),
)


@require_safe
def regimes(request: HttpRequest) -> HttpResponse:
    """Show the acts and rules of a day, and what differs from another day."""
    day = asking.day(request, "day") or asking.today()
    against, filed = asking.day(request, "against"), asking.day(request, "filed_on")
    context: dict[str, Any] = {"day": day, "against": against, "filed_on": filed, "tab": "law"}
    try:
        book = rule_book()
        regime = book.on(day, filed)
        changes = differences(book.on(against), regime) if against is not None else ()
    except BanMeError as error:
        return render(request, "web/law/regimes.html", context | {"errors": asking.lines(error)}, status=400)
    spoken = asking.language()
    context |= {
        "acts": [
            {
                "act": act,
                "topic": dict(ActTopic.choices).get(act.topic, act.topic),
                "kind": dict(ActKind.choices).get(act.kind, act.kind),
                "title": act.title.text(spoken),
                "mark": act.mark.label.text(spoken),
                "tone": mark_tone(act.mark),
                "note": act.note.text(spoken),
            }
            for act in sorted(regime.acts, key=lambda each: (each.topic, each.valid_from))
        ],
        "groups": _grouped(regime),
        "cautions": [each.text(spoken) for each in regime.cautions],
        "unconfirmed": len(regime.unconfirmed()),
        "differences": [_difference(each) for each in changes],
    }
    return render(request, "web/law/regimes.html", context)


def rule(parameter: Parameter, regime: Regime) -> dict[str, Any]:
    """Return a parameter as a page shows it."""
    spoken = asking.language()
    return {
        "label": parameter.label.text(spoken),
        "wording": parameter.wording.text(spoken),
        "answer": parameter.answer(spoken),
        "basis": regime.basis(parameter),
        "mark": parameter.mark.label.text(spoken),
        "tone": mark_tone(parameter.mark),
        "law": parameter.standing is Standing.LAW,
        "standing": parameter.standing.label.text(spoken),
        "code": parameter.code,
        "note": parameter.note.text(spoken),
        "from": parameter.valid_from,
        "to": parameter.valid_to,
    }


def difference(each: Difference) -> dict[str, str]:
    """Return a difference as a page shows it; an answer that is not law carries its mark."""
    spoken = asking.language()
    return {
        "label": each.label.text(spoken),
        "before": "–" if each.before is None else each.before.stated(spoken),
        "after": "–" if each.after is None else each.after.stated(spoken),
        "kind": each.kind_label.text(spoken),
        "code": each.kind,
    }


_difference = difference


def mark_tone(mark: str) -> str:
    """Return the name of a mark's colour."""
    return f"mark-{mark}"


def _grouped(regime: Regime) -> list[dict[str, Any]]:
    left = dict(regime.parameters)
    found = []
    for prefix, title in GROUPS:
        keys = [key for key in left if key == prefix or key.startswith(prefix + ".")]
        rows = [rule(left.pop(key), regime) for key in keys]
        if rows:
            found.append({"title": title, "rows": rows})
    return found
