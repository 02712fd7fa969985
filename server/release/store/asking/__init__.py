"""Who asks a query, and the places that askers share."""
