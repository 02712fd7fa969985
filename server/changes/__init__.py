"""What changed: of a release, of a plan, of a thing."""
