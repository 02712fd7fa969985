"""The words and the rules at their own address: ontology, shapes and JSON-LD context, for people and machines."""
