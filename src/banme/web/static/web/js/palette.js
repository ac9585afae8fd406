// Colours and sizes of the maps.
export const FONT = "Be Vietnam Pro";
export const INK = "#1d2823";
export const PAPER = "#eef1ea";
export const FLOW = "#b5461e";
export const ROADS = {
  expressway: { colour: "#c0392b", width: 3.4 },
  national: { colour: "#d9822b", width: 2.6 },
  provincial: { colour: "#c9a227", width: 1.9 },
  district: { colour: "#8a948d", width: 1.2 },
  local: { colour: "#b0b8b2", width: 0.8 },
  connector: { colour: "#5b7fa6", width: 1.6 },
};
export const CLASSES = ["#fff3d6", "#fbd38d", "#f0a04b", "#d96b27", "#9c3a12"];
export const PLACES = { city: 13.5, town: 11.5, village: 10, gateway: 10.5 };
export const OUTLET = "#6b3fa0";
export const CLUSTER = "#0b7285";
export const LONG_DASH = [3, 2];

// Class limits that put about the same number of values in each class.
export function limits(values, count = CLASSES.length) {
  const sorted = values.filter((value) => value !== null && value !== undefined).sort((a, b) => a - b);
  const found = [];
  for (let step = 1; step < count; step += 1) {
    const limit = sorted[Math.floor((step * sorted.length) / count)];
    if (limit !== undefined && limit > sorted[0] && !found.includes(limit)) found.push(limit);
  }
  return found;
}
