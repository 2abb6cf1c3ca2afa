"""Any file becomes a `Cohort`. May import cohort and all below."""
