"""The steward's desk: a plan under review in the browser of the one who opened it, and of nobody else.

An application of its own, beside the window: it listens on this machine only, shows what :mod:`mapping.review` makes of a
plan folder, and writes what the steward decides.
"""
