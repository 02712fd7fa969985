"""The maker: document to blocks, records, RDF and release."""
