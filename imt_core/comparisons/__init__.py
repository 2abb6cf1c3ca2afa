"""Between groups: log-rank family, permutation, differences, Cox. May import estimates."""
