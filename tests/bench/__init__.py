"""`make bench`: how long things take and how much memory, beside what was promised."""
