// The relocation studio: homes, establishments by priority, arrows to plots by year, and the trade-off.
import { draw, follow } from "./charts.js";
import { both, figure, money, settings } from "./language.js";
import * as layers from "./layers.js";
import { cards, fit, legend, makeMap, swatch } from "./map.js";

const BANDS = { first: "#b42318", second: "#e36209", later: "#d4a72c", clear: "#8c959f", unknown: "#57606a" };
const YEARS = ["#08306b", "#1b9e77", "#762a83", "#4d9de0", "#5c4033"];
const HOMES = "#c9a227";
const data = settings("chart-data");

function front({ front: points, point }) {
  const largest = Math.max(1, ...points.map((one) => one.jobs_lost));
  const dots = points.map((one) => ({
    value: [one.removed, one.cost],
    symbolSize: 10 + 16 * Math.sqrt(one.jobs_lost / largest),
    itemStyle: { color: one.point === 0 ? "#d9822b" : "#1f5f4a", borderColor: one.point === point ? "#b42318" : "#ffffff", borderWidth: one.point === point ? 3 : 1 },
    ...one,
  }));
  const order = points.filter((one) => one.point > 0).sort((a, b) => a.removed - b.removed);
  return draw("chart-front", {
    grid: { left: 12, right: 24, top: 34, bottom: 30, containLabel: true },
    tooltip: {
      renderMode: "richText",
      formatter: ({ data: one }) => `${one.point === 0 ? both("Phương án của lần chạy", "This run's plan") : both(`Phương án ${one.point}`, `Plan ${one.point}`)}\n${both("Dời", "Move")}: ${one.moves}\n${both("Phơi nhiễm giảm", "Exposure removed")}: ${figure(one.removed)}\n${both("Chi phí", "Cost")}: ${money(one.cost)}\n${both("Mất việc", "Jobs lost")}: ${figure(one.jobs_lost)}`,
    },
    xAxis: { type: "value", name: both("Phơi nhiễm giảm", "Exposure removed"), nameLocation: "middle", nameGap: 26, axisLabel: { formatter: (value) => figure(value) } },
    yAxis: { type: "value", scale: true, name: both("tỷ đồng", "bn VND"), axisLabel: { formatter: (value) => figure(value / 1e9, 1) } },
    series: [
      { type: "line", silent: true, showSymbol: false, lineStyle: { color: "#a9b4ac", type: "dashed" }, data: order.map((one) => [one.removed, one.cost]), tooltip: { show: false } },
      { type: "scatter", data: dots },
    ],
  });
}

const chart = front(data);
chart.on("click", ({ data: one }) => {
  if (one?.point === undefined) return;
  const address = new URL(window.location.href);
  address.searchParams.set("run", data.run);
  address.searchParams.set("point", one.point);
  window.location.assign(address);
});
follow([chart]);

function arrowHead(size = 22) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  pen.beginPath();
  pen.moveTo(size / 2, 2);
  pen.lineTo(size - 4, size - 3);
  pen.lineTo(size / 2, size - 8);
  pen.lineTo(4, size - 3);
  pen.closePath();
  pen.fill();
  return pen.getImageData(0, 0, size, size);
}

const view = settings();
const map = await makeMap("map", view);
await layers.boundaries(map, view);
const colourOf = (year) => YEARS[Math.max(0, view.years.indexOf(year)) % YEARS.length];
const byYear = ["match", ["get", "year"], ...view.years.flatMap((year) => [year, colourOf(year)]), "#57606a"];
map.addSource("homes", { type: "geojson", data: view.homes });
map.addLayer({ id: "homes", type: "fill", source: "homes", paint: { "fill-color": HOMES, "fill-opacity": 0.32 } });
map.addLayer({ id: "homes-lines", type: "line", source: "homes", paint: { "line-color": "#8a6d00", "line-width": 1 } });
map.addSource("plots", { type: "geojson", data: view.plots });
map.addLayer({ id: "plots", type: "fill", source: "plots", paint: { "fill-color": ["match", ["get", "status"], ...Object.entries(view.colours["plot/status"]).flat(), "#57606a"], "fill-opacity": 0.6 } });
const heads = { type: "FeatureCollection", features: view.arrows.features.map((one) => ({ type: "Feature", geometry: { type: "Point", coordinates: one.properties.to }, properties: { year: one.properties.year, bearing: one.properties.bearing } })) };
map.addSource("arrows", { type: "geojson", data: view.arrows });
map.addLayer({ id: "arrows", type: "line", source: "arrows", layout: { "line-cap": "round" }, paint: { "line-color": byYear, "line-width": 1.8, "line-opacity": 0.85 } });
map.addImage("head", arrowHead(), { sdf: true });
map.addSource("heads", { type: "geojson", data: heads });
map.addLayer({ id: "heads", type: "symbol", source: "heads", layout: { "icon-image": "head", "icon-rotate": ["get", "bearing"], "icon-rotation-alignment": "map", "icon-anchor": "top", "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-size": 0.7 }, paint: { "icon-color": byYear } });
map.addSource("makers", { type: "geojson", data: view.makers });
map.addLayer({
  id: "makers",
  type: "circle",
  source: "makers",
  layout: { "circle-sort-key": ["-", 0, ["get", "rank"]] },
  paint: {
    "circle-color": ["match", ["get", "band"], ...Object.entries(BANDS).flat(), "#57606a"],
    "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "exposure"]], 0, 4, 50, 12],
    "circle-stroke-color": "#ffffff",
    "circle-stroke-width": 1.4,
  },
});
legend("relocation", [
  swatch("dot", BANDS.first, both("Ưu tiên 1–10", "Priority 1–10")),
  swatch("dot", BANDS.second, both("Ưu tiên 11–25", "Priority 11–25")),
  swatch("dot", BANDS.later, both("Gần nhà ở, sau 25", "Near homes, after 25")),
  swatch("dot", BANDS.clear, both("Đủ xa", "Clear")),
  swatch("area", HOMES, both("Khu dân cư", "Residential area")),
  ...view.years.map((year) => swatch("line", colourOf(year), both(`Dời năm ${year}`, `Moves in ${year}`), 3)),
]);
cards(map, view, { makers: "establishment", homes: "residential_area", plots: "plot" });
fit(map, { features: [...view.makers.features, ...view.arrows.features] }, 12);
map.once("idle", () => (document.getElementById("map").dataset.idle = "true"));
window.banmeMap = map;
