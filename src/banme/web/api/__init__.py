"""The programming interface under ``/api/``: tables and runs for notebooks, other systems and our own maps."""

from __future__ import annotations

from ninja import NinjaAPI

from banme.web.api import faults, runs, tables

api = NinjaAPI(
    title="Ban Mê",
    version="1",
    description="Bảng số liệu và kết quả của vùng làm việc · The workspace's tables and runs",
    urls_namespace="api",
    docs_url=None,
)
faults.install(api)
api.add_router("/tables", tables.router)
api.add_router("/runs", runs.router)
