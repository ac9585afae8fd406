// A cluster's plots by status.
import { settings as read } from "./language.js";
import * as layers from "./layers.js";
import { fit, makeMap } from "./map.js";

const settings = read();
const map = await makeMap("map", settings);
await layers.boundaries(map, settings);
const tones = Object.entries(settings.colours["plot/status"]).flat();
map.addSource("plots", { type: "geojson", data: settings.plots });
map.addLayer({ id: "plots", type: "fill", source: "plots", paint: { "fill-color": ["match", ["get", "status"], ...tones, "#57606a"], "fill-opacity": 0.55 } });
map.addLayer({ id: "plot-lines", type: "line", source: "plots", paint: { "line-color": "#24292f", "line-width": 0.8 } });
map.addSource("cluster", { type: "geojson", data: settings.place });
map.addLayer({ id: "cluster", type: "circle", source: "cluster", paint: { "circle-radius": 6, "circle-color": "#b5461e", "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 } });
const whole = { type: "FeatureCollection", features: [...settings.plots.features, ...settings.place.features] };
if (whole.features.length) fit(map, whole, settings.plots.features.length ? 16 : 12);
map.once("idle", () => (document.getElementById("map").dataset.idle = "true"));
window.banmeMap = map;
