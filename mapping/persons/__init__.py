"""Persons: where a document names them, and the document without their names. Nothing of them is ever published."""

from mapping.persons.masking import COVER, Masked, mask

__all__ = ["COVER", "Masked", "mask"]
