"""GeoPackage geometry blobs: an 8-byte header, an envelope, then ISO WKB (OGC 12-128r18, clause 2.1.3)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MAGIC = b"GP"
VERSION = 0
HEADER_BYTES = 8
LITTLE_ENDIAN = 0b0000_0001
ENVELOPE_XY = 0b0000_0010
EMPTY = 0b0001_0000
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def encode(geometry: BaseGeometry, srid: int) -> bytes:
    """Return ``geometry`` (lon/lat degrees for EPSG:4326) as a GeoPackage binary.

    Points carry no envelope, as the standard advises; everything else carries its x/y extent.
    """
    wkb = shapely.to_wkb(geometry, byte_order=1, flavor="iso", output_dimension=2)
    if geometry.is_empty:
        return struct.pack("<2sBBi", MAGIC, VERSION, LITTLE_ENDIAN | EMPTY, srid) + wkb
    if geometry.geom_type == "Point":
        return struct.pack("<2sBBi", MAGIC, VERSION, LITTLE_ENDIAN, srid) + wkb
    min_x, min_y, max_x, max_y = geometry.bounds
    header = struct.pack("<2sBBi4d", MAGIC, VERSION, LITTLE_ENDIAN | ENVELOPE_XY, srid, min_x, max_x, min_y, max_y)
    return header + wkb


def decode(blob: bytes) -> BaseGeometry:
    """Return the shapely geometry of a GeoPackage binary; ``ValueError`` when the header is not one."""
    if len(blob) < HEADER_BYTES or blob[:2] != MAGIC:
        raise ValueError("not a GeoPackage geometry: the header does not begin with 'GP'")
    flags = blob[3]
    envelope = (flags >> 1) & 0b111
    if envelope not in _ENVELOPE_BYTES:
        raise ValueError(f"not a GeoPackage geometry: envelope code {envelope} is not defined")
    return shapely.from_wkb(bytes(blob[HEADER_BYTES + _ENVELOPE_BYTES[envelope] :]))
