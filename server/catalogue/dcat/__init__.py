"""The catalogue as DCAT-AP: datasets, distributions and services as nodes of RDF."""
