"""Layouts in which cohorts are handed over, and how each becomes one row per treatment line."""
