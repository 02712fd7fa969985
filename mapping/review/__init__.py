"""The review of a plan: its doubts as data, and decisions that write the steward's files.

:class:`mapping.review.review.Review` opens a plan folder. It gives :attr:`doubts`, grouped by what mends them, each with
choices in words of both languages; ``decide`` writes what was chosen into ``plan.toml``, ``agencies.tsv`` and
``alignment.sssom.tsv``, reads the plan again and says what changed; ``undo`` takes it back, byte for byte. A decision is
plain data (:mod:`mapping.review.decisions`), so that a page, a workbook or a script can carry it.
"""
