"""Where the source data lie, by the names of the folders they came in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Inputs:
    """A folder of source data, one folder for each dataset of the register.

    Attributes
    ----------
    root : Path
        Holds ``admin_census_2009``, ``admin_daklak_2025``, ``osm_daklak_roads``, ``places_geonames``,
        ``ports_searoute``, ``production_coffee_2024``, ``industrial_sites`` and ``terrain_daklak``.

    """

    root: Path

    @property
    def units_2009(self) -> Path:
        """Boundaries of provinces, districts and communes with the population of 2009."""
        return self.root / "admin_census_2009" / "south_central_2009.gpkg"

    @property
    def units_2025(self) -> Path:
        """Boundaries of the communes and wards since 1 July 2025."""
        return self.root / "admin_daklak_2025" / "daklak-wards-render.json"

    @property
    def roads(self) -> Path:
        """Noded network of trunk, primary and secondary roads from OpenStreetMap."""
        return self.root / "osm_daklak_roads" / "daklak_network_noded.gpkg"

    @property
    def places(self) -> Path:
        """Populated places of GeoNames."""
        return self.root / "places_geonames" / "geonames_vn_cities500.csv"

    @property
    def ports(self) -> Path:
        """Ports of the searoute list."""
        return self.root / "ports_searoute" / "vn_ports_searoute.geojson"

    @property
    def coffee(self) -> Path:
        """Coffee area of each district in 2024."""
        return self.root / "production_coffee_2024" / "coffee_area_by_district_2024.csv"

    @property
    def land_cover(self) -> Path:
        """Area of each land cover class in 2024."""
        return self.root / "production_coffee_2024" / "landcover_area_daklak_2024.csv"

    @property
    def clusters(self) -> Path:
        """Industrial parks and clusters with the quality of each position."""
        return self.root / "industrial_sites" / "daklak_industrial_parks_clusters.csv"

    @property
    def terrain(self) -> Path:
        """Elevation in whole metres, Web Mercator."""
        return self.root / "terrain_daklak" / "daklak_dem_derived_3857.tif"

    @property
    def terrain_box(self) -> Path:
        """Extent of the elevation raster."""
        return self.root / "terrain_daklak" / "daklak-terrain-metadata.json"
