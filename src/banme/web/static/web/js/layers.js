// The layers maps are made of, each from one table or one result.
import { both, figure } from "./language.js";
import { addGeojson, legend, swatch, tableUrl } from "./map.js";
import { CLASSES, CLUSTER, FLOW, FONT, INK, limits, LONG_DASH, OUTLET, PAPER, PLACES, ROADS } from "./palette.js";

const HALO = { "text-color": INK, "text-halo-color": "rgba(255,255,255,.92)", "text-halo-width": 1.4 };
const label = (size, offset) => ({
  "text-field": ["get", "name"],
  "text-font": [FONT],
  "text-size": size,
  "text-offset": offset,
  "text-anchor": "top",
  "text-optional": true,
});
const match = (property, values, other) => ["match", ["get", property], ...Object.entries(values).flat(), other];

export async function hillshade(map, settings) {
  if (!settings.hillshade) return [];
  const { url, coordinates } = settings.hillshade;
  map.addSource("hillshade", { type: "image", url, coordinates });
  map.addLayer({ id: "hillshade", type: "raster", source: "hillshade", paint: { "raster-opacity": 0.42, "raster-fade-duration": 0 } });
  return ["hillshade"];
}

export async function boundaries(map, settings, on = settings.on) {
  const query = on ? `?on=${on}` : "";
  const data = await addGeojson(map, "admin_unit", tableUrl(settings, "admin_unit", query));
  outside(map, data);
  if (!map.getLayer("communes-fill")) {
    const level = (name) => ["==", ["get", "level"], name];
    map.addLayer({ id: "communes-fill", type: "fill", source: "admin_unit", filter: ["!", level("province")], paint: { "fill-color": "#ffffff", "fill-opacity": 0.28 } });
    map.addLayer({ id: "communes", type: "line", source: "admin_unit", filter: level("commune"), paint: { "line-color": "#7d8b82", "line-width": ["interpolate", ["linear"], ["zoom"], 7, 0.5, 11, 1.1] } });
    map.addLayer({ id: "districts", type: "line", source: "admin_unit", filter: level("district"), paint: { "line-color": "#5d6d63", "line-width": 1.4, "line-dasharray": LONG_DASH } });
    map.addLayer({ id: "provinces", type: "line", source: "admin_unit", filter: level("province"), paint: { "line-color": "#33463b", "line-width": 2 } });
    map.addLayer({ id: "commune-names", type: "symbol", source: "admin_unit", minzoom: 8.8, filter: level("commune"), layout: { ...label(10, [0, -0.5]), "text-max-width": 7 }, paint: { ...HALO, "text-color": "#55635a" } });
  }
  const present = new Set(data.features.map((feature) => feature.properties.level));
  legend("boundaries", [
    ...(present.has("province") ? [swatch("line", "#33463b", both("Tỉnh", "Province"), 2)] : []),
    ...(present.has("district") ? [swatch("line", "#5d6d63", both("Huyện", "District"), 1.5)] : []),
    ...(present.has("commune") ? [swatch("line", "#7d8b82", both("Xã, phường", "Commune"), 1)] : []),
  ]);
  return ["communes-fill", "communes", "districts", "provinces", "commune-names"];
}

// Everything beyond the provinces, paler, so that the region stands out from the relief.
function outside(map, data) {
  const holes = data.features
    .filter((feature) => feature.properties.level === "province")
    .flatMap((feature) => (feature.geometry.type === "Polygon" ? [feature.geometry.coordinates[0]] : feature.geometry.coordinates.map((part) => part[0])));
  const world = [[-180, -85], [180, -85], [180, 85], [-180, 85], [-180, -85]];
  const shape = { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: holes.length ? [world, ...holes] : [[world[0], world[0], world[0], world[0]]] } };
  if (map.getSource("outside")) map.getSource("outside").setData(shape);
  else {
    map.addSource("outside", { type: "geojson", data: shape });
    map.addLayer({ id: "outside", type: "fill", source: "outside", paint: { "fill-color": PAPER, "fill-opacity": 0.8, "fill-antialias": false } });
  }
}

