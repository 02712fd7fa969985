"""Measures in paragraphs: numbered items with lines below them, brackets that close them, sentences that name bodies."""
