"""What a person curated, read once: bodies, places, functions, national documents."""
