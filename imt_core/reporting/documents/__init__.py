"""Word, Excel and one-file HTML."""
