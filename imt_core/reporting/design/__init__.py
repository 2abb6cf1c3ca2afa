"""What a chart shows, decided once for every medium. Imports no drawing library."""
