"""Cox regression: design, likelihood, caution, diagnostics."""
