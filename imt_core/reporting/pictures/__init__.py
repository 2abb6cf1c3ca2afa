"""Charts as PNG, SVG and PDF at a journal's width, drawn from result objects without a browser."""
