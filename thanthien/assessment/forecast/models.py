"""The score expected at the end of the year."""
