"""Cox regression: fit, design, caution, diagnostics."""
