"""Pictures of the whole release: who works with whom, and what is due when."""
