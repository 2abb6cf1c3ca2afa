"""Results to slides, pictures, tables, reports and scripts; nothing here computes a number."""
