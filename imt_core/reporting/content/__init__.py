"""What documents say, whatever they are written as."""
