"""Where figures come from."""

from __future__ import annotations

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Quality, Record
from banme.workspace.text import both, half


class DataSource(Record):
    """A dataset, act, paper, survey or stated assumption that figures rest on."""

    code = fields.code()
    title = models.CharField(
        both("Tên nguồn", "Title"),
        max_length=300,
        help_text=both("Tên bộ dữ liệu, văn bản hoặc bài báo", "Title of the dataset, act or paper"),
    )
    publisher = fields.words("Nơi công bố", "Publisher", "Cơ quan hoặc tác giả", "Body or author", size=200)
    version = fields.words(
        "Phiên bản", "Version", "Phiên bản, số hiệu hoặc mã commit", "Version, number or commit", size=120
    )
    licence = models.CharField(
        both("Giấy phép", "Licence"),
        max_length=120,
        help_text=both(
            "Ví dụ ODbL-1.0, MIT, CC-BY-4.0, số liệu công bố", "E.g. ODbL-1.0, MIT, CC-BY-4.0, published facts"
        ),
    )
    attribution = fields.words(
        "Ghi công",
        "Attribution",
        "Dòng ghi công bắt buộc khi hiển thị",
        "Line that must be shown with the data",
        size=300,
    )
    url = fields.words("Địa chỉ", "Address", "Trang hoặc kho dữ liệu", "Page or repository", size=400)
    published_on = fields.day("Ngày công bố", "Published on")
    retrieved_on = fields.day("Ngày lấy", "Retrieved on")
    quality = fields.choice(
        Quality, "Chất lượng", "Quality", "Chất lượng chung của nguồn", "Overall quality of the source"
    )
    note = fields.words("Ghi chú", "Note", "Hạn chế và điều cần lưu ý", "Limits and cautions")

    class Meta:
        db_table = "data_source"
        verbose_name = both("Nguồn số liệu", "Data source")
        verbose_name_plural = both("Nguồn số liệu", "Data sources")
        ordering = ("code",)

    def __str__(self) -> str:
        return half(self.title)
