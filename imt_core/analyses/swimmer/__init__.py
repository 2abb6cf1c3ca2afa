"""Each line's or patient's course as a lane."""
