"""One rate in many subgroups, side by side."""
