"""Dereferencing: every thing has an address, a document behind it, and a representation for whoever asks."""
