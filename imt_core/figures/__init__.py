"""Results to Plotly figures: the only importer of Plotly."""
