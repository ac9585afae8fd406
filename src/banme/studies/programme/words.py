"""States, parts and causes in words, for screens and terminals alike."""

from __future__ import annotations

from banme.programme.roles import Part
from banme.programme.slippage import Cause
from banme.programme.tree import State
from banme.workspace.text import both

STATES = {
    State.DONE: both("Đã xong", "Done"),
    State.GOING: both("Đang làm", "Under way"),
    State.LATE: both("Chậm", "Late"),
    State.WAITING: both("Chưa đến lượt", "Not begun"),
    State.UNREPORTED: both("Chưa có báo cáo", "Not reported"),
    State.UNSCHEDULED: both("Chưa có lịch", "Not scheduled"),
}
PARTS = {
    Part.LEAD: both("Chủ trì", "Leads"),
    Part.COORDINATES: both("Phối hợp", "Coordinates"),
    Part.CONSULTED: both("Lấy ý kiến", "Consulted"),
    Part.INFORMED: both("Được báo", "Informed"),
}
LETTERS = {
    Part.LEAD: both("CT", "L"),
    Part.COORDINATES: both("PH", "C"),
    Part.CONSULTED: both("YK", "Q"),
    Part.INFORMED: both("TB", "I"),
}
CAUSES = {
    Cause.TASK: both("chờ nhiệm vụ sau đây", "waits for the task below"),
    Cause.LIMIT: both("không được bắt đầu sớm hơn", "may not start earlier"),
    Cause.TODAY: both("đến nay chưa xong", "not done by today"),
    Cause.HAPPENED: both("đã xong muộn", "was finished late"),
    Cause.START: both("từ đầu kế hoạch", "from the plan's start"),
}
