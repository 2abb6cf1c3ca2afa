"""How a file becomes the session's cohort: read, asked about, opened."""
