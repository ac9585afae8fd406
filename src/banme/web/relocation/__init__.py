"""The relocation studio: who is too near homes, who moves when to which plot, on the map and in tables."""
