"""Charts as Plotly figures: the only importer of Plotly."""
