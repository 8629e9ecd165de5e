"""Reports keep no rows of their own: they write what scoring and evidence hold."""
