"""A cohort beside what others published: cards, side by side, never pooled."""
