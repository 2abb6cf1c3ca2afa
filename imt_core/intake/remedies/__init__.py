"""What problems cost, and opening a sheet without the cells in question."""
