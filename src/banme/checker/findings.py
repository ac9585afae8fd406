"""What the checker may find, in Vietnamese and English."""

from __future__ import annotations

from banme.errors import Problem


def missing_file(name: str) -> Problem:
    """Report a file that is not there."""
    return Problem("missing-file", f"Thiếu tệp {name}.json.", f"File {name}.json is missing.", table=name)


def not_json(name: str, why: str) -> Problem:
    """Report a file that cannot be read."""
    return Problem("not-json", "Tệp không đọc được.", "The file cannot be read.", table=name, value=why)


def malformed(why: str) -> Problem:
    """Report files that do not follow the format."""
    return Problem(
        "malformed",
        "Tệp không đúng định dạng đã mô tả; hãy lưu lại phương án.",
        "The files do not follow the documented format; save the design again.",
        value=why,
    )


def digest(name: str) -> Problem:
    """Report a file that is not the one the plan was saved with."""
    return Problem(
        "digest",
        "Tệp khác với tệp được lưu cùng phương án.",
        "The file differs from the one saved with the plan.",
        table=name,
    )


def row_count(table: str, rows: int, checks: int) -> Problem:
    """Report rows added or removed."""
    return Problem(
        "row-count", "Có dòng bị thêm hoặc bớt.", "Rows were added or removed.", table=table, value=f"{rows} ≠ {checks}"
    )


def changed(table: str, row: str, value: str) -> Problem:
    """Report a row that no longer matches its check sum."""
    return Problem(
        "changed", "Dòng đã bị sửa sau khi lưu.", "The row was changed after saving.", table=table, row=row, value=value
    )


def unknown(table: str, row: str) -> Problem:
    """Report a row of the plan that names something the problem does not have."""
    return Problem(
        "unknown-label",
        "Dòng nêu nhãn, cung hoặc mô-đun không có hoặc không được dùng trong bài toán.",
        "The row names a label, arc or module that the problem does not have or allow.",
        table=table,
        row=row,
    )


def wrong_quantity(table: str, row: str, value: float) -> Problem:
    """Report a quantity that is negative, not a number, or repeated."""
    return Problem(
        "quantity",
        "Khối lượng phải là số từ 0 trở lên và mỗi dòng chỉ một lần.",
        "A quantity must be a number, zero or more, each row once.",
        table=table,
        row=row,
        value=f"{value:g}",
    )


def violated(family: str, row: str, excess: float, unit: str) -> Problem:
    """Report a constraint that the plan breaks."""
    return Problem(
        "violated",
        f"Phương án vi phạm ràng buộc {family}: lệch {excess:g} {unit}.",
        f"The plan breaks constraint {family} by {excess:g} {unit}.",
        table=family,
        row=row,
    )


def claim(name: str, claimed: float, computed: float) -> Problem:
    """Report a claim that the files do not support."""
    return Problem(
        "claim",
        f"Số công bố {claimed:.9g} khác số tính lại {computed:.9g}.",
        f"The claim {claimed:.9g} differs from the recomputed {computed:.9g}.",
        table="claims",
        row=name,
    )


def verdict(site: str, claimed: str, right: str) -> Problem:
    """Report a site whose verdict the claims and plans do not support."""
    return Problem(
        "verdict",
        f"Điểm được ghi là {claimed}, nhưng tính lại là {right}.",
        f"The site is said to be {claimed}; recomputed it is {right}.",
        table="sites",
        row=site,
        value=claimed,
    )


def leaf(at: int, claimed: float, computed: float) -> Problem:
    """Report a leaf whose multipliers do not prove its bound."""
    return Problem(
        "leaf",
        f"Nhân tử của lá này chỉ chứng minh được {computed:.9g}, không phải {claimed:.9g}.",
        f"This leaf's multipliers prove {computed:.9g}, not {claimed:.9g}.",
        table="branches",
        row=str(at),
    )


def tree(why_vi: str, why_en: str, at: int) -> Problem:
    """Report a branching tree that does not cover every plan."""
    return Problem("tree", why_vi, why_en, table="branches", row=str(at))


def sign(row: str, value: float) -> Problem:
    """Report a multiplier of the wrong sign or on a row that does not exist."""
    return Problem(
        "multiplier",
        "Nhân tử sai dấu, không phải là số, hoặc thuộc ràng buộc không có.",
        "The multiplier has the wrong sign, is no number, or belongs to no constraint.",
        table="multipliers",
        row=row,
        value=f"{value:g}",
    )
