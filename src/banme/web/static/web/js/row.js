// The place of one row.
import { settings as read } from "./language.js";
import * as layers from "./layers.js";
import { fit, makeMap } from "./map.js";

export async function placeMap(settings) {
  const map = await makeMap("map", settings);
  if (settings.table !== "admin_unit") await layers.boundaries(map, settings);
  await layers.places(map, settings);
  const empty = { type: "FeatureCollection", features: [] };
  map.addSource("row", { type: "geojson", data: settings.geometry ?? empty });
  map.addLayer({ id: "row-fill", type: "fill", source: "row", filter: ["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]], paint: { "fill-color": "#b5461e", "fill-opacity": 0.25 } });
  map.addLayer({ id: "row-line", type: "line", source: "row", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": "#b5461e", "line-width": 3 } });
  map.addLayer({ id: "row-point", type: "circle", source: "row", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 7, "circle-color": "#b5461e", "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 } });
  if (settings.geometry) fit(map, settings.geometry, 12);
  map.once("idle", () => (document.getElementById("map").dataset.idle = "true"));
  window.banmeMap = map;
  return map;
}

if (!document.querySelector("textarea[data-shape]")) await placeMap(read());
