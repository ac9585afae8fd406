"""Pages for what goes wrong; under ``/api/`` the same as JSON problems."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from banme.errors import Problem
from banme.web.api.faults import in_both, refuse
from banme.workspace.text import both

_TEXTS = {
    400: (
        both("Yêu cầu không đọc được", "The request cannot be read"),
        both("Quay lại trang trước và thử lại.", "Go back and try again."),
    ),
    403: (
        both("Không được phép", "Not allowed"),
        both(
            "Biểu mẫu đã hết hạn hoặc được gửi từ trang khác: mở lại trang và gửi lại.",
            "The form has expired or came from another site: open the page again and resend.",
        ),
    ),
    404: (
        both("Không có trang này", "No such page"),
        both("Kiểm tra địa chỉ, hoặc tìm trong sổ dữ liệu.", "Check the address, or search the registers."),
    ),
    500: (
        both("Máy chủ gặp lỗi", "The server failed"),
        both(
            "Dữ liệu chưa bị thay đổi. Xem nhật ký của lệnh banme serve.",
            "Nothing was changed. See the log of banme serve.",
        ),
    ),
}


def page(request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
    """Answer with the page of a status, or its problem under ``/api/``."""
    title, advice = _TEXTS[status]
    if request.path.startswith("/api/"):
        (title_vi, title_en), (advice_vi, advice_en) = in_both(title), in_both(advice)
        vi, en = f"{title_vi}. {advice_vi}", f"{title_en}. {advice_en}"
        return refuse(status, Problem(rule=f"http-{status}", value=request.path, vi=vi, en=en))
    context = {"title": title, "advice": advice, "detail": detail, "status": status}
    return render(request, "web/fault.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer a request that cannot be read."""
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer a request that is not allowed."""
    return page(request, 403)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form that did not come from our page."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return page(request, 404, str(exception) if exception.args and isinstance(exception.args[0], str) else "")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a failure of ours."""
    return page(request, 500)
