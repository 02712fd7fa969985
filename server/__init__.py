"""The window: a release on the web."""
