"""Files are read in a process of their own, which may be slow, swell or die; nobody else does."""
