"""Files in and out of the workspace: folder of CSV, XLSX, GeoPackage, GeoJSON."""

from banme.workspace.exchange.dumping import dump
from banme.workspace.exchange.loading import LoadReport, load, read, validate
from banme.workspace.exchange.saving import TableReport
from banme.workspace.exchange.template import template

__all__ = ["LoadReport", "TableReport", "dump", "load", "read", "template", "validate"]
