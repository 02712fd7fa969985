"""The catalogue: what portals, libraries and people take this release by."""
