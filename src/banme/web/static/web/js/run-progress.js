// The live chart of a run: drawn anew whenever the polled part of the page changes.
import { follow, gapChart } from "./charts.js";
import { settings as read } from "./language.js";

let chart = null;
function redraw() {
  chart = gapChart(read("gap-steps"));
}
redraw();
follow([{ resize: () => chart?.resize() }]);
document.addEventListener("htmx:after:swap", redraw);
