"""Charts and tables for the back of a room: in pages that are read without scrolling."""
