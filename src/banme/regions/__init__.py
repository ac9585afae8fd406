"""Sample regions shipped with Ban Mê: folders of tables that ``banme import`` loads."""

from banme.regions.shipped import Hillshade, Region, describe, folders, names, path

__all__ = ["Hillshade", "Region", "describe", "folders", "names", "path"]
