// Two plans side by side: the same scale of widths, maps that move together.
import { settings as read } from "./language.js";
import * as layers from "./layers.js";
import { makeMap } from "./map.js";

const settings = read();
const sides = { a: settings.left, b: settings.right };
const totals = await Promise.all(Object.values(sides).map(async (urls) => layers.biggest(await (await fetch(urls.flows)).json())));
const largest = Math.max(...totals);
const maps = [];
for (const [side, urls] of Object.entries(sides)) {
  const map = await makeMap(`map-${side}`, settings);
  await layers.hillshade(map, settings);
  await layers.boundaries(map, settings);
  await layers.flows(map, settings, { url: urls.flows, largest });
  await layers.outlets(map, settings);
  await layers.openings(map, settings, urls.openings);
  map.once("idle", () => (document.getElementById(`map-${side}`).dataset.idle = "true"));
  maps.push(map);
}
if (largest) document.getElementById("flow-legend").replaceChildren(...layers.flowLegend(largest));

let moving = false;
for (const map of maps) {
  map.on("move", () => {
    if (moving) return;
    moving = true;
    for (const other of maps) if (other !== map) other.jumpTo({ center: map.getCenter(), zoom: map.getZoom() });
    moving = false;
  });
}
window.banmeMaps = maps;
