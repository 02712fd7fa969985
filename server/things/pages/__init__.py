"""Pages for people: what is shown of a thing, as plain values for a template. No page knows HTTP."""
