"""The SPARQL 1.1 endpoint: what a query says, what a request asks, and the answer."""
