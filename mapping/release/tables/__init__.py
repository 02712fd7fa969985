"""What a release and the window write as tables: cells of CSV, characters of XML, and the measures as rows."""
