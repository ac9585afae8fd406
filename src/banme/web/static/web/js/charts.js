// Charts: calm, in the reader's notation, tooltips drawn on the canvas (no inline style).
import { both, figure, money } from "./language.js";
import { FONT } from "./palette.js";

const COLOURS = ["#1f5f4a", "#d9822b", "#5b7fa6", "#7b3f1e", "#8a6fb0", "#c9a227", "#3d8f7a", "#b5461e"];
const MONTHS = Array.from({ length: 12 }, (_, month) => both(`T${month + 1}`, ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month]));

export function draw(id, option) {
  const element = document.getElementById(id);
  if (!element) return null;
  const chart = window.echarts.getInstanceByDom(element) ?? window.echarts.init(element, null, { renderer: "canvas" });
  chart.setOption({ color: COLOURS, textStyle: { fontFamily: FONT }, animation: false, aria: { enabled: false }, ...option }, true);
  element.dataset.drawn = "true";
  return chart;
}

const tooltip = (write) => ({ trigger: "axis", renderMode: "richText", valueFormatter: write });
const grid = { left: 12, right: 16, top: 34, bottom: 8, containLabel: true };

export function costChart(parts) {
  const rows = [...parts].reverse();
  return draw("chart-cost", {
    grid: { ...grid, top: 8, right: 84 },
    tooltip: { ...tooltip((value) => `${figure(value)} ${both("đồng/t", "VND/t")}`), trigger: "item" },
    xAxis: { type: "value", axisLabel: { formatter: (value) => figure(value / 1000) } },
    yAxis: { type: "category", data: rows.map((part) => part.name) },
    series: [{ type: "bar", data: rows.map((part) => part.value), barMaxWidth: 26, label: { show: true, position: "right", formatter: (bar) => figure(bar.value) } }],
  });
}

export function outletChart({ names, series }) {
  return draw("chart-outlets", {
    grid,
    legend: { top: 0, type: "scroll" },
    tooltip: tooltip((value) => (value === null || value === undefined ? "—" : `${figure(value)} t`)),
    xAxis: { type: "value", axisLabel: { formatter: (value) => figure(value / 1000) } },
    yAxis: { type: "category", data: [...names].reverse(), axisLabel: { width: 190, overflow: "truncate" } },
    series: series.map((one) => ({ name: one.name, type: "bar", stack: "all", data: [...one.values].reverse(), barMaxWidth: 26 })),
  });
}

export function monthChart(series) {
  return draw("chart-months", {
    grid,
    legend: { top: 0, type: "scroll" },
    tooltip: tooltip((value) => (value === null || value === undefined ? "—" : `${figure(value)} t`)),
    xAxis: { type: "category", data: MONTHS },
    yAxis: { type: "value", axisLabel: { formatter: (value) => figure(value / 1000) } },
    series: series.map((one) => ({ name: one.name, type: "bar", stack: "all", data: one.values, barMaxWidth: 34 })),
  });
}

export function gapChart(steps) {
  const line = (name, key, axis, write) => ({ name, type: "line", yAxisIndex: axis, showSymbol: steps.length < 40, data: steps.map((step) => [step.elapsed_s, step[key]]), tooltip: { valueFormatter: write } });
  return draw("gap-chart", {
    grid,
    legend: { top: 0 },
    tooltip: { trigger: "axis", renderMode: "richText" },
    xAxis: { type: "value", name: both("giây", "s"), axisLabel: { formatter: (value) => figure(value, 1) } },
    yAxis: [
      { type: "value", scale: true, axisLabel: { formatter: money } },
      { type: "value", min: 0, splitLine: { show: false }, axisLabel: { formatter: (value) => `${figure(value, 1)} %` } },
    ],
    series: [
      line(both("Phương án", "Plan"), "incumbent", 0, money),
      line(both("Cận dưới", "Lower bound"), "bound", 0, money),
      line(both("Khoảng cách", "Gap"), "gap_pct", 1, (value) => `${figure(value, 2)} %`),
    ],
  });
}

export function follow(charts) {
  window.addEventListener("resize", () => charts.forEach((chart) => chart?.resize()));
}
