"use strict";
(() => {
  const data = JSON.parse(document.getElementById("report-data").textContent);
  const texts = data.texts;
  const locale = data.language === "vi" ? "vi-VN" : "en-GB";
  const font = getComputedStyle(document.body).fontFamily;
  const colour = { ink: "#1c2733", soft: "#5b6875", line: "#d9dfe5", plan: "#0f5c4a", today: "#9aa5b1", fresh: "#b3261e", standing: "#37474f" };
  const state = { year: data.years[data.years.length - 1], hidden: new Set(), everywhere: false };
  const instances = [];

  const count = (value, digits = 0) => value === null || value === undefined ? "—" :
    new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  const thousand = (value) => value === null || value === undefined ? null : value / 1000;
  const near = (value) => count(value, Math.abs(value) < 10 && value % 1 !== 0 ? 1 : 0);
  const safe = (text) => String(text).replace(/[&<>"]/g, (mark) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[mark]);
  const make = (tag, content, style = "") => {
    const element = document.createElement(tag);
    if (typeof content === "string") element.className = content;
    if (style) element.style.cssText = style;
    return element;
  };

  function start(id, renderer = "svg") {
    const instance = echarts.init(document.getElementById(id), null, { renderer, locale: "EN" });
    instances.push(instance);
    return instance;
  }

  const common = () => ({
    textStyle: { fontFamily: font, color: colour.ink }, animationDuration: 300,
    aria: { enabled: false }, grid: { left: 8, right: 16, top: 40, bottom: 8, outerBoundsMode: "same" },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, type: "scroll", textStyle: { color: colour.ink } },
  });
  const valueAxis = (extra = {}) => ({ type: "value", axisLabel: { formatter: near, color: colour.soft, hideOverlap: true }, splitLine: { lineStyle: { color: "#e8ecef" } }, ...extra });
  const nameAxis = (names, extra = {}) => ({ type: "category", data: names, axisTick: { show: false }, axisLabel: { color: colour.ink, width: Math.min(150, 0.13 * document.documentElement.clientWidth + 60), overflow: "break", lineHeight: 15 }, ...extra });
  const tip = (unit, digits = 1) => ({ trigger: "axis", axisPointer: { type: "shadow" }, confine: true, valueFormatter: (value) => value === null || value === undefined ? "—" : `${count(value, digits)} ${unit}` });

  /* ---- charts ---- */
  const charts = {
    "chart-cost": () => {
      const bars = data.charts.cost.bars, parts = data.charts.cost.parts;
      const totals = bars.map((_, place) => parts.reduce((sum, part) => sum + (part.values[place] || 0), 0));
      return { ...common(), tooltip: tip(`${texts.thousand} ${texts.perTonne}`),
        xAxis: valueAxis(), yAxis: nameAxis(bars.map((bar) => bar.label), { inverse: true }),
        series: [...parts.map((part) => ({ type: "bar", stack: "cost", name: part.name, barMaxWidth: 34, itemStyle: { color: part.colour }, data: part.values.map(thousand) })),
          { type: "bar", stack: "cost", name: texts.total, data: bars.map(() => 0), tooltip: { show: false }, itemStyle: { color: "transparent" },
            label: { show: true, position: "right", color: colour.ink, fontWeight: 600, formatter: (item) => count(totals[item.dataIndex] / 1000, 0) } }],
        legend: { ...common().legend, data: parts.map((part) => part.name) }, grid: { ...common().grid, right: 48 } };
    },
    "chart-outlets": () => {
      const found = data.charts.outlets[state.year];
      document.getElementById("chart-outlets").style.height = `${Math.max(260, 80 + 34 * found.names.length)}px`;
      return { ...common(), tooltip: tip(`${texts.thousand} ${texts.perYear}`), xAxis: valueAxis(), yAxis: nameAxis(found.names, { axisLabel: { width: Math.min(260, 0.4 * document.getElementById("chart-outlets").clientWidth), overflow: "truncate", color: colour.ink, interval: 0 } }),
        series: data.commodities.map((item, place) => ({ type: "bar", stack: "outlet", name: item.name, barMaxWidth: 34, itemStyle: { color: item.colour }, data: found.series[place].map(thousand) })) };
    },
    "chart-months": () => {
      const found = data.charts.months[state.year];
      const series = data.commodities.map((item, place) => ({ type: "bar", stack: "month", name: item.name, itemStyle: { color: item.colour }, data: found.series[place].map(thousand) }));
      if (found.stock.length) series.push({ type: "line", name: texts.stock, data: found.stock.map(thousand), symbol: "circle", symbolSize: 6, lineStyle: { color: colour.ink, width: 2, type: "dashed" }, itemStyle: { color: colour.ink } });
      return { ...common(), tooltip: tip(`${texts.thousand} ${texts.tonnes}`), xAxis: nameAxis(Array.from({ length: 12 }, (_, month) => String(month + 1)), { axisLabel: { color: colour.ink, interval: 0 }, name: texts.month, nameLocation: "middle", nameGap: 26 }), yAxis: valueAxis(), series };
    },
    "chart-use": () => {
      const rows = data.charts.use[state.year];
      document.getElementById("chart-use").style.height = `${Math.max(150, 60 + 38 * rows.length)}px`;
      return { ...common(), legend: { show: false }, grid: { ...common().grid, top: 8, right: 44 }, tooltip: tip("%"), xAxis: valueAxis({ min: 0, max: 100 }), yAxis: nameAxis(rows.map((row) => row.name), { axisLabel: { width: Math.min(220, 0.42 * document.getElementById("chart-use").clientWidth), overflow: "break", lineHeight: 15, color: colour.ink } }),
        series: [{ type: "bar", name: texts.use, barMaxWidth: 24, data: rows.map((row) => ({ value: row.value, itemStyle: { color: row.new ? colour.fresh : colour.standing } })), label: { show: true, position: "right", formatter: (item) => `${count(item.value, 0)}%` } }] };
    },
    "chart-spread": () => {
      const found = data.charts.spread[state.year];
      const names = found.after.map((_, place) => `${count(found.edges[place] / 1000)}–${count(found.edges[place + 1] / 1000)}`);
      const series = [{ type: "bar", name: texts.after, itemStyle: { color: colour.plan }, data: found.after }];
      if (found.before.length) series.unshift({ type: "bar", name: texts.before, itemStyle: { color: colour.today }, data: found.before });
      return { ...common(), tooltip: tip("", 0), xAxis: nameAxis(names, { axisLabel: { color: colour.soft, rotate: 40, hideOverlap: true } }), yAxis: valueAxis({ minInterval: 1 }), series };
    },
  };

  /* ---- map ---- */
  echarts.registerMap("region", { geoJSON: data.map.regions });
  const middle = data.map.extent ? (data.map.extent[0][1] + data.map.extent[1][1]) / 2 : 0;
  const map = start("map", "canvas");
  const flowTotals = data.years.flatMap((year) => data.map.flows[year].lines.map((line) => line.q.reduce((sum, part) => sum + part, 0)));
  const heaviest = Math.max(1, ...flowTotals);
  const widest = 13;
  const width = (tonnes) => Math.max(0.8, widest * Math.sqrt(tonnes / heaviest));
  const busiest = Math.max(1, ...data.years.flatMap((year) => data.map.sites[year].map((site) => site.tonnes || 0)));

  function costColour(cost) {
    if (cost === null || cost === undefined) return "#e9edf0";
    let place = 0;
    while (place < data.map.breaks.length && cost >= data.map.breaks[place]) place += 1;
    return data.map.costColours[Math.min(place, data.map.costColours.length - 1)];
  }

  function communeTip(item) {
    const region = data.map.regions.features.find((feature) => feature.properties.code === item.name);
    const row = data.map.communes[state.year][item.name];
    const head = `<strong>${safe(region ? region.properties.name : item.name)}</strong>`;
    if (!row) return `${head}<br>${texts.noSupply}`;
    const lines = [head];
    if (row.cost === null) lines.push(safe(row.reason || texts.noSupply));
    else lines.push(`${texts.cost}: ${count(row.cost)} ${texts.perTonne}`);
    if (row.before !== null && row.before !== undefined) lines.push(`${texts.before}: ${count(row.before)} ${texts.perTonne}`);
    lines.push(`${texts.supply}: ${count(row.supply)} ${texts.perYear}`);
    if (row.hours !== null) lines.push(`${texts.nearest}: ${count(row.hours, 1)} ${texts.hours}`);
    return lines.join("<br>");
  }

  function flowTip(line) {
    const rows = data.commodities.map((item, place) => [item, line.q[place]]).filter(([item, tonnes]) => tonnes > 0 && !state.hidden.has(item.code));
    return rows.map(([item, tonnes]) => `<span style="color:${item.colour}">■</span> ${safe(item.name)}: ${count(tonnes)} ${texts.perYear}`).join("<br>");
  }

  /* A piece of road carries several goods: bands inside one another, the widest (their sum) drawn first. */
  function flowBands() {
    const bands = [];
    for (const line of data.map.flows[state.year].lines) {
      const parts = data.commodities.map((item, place) => ({ colour: item.colour, code: item.code, tonnes: line.q[place] })).filter((part) => part.tonnes > 0 && !state.hidden.has(part.code));
      parts.sort((one, other) => other.tonnes - one.tonnes);
      let left = parts.reduce((sum, part) => sum + part.tonnes, 0);
      const whole = left;
      for (const part of parts) {
        bands.push({ coords: line.c, weight: left, tip: flowTip(line), lineStyle: { color: part.colour, width: width(whole) * left / whole } });
        left -= part.tonnes;
      }
    }
    bands.sort((one, other) => other.weight - one.weight);
    return bands;
  }

  const plate = { backgroundColor: "rgba(255,255,255,0.84)", padding: [2, 4], borderRadius: 3 };
  const narrow = () => document.getElementById("map").clientWidth < 520;
  function eastern(at) {
    const limits = box();
    return limits ? at[0] > limits[0][0] + 0.62 * (limits[1][0] - limits[0][0]) : false;
  }

  const roadWidth = { expressway: 1.6, national: 1.3, provincial: 0.9 };
  const roads = data.map.roads.map((road) => ({ coords: road.c, lineStyle: { width: roadWidth[road.k] || 0.5, color: "#7d8790" } }));

  function mapOption(full) {
    const communes = data.map.communes[state.year];
    const regions = data.map.regions.features.map((feature) => {
      const row = communes[feature.properties.code];
      return { name: feature.properties.code, itemStyle: { areaColor: costColour(row ? row.cost : null) } };
    });
    const sites = data.map.sites[state.year].filter((site) => site.at);
    const series = [
      { id: "roads", type: "lines", coordinateSystem: "geo", polyline: true, silent: true, z: 2, animation: false, lineStyle: { opacity: 0.75 }, data: roads },
      { id: "flows", type: "lines", coordinateSystem: "geo", polyline: true, z: 3, animation: false, lineStyle: { opacity: 0.9, cap: "round", join: "round" }, tooltip: { formatter: (item) => item.data.tip }, data: flowBands() },
      { id: "outlets", type: "scatter", coordinateSystem: "geo", z: 4, symbol: "diamond", symbolSize: 15, itemStyle: { color: "#fff", borderColor: "#17324d", borderWidth: 2.2 },
        label: { show: true, position: "left", formatter: (item) => item.name, color: "#17324d", fontSize: 11, ...plate },
        labelLayout: { hideOverlap: true },
        tooltip: { formatter: (item) => `<strong>${safe(item.name)}</strong><br>${safe(item.data.kind)}` },
        data: data.map.outlets.filter((outlet) => outlet.at).map((outlet) => ({ name: outlet.name, kind: outlet.kind, value: outlet.at, label: { position: eastern(outlet.at) ? "left" : "right" } })) },
      { id: "sites", type: "scatter", coordinateSystem: "geo", z: 5,
        label: { show: true, position: "right", formatter: (item) => item.name, color: colour.ink, fontSize: narrow() ? 10 : 12, fontWeight: 600, ...plate },
        labelLayout: { hideOverlap: true, moveOverlap: "shiftY" },
        tooltip: { formatter: (item) => { const site = item.data.site; return [`<strong>${safe(site.name)}</strong>`, `${safe(site.kind)} (${site.new ? texts.new : texts.existing}), ${texts.opened} ${site.opened}`, `${count(site.area, 1)} ha · ${count(site.tonnes)} ${texts.perYear}`, `${count(site.use, 0)}% ${texts.use}`].join("<br>"); } },
        data: sites.map((site) => ({ name: site.name, site, value: site.at, label: { position: eastern(site.at) ? "left" : "right" }, symbolSize: 12 + 26 * Math.sqrt((site.tonnes || 0) / busiest), itemStyle: { color: site.new ? colour.fresh : colour.standing, borderColor: "#fff", borderWidth: 2, opacity: 0.95 } })) },
    ];
    const geo = { map: "region", nameProperty: "code", roam: false, aspectScale: Math.cos(middle * Math.PI / 180), regions, left: 8, right: 8, top: 8, bottom: 8,
      itemStyle: { borderColor: "#ffffff", borderWidth: 0.7, areaColor: "#e9edf0" }, label: { show: false }, emphasis: { label: { show: false }, itemStyle: { areaColor: null, borderColor: colour.ink, borderWidth: 1.6 } }, select: { disabled: true },
      tooltip: { show: true, formatter: communeTip } };
    if (full) Object.assign(geo, { zoom: 1, center: null, boundingCoords: box() });
    return { textStyle: { fontFamily: font }, tooltip: { trigger: "item", confine: true, textStyle: { fontSize: 13 } }, geo, series };
  }

  function box() {
    if (!state.everywhere || !data.map.extent) return data.map.extent || undefined;
    let [[west, north], [east, south]] = data.map.extent;
    for (const outlet of data.map.outlets) if (outlet.at) {
      west = Math.min(west, outlet.at[0]); east = Math.max(east, outlet.at[0]);
      south = Math.min(south, outlet.at[1]); north = Math.max(north, outlet.at[1]);
    }
    const pad = 0.05 * Math.max(east - west, north - south);
    return [[west - pad, north + pad], [east + pad, south - pad]];
  }

  function drawMap(full = false) {
    map.setOption(mapOption(full), full ? { notMerge: true } : { replaceMerge: ["series"] });
  }

  function zoomBy(factor) {
    const zoom = Math.min(12, Math.max(1, (map.getOption().geo[0].zoom || 1) * factor));
    map.setOption({ geo: { zoom, roam: zoom > 1 ? "move" : false, ...(zoom === 1 ? { center: null } : {}) } });
  }

  function legends() {
    const goods = document.getElementById("legend-goods");
    for (const item of data.commodities) {
      const row = make("li"), label = make("label"), box = make("input");
      box.type = "checkbox"; box.checked = true;
      box.addEventListener("change", () => { if (box.checked) state.hidden.delete(item.code); else state.hidden.add(item.code); drawMap(); });
      label.append(box, make("span", "swatch", `background:${item.colour}`), item.name);
      row.append(label); goods.append(row);
    }
    const widths = document.getElementById("legend-width");
    const top = 10 ** Math.floor(Math.log10(heaviest));
    for (const tonnes of [top / 10, top, top * Math.max(1, Math.floor(heaviest / top))].filter((value, place, all) => all.indexOf(value) === place)) {
      const row = make("li");
      row.append(make("span", "stroke", `height:${width(tonnes).toFixed(1)}px`), near(tonnes / 1000));
      widths.append(row);
    }
    const costs = document.getElementById("legend-cost");
    const limits = data.map.breaks.map((value) => count(value / 1000));
    const names = limits.length ? [`< ${limits[0]}`, ...limits.slice(1).map((limit, place) => `${limits[place]} – ${limit}`), `≥ ${limits[limits.length - 1]}`] : [];
    names.forEach((name, place) => { const row = make("li"); row.append(make("span", "swatch", `background:${data.map.costColours[place]}`), name); costs.append(row); });
    const none = make("li"); none.append(make("span", "swatch", "background:#e9edf0"), texts.noSupply); costs.append(none);
  }

  /* ---- the year shown ---- */
  const drawn = {};
  function draw() {
    for (const id of Object.keys(charts)) {
      const option = charts[id]();
      if (!drawn[id]) drawn[id] = start(id);
      drawn[id].resize();
      drawn[id].setOption(option, { notMerge: true });
    }
    const undrawn = data.map.flows[state.year].undrawn;
    document.getElementById("map-note").textContent = undrawn ? `${count(undrawn)} ${texts.undrawn}` : "";
  }

  function showYear(year) {
    state.year = year;
    for (const part of document.querySelectorAll("[data-year]")) part.hidden = Number(part.dataset.year) !== year;
    for (const button of document.querySelectorAll("[data-choose-year]")) button.setAttribute("aria-pressed", String(Number(button.dataset.chooseYear) === year));
    draw();
    drawMap();
  }

  document.documentElement.classList.add("live");
  if (data.years.length) {
    legends();
    drawMap(true);
    showYear(state.year);
    for (const button of document.querySelectorAll("[data-choose-year]")) button.addEventListener("click", () => showYear(Number(button.dataset.chooseYear)));
    document.getElementById("map-in").addEventListener("click", () => zoomBy(1.5));
    document.getElementById("map-out").addEventListener("click", () => zoomBy(1 / 1.5));
    document.getElementById("map-home").addEventListener("click", () => { state.everywhere = false; drawMap(true); });
    document.getElementById("map-all").addEventListener("click", () => { state.everywhere = true; drawMap(true); });
  }
  const fit = () => instances.forEach((instance) => instance.resize({ width: "auto", height: "auto" }));
  /* The paper's layout comes after this event: draw for its width now, at once. */
  const paperWidth = 680;
  const fitPaper = () => instances.filter((instance) => instance !== map).forEach((instance) => {
    instance.resize({ width: paperWidth });
    instance.getZr().flush();
  });
  /* Paper shows a picture of the map, kept ready, for a canvas may be printed before it is drawn again. */
  const picture = document.getElementById("map-picture");
  let waiting = 0;
  map.on("finished", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { picture.src = map.getDataURL({ pixelRatio: 2, backgroundColor: "#eef3f6" }); }, 600);
  });
  window.addEventListener("resize", fit);
  window.addEventListener("beforeprint", () => { document.querySelectorAll("[data-year]").forEach((part) => { part.hidden = false; }); fitPaper(); });
  window.addEventListener("afterprint", () => { if (data.years.length) showYear(state.year); fit(); });
})();
