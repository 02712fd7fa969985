"""Lists of things with facets, sorting and paging, for people and as JSON, CSV and Turtle of exactly what is shown."""
