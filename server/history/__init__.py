"""What earlier releases said: the states of a measure or a plan, and how one differs from the next."""
