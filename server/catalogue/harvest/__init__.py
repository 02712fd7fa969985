"""The other doors by which machines take the catalogue: OAI-PMH, streams, tables, VoID, site map, link sets."""
