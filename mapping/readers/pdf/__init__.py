"""PDF: glyphs to lines, rules to tables, pages to one text."""
