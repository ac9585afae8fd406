"""Every setting, declared once: name, default and meaning. The reference page is made from this list."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from banme.errors import InputError, Problem


@dataclass(frozen=True, slots=True)
class Setting:
    """An environment variable that Ban Mê reads."""

    name: str
    default: str
    vi: str
    en: str


SETTINGS = (
    Setting(
        "BANME_WORKSPACE",
        "workspace.gpkg",
        "Tệp vùng làm việc (GeoPackage) khi lệnh không nêu tệp",
        "Workspace file (GeoPackage) when a command names none",
    ),
    Setting(
        "BANME_DATABASE_URL",
        "",
        "postgresql://người_dùng:mật_khẩu@máy:cổng/tên để dùng PostgreSQL/PostGIS thay cho tệp",
        "postgresql://user:password@host:port/name to use PostgreSQL/PostGIS instead of a file",
    ),
    Setting("BANME_LANGUAGE", "vi", "Ngôn ngữ mặc định: vi hoặc en", "Default language: vi or en"),
    Setting("BANME_TIME_ZONE", "Asia/Ho_Chi_Minh", "Múi giờ hiển thị", "Time zone shown"),
    Setting(
        "BANME_READER",
        "third_party",
        "Ai đọc trang web: assessor (cơ quan đánh giá) xem mọi kết quả công nghệ; third_party chỉ xem khi cơ sở đồng ý",
        "Who reads the web pages: assessor sees every technology result; third_party only those agreed to",
    ),
    Setting(
        "BANME_HOSTS",
        "localhost 127.0.0.1 [::1]",
        "Các tên máy mà máy chủ web trả lời, cách nhau bằng dấu cách",
        "Host names the web server answers to, separated by spaces",
    ),
    Setting(
        "BANME_SECRET_KEY",
        "",
        "Khoá bí mật của máy chủ web; để trống thì tạo mới mỗi lần chạy",
        "Secret key of the web server; empty makes a new one at each start",
    ),
    Setting(
        "BANME_SCHEDULER",
        "",
        "Địa chỉ bộ điều phối Dask, hoặc local:N cho N tiến trình Dask; để trống thì dùng các tiến trình trên máy này",
        "Address of a Dask scheduler, or local:N for N Dask processes; empty uses processes on this machine",
    ),
    Setting(
        "BANME_WORKERS",
        "",
        "Số tiến trình khi không dùng Dask; để trống thì bằng số nhân; 1 thì tính trong cùng tiến trình",
        "Processes without Dask; empty takes one a core; 1 works in the same process",
    ),
    Setting(
        "BANME_QUEUE",
        "",
        "Tệp hàng đợi công việc nền; để trống thì đặt cạnh tệp vùng làm việc",
        "File of the background queue; empty puts it beside the workspace file",
    ),
    Setting(
        "BANME_TEST_DATABASE_URL",
        "",
        "PostgreSQL/PostGIS để chạy kiểm thử; để trống thì bỏ qua có nêu lý do",
        "PostgreSQL/PostGIS for the tests; empty skips them and says so",
    ),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


def value(name: str) -> str:
    """Return a declared setting's text; ``KeyError`` for an undeclared name."""
    return os.environ.get(name, _BY_NAME[name].default)


def secret_key() -> str:
    """Return the configured key, or a fresh one for this process."""
    return value("BANME_SECRET_KEY") or secrets.token_urlsafe(48)


def database() -> dict[str, Any]:
    """Return Django's description of the store: PostGIS by URL, else the workspace file."""
    url = value("BANME_DATABASE_URL")
    if url:
        return postgis(url)
    return {
        "ENGINE": "banme.workspace.gpkg",
        "NAME": str(Path(value("BANME_WORKSPACE")).expanduser()),
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    }


def postgis(url: str) -> dict[str, Any]:
    """Read a ``postgresql://`` address into Django's settings; :class:`InputError` when it is another kind."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres", "postgis"} or not parts.path.strip("/"):
        raise InputError(
            [
                Problem(
                    rule="database-url",
                    table="BANME_DATABASE_URL",
                    value=parts.scheme,
                    vi="Cần dạng postgresql://người_dùng:mật_khẩu@máy:cổng/tên",
                    en="The form postgresql://user:password@host:port/name is needed",
                )
            ]
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }
