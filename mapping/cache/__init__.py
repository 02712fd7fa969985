"""Made plans that are kept for the next build, each under a key of all that it was made of."""
