// A zone's functional areas: coloured by function, filled as projects begin, period by period.
import { both, figure, settings as read } from "./language.js";
import * as layers from "./layers.js";
import { cards, fit, legend, makeMap, swatch } from "./map.js";
import { FONT, INK } from "./palette.js";

const FUNCTIONS = { research: "#4d9de0", seed: "#7cb518", processing: "#d9822b", incubation: "#8250df", service: "#0b7285" };
const settings = read();
const map = await makeMap("map", settings);
await layers.boundaries(map, settings);
if (map.getLayer("commune-names")) map.setLayoutProperty("commune-names", "visibility", "none");
const period = document.getElementById("period");

// What an area looks like by the end of the period chosen.
function drawn(feature) {
  const { name, area_ha: whole, starts } = feature.properties;
  const year = period ? Number(period.value) : null;
  const begun = year === null ? [] : starts.filter((one) => one.year <= year);
  const used = begun.reduce((sum, one) => sum + one.land_ha, 0);
  const text = `${name}\n${figure(used, 1)}/${figure(whole, 1)} ha · ${figure(begun.length)} ${both("dự án", "projects")}`;
  return { ...feature, properties: { ...feature.properties, share: whole > 0 ? used / whole : 0, text } };
}

// What begins in an area and when, for its card.
function portfolio(feature) {
  const starts = settings.areas.features.find((one) => one.properties.code === feature.properties.code).properties.starts;
  const list = document.createElement("ul");
  list.append(
    ...starts.map((one) => {
      const item = document.createElement("li");
      item.textContent = `${one.year}: ${one.name} (${figure(one.land_ha, 1)} ha)`;
      return item;
    }),
  );
  return starts.length ? list : null;
}
const data = () => ({ type: "FeatureCollection", features: settings.areas.features.map(drawn) });

const tones = Object.entries(FUNCTIONS).flat();
map.addSource("areas", { type: "geojson", data: data() });
const colour = ["match", ["get", "function"], ...tones, "#57606a"];
map.addLayer({ id: "areas", type: "fill", source: "areas", paint: { "fill-color": colour, "fill-opacity": ["+", 0.16, ["*", 0.6, ["min", 1, ["get", "share"]]]] } });
map.addLayer({ id: "area-lines", type: "line", source: "areas", paint: { "line-color": colour, "line-width": 2 } });
map.addLayer({ id: "area-names", type: "symbol", source: "areas", layout: { "text-field": ["get", "text"], "text-font": [FONT], "text-size": 11, "text-max-width": 7, "text-allow-overlap": true, "text-ignore-placement": true }, paint: { "text-color": INK, "text-halo-color": "rgba(255,255,255,.92)", "text-halo-width": 1.4 } });
map.addSource("zone", { type: "geojson", data: settings.place });
if (!settings.areas.features.length) map.addLayer({ id: "zone", type: "circle", source: "zone", paint: { "circle-radius": 6, "circle-color": "#b5461e", "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 } });
const present = new Set(settings.areas.features.map((one) => one.properties.function));
legend("zone", [
  ...Object.entries(FUNCTIONS).filter(([name]) => present.has(name)).map(([name, tone]) => swatch("area", tone, settings.functions[name])),
  document.createTextNode(both("Đậm hơn: đã giao nhiều đất hơn", "Deeper: more of the land is given out")),
]);
if (period) period.addEventListener("change", () => map.getSource("areas").setData(data()));
cards(map, settings, { areas: "zone_area" }, portfolio);
fit(map, settings.areas.features.length ? settings.areas : settings.place, 16);
map.once("idle", () => (document.getElementById("map").dataset.idle = "true"));
map.triggerRepaint();
window.banmeMap = map;
