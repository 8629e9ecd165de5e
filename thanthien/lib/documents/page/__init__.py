"""A printed page as words and ruled lines, whether it came from a PDF or a scan, and what it says."""
