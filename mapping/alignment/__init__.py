"""Which national requirements a plan's texts carry out, and what a steward decided about it."""
