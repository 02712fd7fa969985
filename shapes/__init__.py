"""The rules: SHACL shapes, one Turtle file per class, and their validation."""
