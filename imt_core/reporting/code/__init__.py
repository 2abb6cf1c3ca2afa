"""Show code: a view as a short script, in Python and in R, that anyone can run and check."""
