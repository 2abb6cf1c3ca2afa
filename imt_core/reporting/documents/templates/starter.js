(() => {
  const config = {displayModeBar: false, displaylogo: false, responsive: true, showLink: false};
  const paper = {width: 680, height: 900};
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const read = (source) => JSON.parse(source.textContent);
  const recoloured = (part, colours) => {
    for (const [name, value] of Object.entries(colours)) {
      if (typeof value === "string") part[name] = value;
      else recoloured(part[name], value);
    }
    return part;
  };
  const charts = [...document.querySelectorAll("script[data-chart]")].map((source) => {
    const place = document.getElementById(source.dataset.chart);
    const colours = document.querySelector(`script[data-dark="${place.id}"]`);
    return {place, least: place.style.minWidth, source, colours};
  });
  const draw = ({place, least, source, colours}, printing) => {
    const drawn = read(source);
    if (dark.matches && !printing) recoloured(drawn, read(colours));
    place.style.minWidth = printing ? "0" : least;
    if (printing) {
      drawn.layout.width = paper.width;
      drawn.layout.height = Math.min(drawn.layout.height, paper.height);
    }
    Plotly.newPlot(place, drawn.data, drawn.layout, config);
  };
  const all = (printing) => charts.forEach((chart) => draw(chart, printing));
  // One at a time: the page can be read and moved from the start.
  const waiting = [...charts];
  const drawNext = () => {
    if (!waiting.length) return;
    draw(waiting.shift(), false);
    setTimeout(drawNext);
  };
  drawNext();
  dark.addEventListener("change", () => all(false));
  window.addEventListener("beforeprint", () => all(true));
  window.addEventListener("afterprint", () => all(false));
})();