export async function roads(map, settings) {
  const data = await addGeojson(map, "road_edge", tableUrl(settings, "road_edge"));
  const colours = Object.fromEntries(Object.entries(ROADS).map(([name, style]) => [name, style.colour]));
  const widths = Object.fromEntries(Object.entries(ROADS).map(([name, style]) => [name, style.width]));
  const states = settings.colours["road_edge/status"];
  const own = match("road_class", widths, 1);
  const wide = (extra) => ["interpolate", ["linear"], ["zoom"], 7, ["+", extra, ["*", 0.6, own]], 13, ["+", extra, ["*", 2.2, own]]];
  const round = { "line-cap": "round", "line-join": "round" };
  map.addLayer({ id: "roads", type: "line", source: "road_edge", filter: ["all", ["==", ["get", "status"], "open"], ["!=", ["get", "road_class"], "connector"]], layout: round, paint: { "line-color": match("road_class", colours, "#999999"), "line-width": wide(0) } });
  map.addLayer({ id: "roads-connector", type: "line", source: "road_edge", filter: ["all", ["==", ["get", "status"], "open"], ["==", ["get", "road_class"], "connector"]], paint: { "line-color": ROADS.connector.colour, "line-width": 1.4, "line-dasharray": [4, 3] } });
  for (const state of ["planned", "closed"]) {
    map.addLayer({ id: `roads-${state}`, type: "line", source: "road_edge", filter: ["==", ["get", "status"], state], paint: { "line-color": states[state], "line-width": wide(1), "line-dasharray": state === "planned" ? [2.5, 1.5] : [1, 1] } });
  }
  map.addLayer({ id: "road-numbers", type: "symbol", source: "road_edge", minzoom: 8.5, filter: ["!=", ["get", "ref"], ""], layout: { "symbol-placement": "line", "text-field": ["get", "ref"], "text-font": [FONT], "text-size": 10, "symbol-spacing": 320 }, paint: { ...HALO, "text-color": "#7a4a12" } });
  const classes = new Set(data.features.map((feature) => feature.properties.road_class));
  const statuses = new Set(data.features.map((feature) => feature.properties.status));
  legend("roads", [
    ...Object.entries(ROADS).filter(([name]) => classes.has(name)).map(([name, style]) => swatch("line", style.colour, settings.road_classes[name], style.width)),
    ...(statuses.has("planned") ? [swatch("line", states.planned, both("Quy hoạch", "Planned"), 2)] : []),
    ...(statuses.has("closed") ? [swatch("line", states.closed, both("Đóng", "Closed"), 2)] : []),
  ]);
  return ["roads", "roads-connector", "roads-planned", "roads-closed", "road-numbers"];
}

export async function places(map, settings) {
  await addGeojson(map, "place", tableUrl(settings, "place"));
  const sizes = match("kind", PLACES, 10);
  map.addLayer({ id: "places", type: "circle", source: "place", filter: ["!=", ["get", "kind"], "village"], paint: { "circle-radius": ["match", ["get", "kind"], "city", 4.5, 3], "circle-color": "#ffffff", "circle-stroke-color": INK, "circle-stroke-width": 1.4 } }, map.getLayer("sites") ? "sites" : undefined);
  map.addLayer({ id: "place-names", type: "symbol", source: "place", filter: ["in", ["get", "kind"], ["literal", ["city", "town"]]], layout: { ...label(sizes, [0, 0.5]), "symbol-sort-key": ["match", ["get", "kind"], "city", 0, "town", 1, 2] }, paint: HALO });
  map.addLayer({ id: "gateway-names", type: "symbol", source: "place", minzoom: 9, filter: ["==", ["get", "kind"], "gateway"], layout: label(10.5, [0, 0.5]), paint: HALO });
  map.addLayer({ id: "village-names", type: "symbol", source: "place", minzoom: 10, filter: ["==", ["get", "kind"], "village"], layout: label(10, [0, 0.3]), paint: HALO });
  return ["places", "place-names", "gateway-names", "village-names"];
}

