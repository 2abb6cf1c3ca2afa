"""What a page shows, worked out. May import cohort, comparisons and all below."""
