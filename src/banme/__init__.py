"""Ban Mê: planning of a region's freight logistics and industrial clusters."""

__version__ = "0.1.0"
