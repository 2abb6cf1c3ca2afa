"""Results to PowerPoint slides: native charts and tables that can be edited, one module a view."""
