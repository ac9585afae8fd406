// A finished run: flows by width, cost by commune, opened sites, charts.
import * as charts from "./charts.js";
import { both, settings as read } from "./language.js";
import * as layers from "./layers.js";
import { cards, makeMap } from "./map.js";

const data = read("chart-data");
charts.follow([charts.costChart(data.cost), charts.outletChart(data.outlets), charts.monthChart(data.months)]);

const settings = read();
const map = await makeMap("map", settings);
const box = document.createElement("details");
box.className = "panel";
box.innerHTML = "<summary></summary><div class='panel-body'></div>";
box.querySelector("summary").textContent = both("Chú giải", "Legend");
document.getElementById("map").append(box);
const titles = {
  flows: both("Luồng hàng", "Flows"),
  openings: both("Điểm được mở", "Opened sites"),
  cost: both("Chi phí mỗi tấn", "Cost per tonne"),
  outlets: both("Nơi tiêu thụ", "Outlets"),
};
if (settings.verdicts?.length) titles.verdicts = both("Phương án gần tối ưu", "Near-optimal plans");
if (settings.staging) titles.staging = both("Xây ngay hay chờ", "Build now or wait");
for (const [name, title] of Object.entries(titles)) {
  const row = document.createElement("div");
  row.className = "layer";
  row.innerHTML = `<label><input type="checkbox" checked> <span></span></label><div class="legend" data-legend="${name}"></div>`;
  row.querySelector("span").textContent = title;
  box.querySelector(".panel-body").append(row);
}
await layers.hillshade(map, settings);
const drawn = { cost: await layers.cost(map, settings) };
await layers.boundaries(map, settings);
layers.show(map, ["communes-fill", "commune-names"], false);
drawn.flows = await layers.flows(map, settings);
drawn.outlets = await layers.outlets(map, settings);
drawn.openings = await layers.openings(map, settings);
drawn.verdicts = layers.verdicts(map, settings);
drawn.staging = layers.staging(map, settings);
Object.keys(titles).forEach((name, number) => {
  const input = box.querySelectorAll("input")[number];
  if (name === "openings" && drawn.verdicts.length) {
    input.checked = false;
    layers.show(map, drawn[name], false);
  }
  input.addEventListener("change", () => layers.show(map, drawn[name], input.checked));
});
cards(map, settings, { openings: "logistics_site", outlets: "outlet", cost: "admin_unit" });
map.once("idle", () => (document.getElementById("map").dataset.idle = "true"));
window.banmeMap = map;
