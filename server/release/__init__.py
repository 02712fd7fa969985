"""The release that is served: opened once, and asked through its store."""
