"""Readers know formats, not policy: each yields a document's canonical text and the blocks that point into it."""
