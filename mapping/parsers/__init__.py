"""Parsers are pure: text in, typed mentions with offsets out."""
