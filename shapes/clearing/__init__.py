"""What surely conforms, found for all things at once, so that pyshacl need not be asked about it."""
