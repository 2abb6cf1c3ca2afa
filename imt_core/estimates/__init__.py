"""One group: curves, limits, quantiles, rates, proportions. May import conventions."""
