"""Documents in, the same documents out: one file a format, one registry."""
