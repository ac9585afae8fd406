"""Sample regions shipped with Ban Mê: folders of tables that ``banme import`` loads."""

from banme.regions.shipped import Hillshade, Region, describe, names, path

__all__ = ["Hillshade", "Region", "describe", "names", "path"]