export async function clusters(map, settings) {
  const data = await addGeojson(map, "industrial_cluster", tableUrl(settings, "industrial_cluster"));
  map.addLayer({ id: "cluster-areas", type: "fill", source: "industrial_cluster", paint: { "fill-color": CLUSTER, "fill-opacity": 0.3 } });
  const point = data.features.some((feature) => feature.geometry.type === "Point");
  if (point) map.addLayer({ id: "clusters", type: "circle", source: "industrial_cluster", paint: { "circle-radius": 5, "circle-color": CLUSTER, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.5 } });
  map.addLayer({ id: "cluster-names", type: "symbol", source: "industrial_cluster", minzoom: 9.3, layout: label(10.5, [0, 0.6]), paint: { ...HALO, "text-color": "#08505c" } });
  if (data.features.length) legend("clusters", [swatch("dot", CLUSTER, both("Khu, cụm công nghiệp", "Park or cluster"))]);
  return ["cluster-areas", ...(point ? ["clusters"] : []), "cluster-names"];
}

export async function outlets(map, settings) {
  const data = await addGeojson(map, "outlet", tableUrl(settings, "outlet"));
  map.addLayer({ id: "outlets", type: "circle", source: "outlet", paint: { "circle-radius": 6, "circle-color": OUTLET, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.8 } });
  map.addLayer({ id: "outlet-names", type: "symbol", source: "outlet", minzoom: 7.2, layout: label(11, [0, 0.7]), paint: { ...HALO, "text-color": "#4a2a74" } });
  if (data.features.length) legend("outlets", [swatch("dot", OUTLET, both("Cảng, nhà máy, chợ", "Port, processor, market"))]);
  return ["outlets", "outlet-names"];
}

