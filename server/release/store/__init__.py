"""The store: a release's own Oxigraph store, or any SPARQL 1.1 endpoint, behind one protocol."""
