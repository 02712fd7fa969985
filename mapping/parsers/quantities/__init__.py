"""Numbers with units in a text: where they are, what they are for, and what they are of."""