export async function sites(map, settings) {
  const data = await addGeojson(map, "logistics_site", tableUrl(settings, "logistics_site"));
  const states = settings.colours["logistics_site/status"];
  map.addLayer({ id: "sites", type: "circle", source: "logistics_site", paint: { "circle-radius": ["match", ["get", "kind"], "centre", 7.5, "transshipment", 6, 5], "circle-color": match("status", states, "#57606a"), "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 } });
  map.addLayer({ id: "site-names", type: "symbol", source: "logistics_site", minzoom: 8.9, layout: label(11, [0, 0.8]), paint: HALO });
  const present = new Set(data.features.map((feature) => feature.properties.status));
  const names = { existing: both("Hiện có", "Existing"), candidate: both("Dự kiến", "Candidate"), planned: both("Đã quyết định", "Decided"), closed: both("Đã đóng", "Closed") };
  legend("sites", Object.entries(states).filter(([name]) => present.has(name)).map(([name, colour]) => swatch("dot", colour, names[name])));
  return ["sites", "site-names"];
}

export async function cost(map, settings, url = settings.run?.units) {
  if (!url) return [];
  const data = await addGeojson(map, "cost", url);
  const steps = limits(data.features.map((feature) => feature.properties.cost_vnd_t));
  const colour = ["case", ["==", ["get", "cost_vnd_t"], null], "#d5d9d4", steps.length ? ["step", ["get", "cost_vnd_t"], CLASSES[0], ...steps.flatMap((limit, number) => [limit, CLASSES[number + 1]])] : CLASSES[2]];
  map.addLayer({ id: "cost", type: "fill", source: "cost", paint: { "fill-color": colour, "fill-opacity": 0.78, "fill-outline-color": "#8d8577" } });
  const thousand = (value) => figure(value / 1000);
  const items = steps.length
    ? CLASSES.slice(0, steps.length + 1).map((one, number) => swatch("", one, number === 0 ? `< ${thousand(steps[0])}` : number === steps.length ? `≥ ${thousand(steps.at(-1))}` : `${thousand(steps[number - 1])}–${thousand(steps[number])}`))
    : [];
  const missing = data.features.some((feature) => feature.properties.cost_vnd_t === null);
  legend("cost", [...items, ...(missing ? [swatch("", "#d5d9d4", both("chưa có số liệu", "no figure"))] : []), document.createTextNode(both("nghìn đồng/t", "thousand VND/t"))]);
  return ["cost"];
}

export const WIDEST = 13;

export async function flows(map, settings, { url = settings.run?.flows, largest = null, name = "flows" } = {}) {
  if (!url) return [];
  const data = await addGeojson(map, name, url);
  const most = largest ?? biggest(data);
  if (!most) return [];
  const width = ["max", 0.7, ["*", WIDEST / most, ["get", "quantity_t"]]];
  map.addLayer({ id: `${name}-case`, type: "line", source: name, layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": "#ffffff", "line-opacity": 0.85, "line-width": ["+", 1.6, width] } });
  map.addLayer({ id: name, type: "line", source: name, layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": FLOW, "line-opacity": 0.85, "line-width": width } });
  legend("flows", flowLegend(most));
  return [`${name}-case`, name];
}

export function biggest(data) {
  return data.features.reduce((most, feature) => Math.max(most, feature.properties.quantity_t), 0);
}

export function flowLegend(most) {
  return [1, 0.5, 0.1].map((share) => swatch("line", FLOW, `${figure(roundNumber(most * share))} ${both("t/năm", "t/year")}`, WIDEST * share));
}

function roundNumber(value) {
  const size = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.round(value / size) * size;
}

export async function openings(map, settings, url = settings.run?.openings) {
  if (!url) return [];
  await addGeojson(map, "openings", url);
  map.addLayer({ id: "openings", type: "circle", source: "openings", paint: { "circle-radius": ["match", ["get", "kind"], "centre", 9, 7], "circle-color": ["case", ["get", "is_new"], "#7b3f1e", "#1a7f37"], "circle-stroke-color": "#ffffff", "circle-stroke-width": 2.2 } });
  map.addLayer({ id: "opening-names", type: "symbol", source: "openings", layout: { ...label(11.5, [0, 0.9]), "text-optional": false }, paint: HALO });
  legend("openings", [swatch("dot", "#1a7f37", both("Hiện có", "Existing")), swatch("dot", "#7b3f1e", both("Mở mới", "New"))]);
  return ["openings", "opening-names"];
}

export function verdicts(map, settings) {
  const found = settings.verdicts ?? [];
  if (!found.length) return [];
  const colours = settings.colours["result_alternative/verdict"];
  map.addSource("verdicts", { type: "geojson", data: { type: "FeatureCollection", features: found } });
  map.addLayer({ id: "verdicts", type: "circle", source: "verdicts", paint: { "circle-radius": ["match", ["get", "kind"], "centre", 10, 8], "circle-color": match("verdict", colours, "#999999"), "circle-stroke-color": "#ffffff", "circle-stroke-width": 2.2 } });
  map.addLayer({ id: "verdict-names", type: "symbol", source: "verdicts", layout: { ...label(11.5, [0, 0.9]), "text-optional": true }, paint: HALO });
  legend("verdicts", Object.entries(settings.verdict_names).map(([name, title]) => swatch("dot", colours[name], title)));
  return ["verdicts", "verdict-names"];
}

export function staging(map, settings) {
  if (!settings.staging) return [];
  map.addSource("staging", { type: "geojson", data: settings.staging.features });
  map.addLayer({ id: "staging", type: "circle", source: "staging", paint: { "circle-radius": 13, "circle-opacity": 0, "circle-stroke-color": ["get", "colour"], "circle-stroke-width": 4 } });
  legend("staging", settings.staging.legend.map(({ colour, name }) => swatch("dot", colour, name)));
  return ["staging"];
}

export function show(map, layers, visible) {
  for (const layer of layers) if (map.getLayer(layer)) map.setLayoutProperty(layer, "visibility", visible ? "visible" : "none");
}
