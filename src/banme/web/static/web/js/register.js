// The map beside a register: the filtered rows over the boundaries.
import { settings as read } from "./language.js";
import * as layers from "./layers.js";
import { addGeojson, cards, fit, makeMap } from "./map.js";

const ROW = "#b5461e";
const settings = read();
const map = await makeMap("map", settings);
if (settings.table !== "admin_unit") await layers.boundaries(map, settings);
const data = await addGeojson(map, "rows", settings.rows);
const states = settings.colours[`${settings.table}/status`] ?? null;
const colour = states ? ["match", ["get", "status"], ...Object.entries(states).flat(), ROW] : ROW;
const only = (...types) => ["in", ["geometry-type"], ["literal", types]];
map.addLayer({ id: "rows-fill", type: "fill", source: "rows", filter: only("Polygon", "MultiPolygon"), paint: { "fill-color": colour, "fill-opacity": 0.22 } });
map.addLayer({ id: "rows-line", type: "line", source: "rows", filter: only("Polygon", "MultiPolygon", "LineString", "MultiLineString"), paint: { "line-color": colour, "line-width": 1.8 } });
map.addLayer({ id: "rows-point", type: "circle", source: "rows", filter: only("Point"), paint: { "circle-radius": 5.5, "circle-color": colour, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.6 } });
cards(map, settings, { "rows-point": settings.table, "rows-line": settings.table, "rows-fill": settings.table });
fit(map, data);

document.addEventListener("htmx:after:swap", async () => {
  const url = document.getElementById("rows")?.dataset.geojson;
  if (url) fit(map, await addGeojson(map, "rows", url));
});
map.once("idle", () => (document.getElementById("map").dataset.idle = "true"));
window.banmeMap = map;
