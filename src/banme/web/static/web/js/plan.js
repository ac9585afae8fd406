// The plan's S-curve: planned, earned and spent by month, today marked.
import { draw, follow } from "./charts.js";
import { both, figure, money, settings } from "./language.js";

const data = settings("chart-data");
const write = (value) => (value === null || value === undefined ? "—" : data.unit === "vnd" ? money(value) : figure(value, 1));
const line = (name, values, more = {}) => ({ name, type: "line", showSymbol: false, connectNulls: true, data: data.days.map((day, at) => [day, values[at]]), ...more });

follow([
  draw("chart-value", {
    grid: { left: 12, right: 16, top: 34, bottom: 8, containLabel: true },
    legend: { top: 0 },
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: write },
    xAxis: { type: "time", axisLabel: { formatter: "{MM}/{yyyy}", hideOverlap: true } },
    yAxis: { type: "value", min: 0, axisLabel: { formatter: write } },
    series: [
      line(both("Kế hoạch (PV)", "Planned (PV)"), data.planned, { markLine: { silent: true, symbol: "none", lineStyle: { color: "#cf222e", type: "dashed" }, label: { show: false }, data: [{ xAxis: data.today }] } }),
      line(both("Đạt được (EV)", "Earned (EV)"), data.earned),
      ...(data.spent.some((value) => value !== null) ? [line(both("Đã chi (AC)", "Spent (AC)"), data.spent)] : []),
    ],
  }),
]);
