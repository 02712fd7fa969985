"""From the blocks of a document to its entries: which text is a measure, which a requirement, who is responsible.

:func:`lay_out` follows the rules that ``plan.toml`` gives under ``[layout]``; :func:`guess` proposes them. Both know
tables and paragraphs, and no policy.
"""

from mapping.layout.entries import lay_out
from mapping.layout.guessing import LayoutGuess, guess
from mapping.layout.reading import BodyText, Entry, LayoutReading
from mapping.layout.rules import Columns, LayoutRules

__all__ = ["BodyText", "Columns", "Entry", "LayoutGuess", "LayoutReading", "LayoutRules", "guess", "lay_out"]
