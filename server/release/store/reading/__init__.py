"""What a query says, where it breaks, and how values are written into it: text alone, and no store."""
