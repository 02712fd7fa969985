"""Unofficial translations: ``translations.en.tsv`` beside a plan, ``<id>.translations.en.tsv`` beside a national document.

A row is a text that the project, or a steward, has translated. What it translates is named by its kind and its number:

===============  ==========================================================================
``measure 36``     a measure; the bare number will do
``requirement 7``  a requirement as the plan prints it, at the measure of that number; in the file of a national
                   document its own requirement (``requirement 07.2``), and there the bare number will do
``target 41.1``    what a target counts
``parameter 64.1`` what a parameter governs
``document 2.1``   the title of a document, by the first place that names it
``unit 家``         a unit as it is printed, wherever it stands
===============  ==========================================================================

The source text stands beside the translation. Where it is not that of the document any more, the translation is *stale*: it
is told and not published. Nothing in such a file holds a plan back.
"""
