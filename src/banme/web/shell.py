"""What every page shows: the rooms, where the reader is, the reader's name and language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from banme.web.numbers import vietnamese
from banme.web.people import SESSION_KEY
from banme.workspace.text import both

ROOMS = (
    ("home", both("Bản đồ", "Map")),
    ("registers", both("Sổ dữ liệu", "Registers")),
    ("plan", both("Kế hoạch", "Plan")),
    ("clusters", both("Cụm công nghiệp", "Clusters")),
    ("assessment", both("Đánh giá", "Assessment")),
    ("scenarios", both("Kịch bản", "Scenarios")),
    ("runs", both("Kết quả", "Results")),
    ("rounds", both("Chuyến xe", "Rounds")),
    ("compare", both("So sánh", "Compare")),
    ("law", both("Pháp luật", "Law")),
    ("sources", both("Nguồn", "Sources")),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's values for any template."""
    match = request.resolver_match
    here = match.url_name.split("_")[0] if match is not None and match.url_name else ""
    session = getattr(request, "session", {})
    return {
        "rooms": [
            {"url": reverse(name), "title": title, "here": here == name.rstrip("s") or here == name}
            for name, title in ROOMS
        ],
        "language": "vi" if vietnamese() else "en",
        "other_language": "en" if vietnamese() else "vi",
        "person_name": session.get(SESSION_KEY, ""),
    }
