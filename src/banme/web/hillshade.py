"""The terrain picture of a shipped region whose extent meets the workspace's."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.views.decorators.cache import cache_control

from banme import regions
from banme.regions import Hillshade


@cache
def pictures() -> dict[str, Hillshade]:
    """Return the relief pictures shipped, by region."""
    found = {name: regions.describe(name).hillshade for name in regions.names()}
    return {name: picture for name, picture in found.items() if picture is not None and picture.path.is_file()}


def image(bounds: tuple[float, float, float, float]) -> dict[str, Any] | None:
    """Return address, corners and credit of the picture that meets the extent, None when there is none."""
    west, south, east, north = bounds
    for name, picture in pictures().items():
        longitudes, latitudes = zip(*picture.corners, strict=True)
        beside = max(longitudes) < west or min(longitudes) > east
        if not beside and max(latitudes) >= south and min(latitudes) <= north:
            return {
                "url": reverse("hillshade", args=[name]),
                "coordinates": picture.corners,
                "credit": picture.attribution,
            }
    return None


@cache_control(max_age=86400)
def picture(request: HttpRequest, region: str) -> FileResponse:  # noqa: ARG001  (the same for every reader)
    """Answer with the picture."""
    if region not in pictures():
        raise Http404
    return FileResponse(pictures()[region].path.open("rb"), content_type="image/png")
