"""Backup and restore of an installation on SQLite: database, files and key in one .tar with a manifest."""
