// The home map: layers switched from the panel, boundaries by date, cards on click.
import { settings as read } from "./language.js";
import * as layers from "./layers.js";
import { cards, makeMap } from "./map.js";

const NARROW = 900;
const ORDER = ["hillshade", "boundaries", "cost", "roads", "flows", "clusters", "sites", "outlets", "places"];
const settings = read();
const narrow = window.innerWidth < NARROW;
const panel = document.getElementById("panel");
if (narrow) panel.open = false;
const map = await makeMap("map", settings, { left: narrow ? 0 : panel.offsetWidth });
const drawn = {};
for (const name of ORDER) {
  drawn[name] = await layers[name](map, settings);
  const box = document.querySelector(`[data-layer="${name}"]`);
  if (drawn[name].length === 0) document.querySelector(`[data-layer-row="${name}"]`).hidden = true;
  layers.show(map, drawn[name], box.checked);
  box.addEventListener("change", () => layers.show(map, drawn[name], box.checked));
}
for (const radio of document.querySelectorAll('input[name="on"]')) {
  radio.addEventListener("change", () => layers.boundaries(map, settings, radio.value));
}
cards(map, settings, {
  sites: "logistics_site",
  outlets: "outlet",
  clusters: "industrial_cluster",
  "cluster-areas": "industrial_cluster",
  places: "place",
  roads: "road_edge",
  "roads-connector": "road_edge",
  "roads-planned": "road_edge",
  "roads-closed": "road_edge",
  "communes-fill": "admin_unit",
});
map.once("idle", () => (document.getElementById("map").dataset.idle = "true"));
window.banmeMap = map;
