"""How a thing is cited: its CSL item, the same in styles of the Citation Style Language, and for reference managers."""
