"""How dates, numbers and missing values are written."""
