"""Files of any kind to tables of text; nothing in them is ever run."""
