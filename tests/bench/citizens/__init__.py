"""What citizens and officers do at once, on started servers with both databases, beside a bare Django."""
