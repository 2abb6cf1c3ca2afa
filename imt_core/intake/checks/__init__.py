"""A mapped sheet as typed columns, and every problem of it at once."""
