"""The window for machines that reason in words: a few tools of the Model Context Protocol, and ``llms.txt``."""
