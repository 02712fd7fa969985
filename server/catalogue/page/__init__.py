"""The catalogue's pages for people."""
