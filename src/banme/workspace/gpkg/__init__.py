"""Django's SQLite database written so that it is a valid OGC GeoPackage 1.3."""
