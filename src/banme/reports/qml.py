"""Layer styles as QGIS writes them (QML): rules, symbols and labels."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

_KEYS = uuid.UUID("6f2d5d5a-5a0e-4f0f-9a42-0d6f7f1f6a10")
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A fill, line or marker of one layer.

    Attributes
    ----------
    shape : str
        ``fill``, ``line`` or ``marker``.
    settings : dict of str to str
        The symbol layer's settings by QGIS's names, e.g. ``line_color``: ``0,114,178,255``.
    by_expression : dict of str to str
        Settings computed from a feature by a QGIS expression, e.g. ``outlineWidth``.

    """

    shape: str
    settings: dict[str, str]
    by_expression: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the legend: which features, drawn how. A rule with ``parts`` only groups them."""

    label: str
    where: str = ""
    symbol: Symbol | None = None
    parts: tuple[Rule, ...] = ()
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Style:
    """A layer's style: its rules, an order of drawing, and the column that labels features."""

    rules: tuple[Rule, ...]
    order_by: str = ""
    label_column: str = ""


_CLASSES = {"fill": "SimpleFill", "line": "SimpleLine", "marker": "SimpleMarker"}


def colour(code: str, opacity: float = 1.0) -> str:
    """Return ``#rrggbb`` as QGIS writes colours: ``r,g,b,a``."""
    red, green, blue = (int(code[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"


def fill(code: str, opacity: float = 1.0) -> Symbol:
    """Return a filled area with a thin white border."""
    return Symbol(
        "fill",
        {
            "color": colour(code, opacity),
            "outline_color": "255,255,255,255",
            "outline_style": "solid",
            "outline_width": "0.2",
            "outline_width_unit": "MM",
            "style": "solid",
        },
    )


def outline(code: str, width_mm: float) -> Symbol:
    """Return an area drawn by its border only."""
    return Symbol(
        "fill",
        {
            "color": "255,255,255,0",
            "outline_color": colour(code),
            "outline_style": "solid",
            "outline_width": str(width_mm),
            "outline_width_unit": "MM",
            "style": "no",
        },
    )


def line(code: str, width_mm: float, width_expression: str = "", opacity: float = 1.0) -> Symbol:
    """Return a line, its width fixed or computed (millimetres)."""
    settings = {
        "line_color": colour(code, opacity),
        "line_width": str(width_mm),
        "line_width_unit": "MM",
        "line_style": "solid",
        "capstyle": "round",
        "joinstyle": "round",
    }
    return Symbol("line", settings, {"outlineWidth": width_expression} if width_expression else {})


def marker(code: str, size_mm: float, name: str = "circle", size_expression: str = "") -> Symbol:
    """Return a point with a white rim, its size fixed or computed (millimetres)."""
    settings = {
        "color": colour(code),
        "name": name,
        "size": str(size_mm),
        "size_unit": "MM",
        "outline_color": "255,255,255,255",
        "outline_style": "solid",
        "outline_width": "0.4",
        "outline_width_unit": "MM",
    }
    return Symbol("marker", settings, {"size": size_expression} if size_expression else {})


def quoted(value: str | float) -> str:
    """Return a value as it stands in a QGIS expression."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def render(style: Style) -> str:
    """Return a style as QML."""
    root = ET.Element("qgis", version="3.22.0", styleCategories="Symbology|Labeling", labelsEnabled=_flag(style))
    renderer = ET.SubElement(
        root,
        "renderer-v2",
        type="RuleRenderer",
        symbollevels="0",
        forceraster="0",
        enableorderby="1" if style.order_by else "0",
    )
    symbols: list[Symbol] = []
    rules = ET.SubElement(renderer, "rules", key=_key("root"))
    for rule in style.rules:
        _add_rule(rules, rule, symbols, "root")
    drawn = ET.SubElement(renderer, "symbols")
    for place, symbol in enumerate(symbols):
        _add_symbol(drawn, symbol, str(place))
    if style.order_by:
        order = ET.SubElement(renderer, "orderby")
        ET.SubElement(order, "orderByClause", asc="0", nullsFirst="0").text = style.order_by
    if style.label_column:
        _add_labels(root, style.label_column)
    ET.indent(root)
    return _DOCTYPE + ET.tostring(root, encoding="unicode")


def _flag(style: Style) -> str:
    return "1" if style.label_column else "0"


def _key(path: str) -> str:
    return "{" + str(uuid.uuid5(_KEYS, path)) + "}"


def _add_rule(parent: ET.Element, rule: Rule, symbols: list[Symbol], path: str) -> None:
    here = f"{path}/{rule.label}/{rule.where}"
    values = {"key": _key(here), "label": rule.label}
    if rule.where:
        values["filter"] = rule.where
    if not rule.shown:
        values["checkstate"] = "0"
    if rule.symbol is not None:
        values["symbol"] = str(len(symbols))
        symbols.append(rule.symbol)
    element = ET.SubElement(parent, "rule", values)
    for part in rule.parts:
        _add_rule(element, part, symbols, here)


def _add_symbol(parent: ET.Element, symbol: Symbol, name: str) -> None:
    element = ET.SubElement(
        parent, "symbol", type=symbol.shape, name=name, alpha="1", clip_to_extent="1", force_rhr="0"
    )
    values = {"class": _CLASSES[symbol.shape], "enabled": "1", "locked": "0", "pass": "0"}
    layer = ET.SubElement(element, "layer", values)
    options = ET.SubElement(layer, "Option", type="Map")
    for key, value in symbol.settings.items():
        ET.SubElement(options, "Option", type="QString", name=key, value=value)
    if symbol.by_expression:
        _add_expressions(layer, symbol.by_expression)


def _add_expressions(layer: ET.Element, expressions: dict[str, str]) -> None:
    properties = ET.SubElement(ET.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    ET.SubElement(properties, "Option", type="QString", name="name", value="")
    found = ET.SubElement(properties, "Option", type="Map", name="properties")
    for key, expression in expressions.items():
        entry = ET.SubElement(found, "Option", type="Map", name=key)
        ET.SubElement(entry, "Option", type="bool", name="active", value="true")
        ET.SubElement(entry, "Option", type="QString", name="expression", value=expression)
        ET.SubElement(entry, "Option", type="int", name="type", value="3")
    ET.SubElement(properties, "Option", type="QString", name="type", value="collection")


def _add_labels(root: ET.Element, column: str) -> None:
    settings = ET.SubElement(ET.SubElement(root, "labeling", type="simple"), "settings", calloutType="simple")
    text = ET.SubElement(
        settings,
        "text-style",
        fieldName=column,
        isExpression="0",
        fontFamily="Noto Sans",
        fontSize="9",
        fontWeight="75",
        fontSizeUnit="Point",
        textColor="28,39,51,255",
        textOpacity="1",
    )
    ET.SubElement(
        text,
        "text-buffer",
        bufferDraw="1",
        bufferSize="0.9",
        bufferSizeUnits="MM",
        bufferColor="255,255,255,255",
        bufferOpacity="0.9",
        bufferNoFill="0",
    )
    ET.SubElement(settings, "placement", placement="6", dist="1", distUnits="MM", placementFlags="10")
