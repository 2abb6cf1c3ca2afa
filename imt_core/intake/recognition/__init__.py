"""What headers and words mean: suggestions with their reasons, in seven languages."""
