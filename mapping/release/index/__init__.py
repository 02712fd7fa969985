"""The search index of a release: its fields, what it holds, and how it is written."""
