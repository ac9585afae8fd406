// A day of rounds: ways on the map, and jobs dragged from truck to truck; the server computes.
import { settings as read } from "./language.js";
import * as layers from "./layers.js";
import { addGeojson, fit, makeMap } from "./map.js";
import { FONT, INK } from "./palette.js";

const COLOURS = ["#1a7f37", "#0969da", "#bc4c00", "#8250df", "#bf3989", "#0b7285", "#9a6700", "#57606a"];
const settings = read();

const which = document.getElementById("which");
which.addEventListener("change", () => {
  location.href = which.dataset.address.replace("CODE", encodeURIComponent(which.value));
});

// Drag: the block follows the pointer; let go over another truck's row, the job is tried there.
let held = null;
document.addEventListener("pointerdown", (event) => {
  const block = event.target.closest?.("#board [data-job]");
  if (!block || event.button !== 0) return;
  held = { block, job: block.dataset.job, home: block.closest("[data-shift]").dataset.shift, x: event.clientX, y: event.clientY };
  block.classList.add("held");
  event.preventDefault();
});
document.addEventListener("pointermove", (event) => {
  if (!held) return;
  const scale = 1000 / held.block.ownerSVGElement.getBoundingClientRect().width;
  held.block.setAttribute("transform", `translate(${(event.clientX - held.x) * scale} ${(event.clientY - held.y) * scale})`);
  mark(rowAt(event));
});
document.addEventListener("pointerup", (event) => {
  if (!held) return;
  const { block, job, home } = held;
  held = null;
  block.classList.remove("held");
  block.removeAttribute("transform");
  const row = rowAt(event);
  mark(null);
  if (row && row.dataset.shift !== home) tryMove(job, row.dataset.shift);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !held) return;
  held.block.classList.remove("held");
  held.block.removeAttribute("transform");
  held = null;
  mark(null);
});

function rowAt(event) {
  for (const row of document.querySelectorAll("#board [data-shift]")) {
    const box = row.querySelector(".lane").getBoundingClientRect();
    if (event.clientY >= box.top && event.clientY < box.bottom && event.clientX >= box.left && event.clientX < box.right) return row;
  }
  return null;
}

function mark(row) {
  for (const other of document.querySelectorAll("#board .over")) other.classList.remove("over");
  row?.classList.add("over");
}

// The form beside the board does the same by keyboard; a drag fills it in and sends it.
function tryMove(job, shift) {
  const form = document.getElementById("move-form");
  form.elements.job.value = job;
  form.elements.shift.value = shift;
  form.requestSubmit();
}

const map = await makeMap("map", settings);
await layers.boundaries(map, settings);
await layers.roads(map, settings);
const ways = await addGeojson(map, "rounds", settings.rounds);
const colour = ["match", ["get", "colour"], ...COLOURS.flatMap((value, at) => [at, value]), COLOURS[0]];
map.addLayer({ id: "rounds", type: "line", source: "rounds", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": colour, "line-width": 3, "line-opacity": 0.75 } });
map.addSource("stops", { type: "geojson", data: settings.stops });
map.addLayer({ id: "stops", type: "circle", source: "stops", paint: { "circle-radius": ["case", ["get", "base"], 8, 5], "circle-color": ["case", ["get", "base"], "#b5461e", "#ffffff"], "circle-stroke-color": INK, "circle-stroke-width": 1.6 } });
map.addLayer({ id: "stop-names", type: "symbol", source: "stops", layout: { "text-field": ["get", "name"], "text-font": [FONT], "text-size": 11, "text-offset": [0, 0.9], "text-anchor": "top", "text-optional": true }, paint: { "text-color": INK, "text-halo-color": "rgba(255,255,255,.92)", "text-halo-width": 1.4 } });
if (ways.features.length) fit(map, ways);
// Pointing at a truck's row shows its way alone.
document.addEventListener("pointerover", (event) => {
  const row = event.target.closest?.("#board [data-shift]");
  map.setPaintProperty("rounds", "line-opacity", row ? ["case", ["==", ["get", "shift"], row.dataset.shift], 1, 0.12] : 0.75);
});
map.once("idle", () => (document.getElementById("map").dataset.idle = "true"));
window.banmeMap = map;
