// Assessment rooms: radar of 26 criteria, marginal cost curve, green benchmarks now and intended.
import { draw, follow } from "./charts.js";
import { both, figure, settings } from "./language.js";

const data = settings("chart-data");

function radar({ axes, series }) {
  return draw("chart-radar", {
    legend: { bottom: 0 },
    tooltip: {
      renderMode: "richText",
      formatter: (shown) => `${shown.name}\n${axes.map((axis, at) => `${axis.code} ${axis.name}: ${figure(shown.value[at])} %`).join("\n")}`,
    },
    radar: { radius: "68%", center: ["50%", "47%"], indicator: axes.map((axis) => ({ name: axis.code, max: 100 })), axisName: { color: "#1d2823" }, splitNumber: 4 },
    series: [
      {
        type: "radar",
        symbolSize: 4,
        data: series.map((one, at) => ({ name: one.name, value: one.values, areaStyle: { opacity: at === 0 ? 0.25 : 0.06 }, lineStyle: { type: at === 0 ? "solid" : "dashed" } })),
      },
    ],
  });
}

function curve(steps) {
  const bars = steps.map((step) => ({ name: step.name, value: [step.so_far_t - step.saved_t, step.so_far_t, step.net_vnd_kg] }));
  return draw("chart-curve", {
    grid: { left: 12, right: 16, top: 34, bottom: 30, containLabel: true },
    tooltip: {
      renderMode: "richText",
      formatter: (bar) => `${bar.name}\n${figure(bar.value[2])} ${both("đồng/kg CO2e", "VND/kg CO2e")}\n${figure(bar.value[1] - bar.value[0], 1)} t`,
    },
    xAxis: { type: "value", name: both("t CO2e/năm giảm được", "t CO2e a year saved"), nameLocation: "middle", nameGap: 26, axisLabel: { formatter: (value) => figure(value) } },
    yAxis: { type: "value", name: both("đồng/kg CO2e", "VND/kg CO2e"), axisLabel: { formatter: (value) => figure(value) } },
    series: [
      {
        type: "custom",
        encode: { x: [0, 1], y: 2 },
        data: bars,
        renderItem: (_, api) => {
          const from = api.coord([api.value(0), api.value(2)]);
          const to = api.coord([api.value(1), 0]);
          return {
            type: "rect",
            shape: { x: Math.min(from[0], to[0]), y: Math.min(from[1], to[1]), width: Math.max(1, Math.abs(to[0] - from[0]) - 1), height: Math.max(1, Math.abs(to[1] - from[1])) },
            style: { fill: api.value(2) <= 0 ? "#1f5f4a" : "#b5461e" },
          };
        },
      },
    ],
  });
}

function green(groups) {
  const bar = (name, stack, value, style = {}) => ({ name, stack, type: "bar", barMaxWidth: 22, data: groups.map(value), itemStyle: style });
  return draw("chart-green", {
    grid: { left: 12, right: 24, top: 34, bottom: 8, containLabel: true },
    legend: { top: 0 },
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => `${figure(value)} %` },
    xAxis: { type: "value", max: 100, axisLabel: { formatter: (value) => `${figure(value)} %` } },
    yAxis: { type: "category", inverse: true, data: groups.map((group) => group.name) },
    series: [
      bar(both("Hiện nay", "Now"), "now", (group) => group.now_low, { color: "#1f5f4a" }),
      bar(both("Hiện nay, chưa biết", "Now, unknown"), "now", (group) => group.now_high - group.now_low, { color: "#c9d6cf" }),
      bar(both("Dự kiến", "Intended"), "intended", (group) => group.intended_low, { color: "#d9822b" }),
      bar(both("Dự kiến, chưa biết", "Intended, unknown"), "intended", (group) => group.intended_high - group.intended_low, { color: "#f2ddc4" }),
    ],
  });
}

follow([data.radar && radar(data.radar), data.curve?.length && curve(data.curve), data.green?.length && green(data.green)].filter(Boolean));
