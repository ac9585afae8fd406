// The scenario room: targets offered by kind, roads and sites picked on the map.
import { both, settings as read } from "./language.js";
import * as layers from "./layers.js";
import { cards, makeMap } from "./map.js";

const settings = read();
const offered = read("target-list");
const kind = document.getElementById("id_kind");
const target = document.getElementById("id_target");
const factor = document.getElementById("id_factor");

function offer() {
  const table = settings.targets[kind.value];
  const options = offered.filter((one) => one.table === table).map((one) => {
    const option = document.createElement("option");
    option.value = one.code;
    option.label = one.name;
    return option;
  });
  document.getElementById("targets").replaceChildren(...options);
  factor.closest(".field").hidden = !kind.value.startsWith("scale_");
}
kind.addEventListener("change", offer);
offer();

function choose(chosenKind, code) {
  kind.value = chosenKind;
  target.value = code;
  offer();
  document.getElementById("id_note").focus();
}

function actions(hit, table) {
  const box = document.createElement("div");
  box.className = "popup-actions";
  const add = (chosenKind, code, text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.textContent = text;
    button.addEventListener("click", () => choose(chosenKind, code));
    box.append(button);
  };
  if (table === "road_edge") {
    const opens = hit.properties.status !== "open";
    const what = opens ? "open_road" : "close_road";
    add(what, hit.properties.code, `${settings.kinds[what]}: ${both("đoạn này", "this edge")}`);
    if (hit.properties.ref) add(what, hit.properties.ref, `${settings.kinds[what]}: ${hit.properties.ref}`);
  }
  if (table === "logistics_site") for (const what of ["force_site", "exclude_site"]) add(what, hit.properties.code, settings.kinds[what]);
  if (table === "outlet") add("scale_demand", hit.properties.code, settings.kinds.scale_demand);
  return box;
}

const map = await makeMap("map", settings);
await layers.hillshade(map, settings);
await layers.boundaries(map, settings);
await layers.roads(map, settings);
const closed = settings.changed.filter((change) => change.kind === "close_road").map((change) => change.target);
const isChanged = (codes) => ["any", ["in", ["get", "code"], ["literal", codes]], ["in", ["get", "ref"], ["literal", codes]]];
map.addLayer({ id: "closed-here", type: "line", source: "road_edge", filter: isChanged(closed), paint: { "line-color": settings.colours["road_edge/status"].closed, "line-width": 4, "line-dasharray": [1, 0.8] } });
await layers.places(map, settings);
await layers.outlets(map, settings);
await layers.sites(map, settings);
for (const [what, colour] of [["force_site", "#1a7f37"], ["exclude_site", "#cf222e"]]) {
  const codes = settings.changed.filter((change) => change.kind === what).map((change) => change.target);
  map.addLayer({ id: what, type: "circle", source: "logistics_site", filter: ["in", ["get", "code"], ["literal", codes]], paint: { "circle-radius": 12, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": colour, "circle-stroke-width": 3 } });
}
cards(map, settings, { sites: "logistics_site", outlets: "outlet", roads: "road_edge", "roads-planned": "road_edge", "roads-closed": "road_edge" }, actions);
map.once("idle", () => (document.getElementById("map").dataset.idle = "true"));
window.banmeMap = map;
