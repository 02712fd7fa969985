"""The search index of a release: its fields, what it holds, and how it is written."""

FOLDER = "search/5"
"""Where the index lies in a release; the number is that of the format in :mod:`mapping.release.index.schema`."""
