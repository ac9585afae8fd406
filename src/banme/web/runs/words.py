"""The machine words that runs store, as people read them: stages, units, reasons, messages."""

from __future__ import annotations

from typing import Any

from banme.workspace.text import both

STAGES: dict[str, Any] = {
    "queued": both("Đang chờ", "Waiting"),
    "inputs": both("Đọc số liệu", "Reading the data"),
    "roads": both("Tính đường đi", "Finding routes"),
    "relax": both("Tìm cận dưới", "Finding the lower bound"),
    "kernel": both("Tìm phương án", "Searching for the plan"),
    "solve": both("Tìm phương án", "Searching for the plan"),
    "alternatives": both("Xét các phương án gần tối ưu", "Surveying near-optimal plans"),
    "alone": both("Giải riêng từng tương lai", "Solving each future alone"),
    "weights": both("Tìm trường hợp xấu nhất và nuối tiếc", "Looking for worst case and regret"),
    "later": both("Phân kỳ: xây ngay hay chờ", "Staging: build now or wait"),
    "rounds": both("Xếp chuyến xe", "Planning rounds"),
    "certify": both("Chứng minh cận dưới", "Proving the lower bound"),
    "repair": both("Tìm cách sửa", "Looking for a repair"),
    "conflict": both("Tìm các yêu cầu mâu thuẫn", "Finding what contradicts what"),
}
UNITS: dict[str, Any] = {
    "VND": both("đồng", "VND"),
    "VND/t": both("đồng/t", "VND/t"),
    "sites": both("điểm", "sites"),
    "trips": both("chuyến", "trips"),
}
REASONS: dict[str, Any] = {
    "production unknown": both("chưa biết sản lượng", "production unknown"),
    "no way to an open site": both("không có đường đến điểm mở", "no way to an open site"),
    "no open site": both("không có điểm mở", "no open site"),
    "not computable from these inputs": both("không tính được từ số liệu này", "not computable from these inputs"),
    "stopped before a first plan was found": both(
        "dừng trước khi có phương án đầu tiên", "stopped before a first plan was found"
    ),
    "cancelled before it began": both("huỷ trước khi bắt đầu", "cancelled before it began"),
    "the worker ended before the run did": both(
        "tiến trình tính đã tắt trước khi xong", "the worker ended before the run did"
    ),
    "no average future": both("các tương lai không lấy bình quân được", "the futures have no average"),
    "the plan cannot serve this future": both(
        "phương án bình quân không phục vụ nổi mọi tương lai", "the average plan cannot serve every future"
    ),
    "stopped before it was known": both("dừng trước khi biết", "stopped before it was known"),
    "plan": both("có phương án mới", "new plan"),
    "bound": both("cận dưới cao hơn", "higher bound"),
}


def stage(word: str) -> str:
    """Return what a stage is called."""
    return str(STAGES.get(word, word))


def unit(word: str) -> str:
    """Return a unit in the reader's language."""
    return str(UNITS.get(word, word))


def reason(word: str) -> str:
    """Return a reason or message in the reader's language; one not known here as it stands."""
    return str(REASONS.get(word, word))
