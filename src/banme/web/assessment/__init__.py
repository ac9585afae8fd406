"""Rooms on what stands in a cluster and what may come in: technology, upgrades, cleanness, admission, zone."""
