"""Records: what was read, as typed values that are RDF once they are read with ``context.jsonld``."""
