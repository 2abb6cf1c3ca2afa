"""From a sheet of one's own to the canonical layout: which column is which."""
