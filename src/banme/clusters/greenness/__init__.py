"""Green and clean: rating against benchmarks of eco-industrial parks, and by-product exchange."""

from banme.clusters.greenness.exchange import ExchangePlan, ExchangeProblem, match
from banme.clusters.greenness.files import save_exchange
from banme.clusters.greenness.rating import CATEGORIES, KINDS, GreenRating, rate

__all__ = ["CATEGORIES", "KINDS", "ExchangePlan", "ExchangeProblem", "GreenRating", "match", "rate", "save_exchange"]
