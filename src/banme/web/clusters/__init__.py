"""The room of industrial parks and clusters: each cluster's page, and what land is vacant."""
