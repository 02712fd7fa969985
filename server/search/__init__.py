"""Search: words in, things out, with what was found marked where it stands."""
