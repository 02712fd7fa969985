"""The search index of the release that is served: selecting, counting and naming things, for lists and for search."""
