"""A release on disk: its folder, its journal, and every file in it."""
