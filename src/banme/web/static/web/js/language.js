// Text in both languages, figures as the reader writes them.
const vietnamese = document.documentElement.lang === "vi";

export function both(vi, en) {
  return vietnamese ? vi : en;
}

export function figure(value, digits = 0) {
  if (value === null || value === undefined || Number.isNaN(value)) return "—";
  return new Intl.NumberFormat(vietnamese ? "vi-VN" : "en-GB", {
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
    useGrouping: "always",
  }).format(value);
}

export function money(value) {
  const size = Math.abs(value);
  if (size >= 1e9) return `${figure(value / 1e9, 1)} ${both("tỷ đồng", "billion VND")}`;
  if (size >= 1e6) return `${figure(value / 1e6, 1)} ${both("triệu đồng", "million VND")}`;
  return `${figure(value)} ${both("đồng", "VND")}`;
}

export function settings(id = "map-settings") {
  return JSON.parse(document.getElementById(id).textContent);
}
