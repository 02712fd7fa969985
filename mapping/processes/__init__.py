"""Work in processes of its own: they end with the one that began them, and one that dies costs only its task."""
