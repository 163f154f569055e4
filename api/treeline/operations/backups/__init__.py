"""Backups of a whole installation, in a form that is no database's own: see docs/backup.md."""
