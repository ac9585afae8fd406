"""Industrial clusters: conditions, investors, technology, upgrades, cleanness, admission, occupancy, relocation."""
