// Setting a point by a click; the text field stays the truth and works without the map.
import { settings as read } from "./language.js";
import { placeMap } from "./row.js";

const DECIMALS = 6;
const settings = read();
const map = await placeMap(settings);
const field = document.querySelector("textarea[data-shape]");

function point() {
  const found = /POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)/i.exec(field.value);
  return found ? [Number(found[1]), Number(found[2])] : null;
}

function draw() {
  const at = point();
  map.getSource("row").setData({
    type: "FeatureCollection",
    features: at ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } }] : [],
  });
}

if (settings.shape === "Point") {
  map.getCanvas().style.cursor = "crosshair";
  map.on("click", (event) => {
    field.value = `POINT (${event.lngLat.lng.toFixed(DECIMALS)} ${event.lngLat.lat.toFixed(DECIMALS)})`;
    draw();
  });
  field.addEventListener("input", draw);
}
