"""Rows as the reader of these pages may see them: a third party only those that were agreed to."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.web.assessment.reader import is_third_party
from banme.workspace.consent import AGREED, open_to_third_parties
from banme.workspace.text import both

REASON = both(
    "Cơ sở chưa đồng ý cho bên thứ ba xem kết quả đánh giá (Thông tư 17/2019/TT-BKHCN, Điều 13.1). Cơ quan đánh giá "
    "xem bằng cách đặt BANME_READER=assessor.",
    "The establishment has not agreed that third parties see its assessment (Circular 17/2019/TT-BKHCN, Art. 13.1). "
    "The assessing body sees it with BANME_READER=assessor.",
)


def readable(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return a table's rows without those that are kept back from the reader."""
    rows = model._default_manager.all()
    return open_to_third_parties(rows) if is_third_party() else rows


def kept_back(model: type[models.Model]) -> int:
    """Count the rows that the reader does not see."""
    if model._meta.db_table not in AGREED or not is_third_party():
        return 0
    return int(model._default_manager.count() - readable(model).count())
