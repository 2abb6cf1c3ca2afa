"""Who: columns, endpoints, counting, filters, shared patients. May import estimates."""
