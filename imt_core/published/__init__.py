"""The model paper, recomputed. May import analyses, intake and all below."""
