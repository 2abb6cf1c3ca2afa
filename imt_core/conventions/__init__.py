"""What every number obeys: choices, rounding, units, notes, errors. Imports no other room."""
