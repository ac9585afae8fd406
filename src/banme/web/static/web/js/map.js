// One way to make a map: local data only, local fonts, credits, controls in the reader's language.
import { LngLatBounds, Map, NavigationControl, Popup, ScaleControl } from "../vendor/maplibre-gl-6.17.0/maplibre-gl.mjs";
import { both } from "./language.js";
import { FONT, PAPER } from "./palette.js";

const LOCALE = {
  "NavigationControl.ZoomIn": both("Phóng to", "Zoom in"),
  "NavigationControl.ZoomOut": both("Thu nhỏ", "Zoom out"),
  "NavigationControl.ResetBearing": both("Quay về hướng bắc", "Reset north"),
  "Popup.Close": both("Đóng", "Close"),
  "AttributionControl.ToggleAttribution": both("Ghi công", "Attribution"),
  "Map.Title": both("Bản đồ", "Map"),
};
const PADDING = 24;

export async function makeMap(container, settings, { left = 0 } = {}) {
  await Promise.all([400, 600].map((weight) => document.fonts.load(`${weight} 16px "${FONT}"`, "Đắk Lắk ệ")));
  const element = document.getElementById(container);
  const map = new Map({
    container: element,
    style: { version: 8, sources: {}, layers: [{ id: "paper", type: "background", paint: { "background-color": PAPER } }] },
    bounds: settings.bounds,
    fitBoundsOptions: { padding: { top: PADDING, bottom: PADDING, right: PADDING, left: PADDING + left } },
    locale: LOCALE,
    attributionControl: { compact: false, customAttribution: credits(settings) },
    dragRotate: false,
    fadeDuration: 0,
    pitchWithRotate: false,
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-right");
  if (!map.loaded()) await map.once("load");
  element.dataset.ready = "true";
  return map;
}

// The line that must stand on the map; the others are one click away.
function credits(settings) {
  const first = settings.credits.filter((line) => line.includes("OpenStreetMap"));
  const safe = document.createElement("span");
  safe.textContent = (first.length ? first : settings.credits.slice(0, 1)).join(" · ");
  const more = `<a href="${settings.sources}">${both("mọi nguồn", "all sources")}</a>`;
  return safe.textContent ? `${safe.innerHTML} · ${more}` : more;
}

export function tableUrl(settings, table, query = "") {
  return settings.tables.replace("TABLE", table) + query;
}

export async function addGeojson(map, name, url) {
  const response = await fetch(url, { headers: { Accept: "application/geo+json" } });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const data = await response.json();
  if (map.getSource(name)) map.getSource(name).setData(data);
  else map.addSource(name, { type: "geojson", data });
  return data;
}

export function fit(map, data, maxZoom = 13) {
  const bounds = new LngLatBounds();
  const walk = (coordinates) => {
    if (typeof coordinates[0] === "number") bounds.extend(coordinates);
    else coordinates.forEach(walk);
  };
  for (const feature of data.features ?? [data]) if (feature.geometry) walk(feature.geometry.coordinates);
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 40, maxZoom, duration: 0 });
}

// A click on any of the layers opens the row's card: facts, source, quality.
export function cards(map, settings, tables, extra = () => null) {
  const layers = Object.keys(tables);
  map.on("mousemove", (event) => {
    const present = layers.filter((layer) => map.getLayer(layer));
    map.getCanvas().style.cursor = map.queryRenderedFeatures(event.point, { layers: present }).length ? "pointer" : "";
  });
  map.on("click", async (event) => {
    const present = layers.filter((layer) => map.getLayer(layer));
    const near = 4;
    const box = [
      [event.point.x - near, event.point.y - near],
      [event.point.x + near, event.point.y + near],
    ];
    const hits = map.queryRenderedFeatures(box, { layers: present });
    const hit = hits.find((feature) => feature.layer.type !== "fill") ?? hits[0];
    if (!hit) return;
    const table = tables[hit.layer.id];
    const body = document.createElement("div");
    const address = settings.card.replace("TABLE", table).replace("CODE", encodeURIComponent(hit.properties.code));
    const response = await fetch(address);
    if (!response.ok) return;
    body.innerHTML = await response.text();
    const actions = extra(hit, table);
    if (actions) body.append(actions);
    new Popup({ maxWidth: "20rem" }).setLngLat(event.lngLat).setDOMContent(body).addTo(map);
  });
}

export function swatch(kind, colour, text, width = null) {
  const item = document.createElement("span");
  const sample = document.createElement("i");
  sample.className = `swatch ${kind}`;
  sample.style.background = colour;
  if (width !== null) sample.style.height = `${Math.max(1, width)}px`;
  item.append(sample, text);
  return item;
}

export function legend(name, items) {
  for (const place of document.querySelectorAll(`[data-legend="${name}"]`)) place.replaceChildren(...items);
}
