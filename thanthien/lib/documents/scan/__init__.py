"""Reading scanned pages and photographs by OCR (tesseract with Vietnamese)."""
