(() => {
  const config = {displayModeBar: false, displaylogo: false, responsive: true, showLink: false};
  const charts = [...document.querySelectorAll("script[data-chart]")].map((source) => {
    const place = document.getElementById(source.dataset.chart);
    const drawn = JSON.parse(source.textContent);
    Plotly.newPlot(place, drawn.data, drawn.layout, config);
    return place;
  });
  const paper = {width: 680, height: 900};
  const fit = (printing) => charts.forEach((place) => {
    if (printing) {
      place.style.minWidth = "0";
      const height = Math.min(parseFloat(place.style.height), paper.height);
      Plotly.relayout(place, {width: paper.width, height});
    } else {
      place.style.minWidth = place.dataset.least;
      Plotly.relayout(place, {width: null, height: parseFloat(place.style.height), autosize: true});
    }
  });
  charts.forEach((place) => { place.dataset.least = place.style.minWidth; });
  window.addEventListener("beforeprint", () => fit(true));
  window.addEventListener("afterprint", () => fit(false));
})();
