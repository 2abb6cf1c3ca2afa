"""Small counts withheld from documents."""
