"""How complete the plans are, for everyone: ``/quality``, ``/quality/<plan>``, a badge a plan, and what was held back."""
