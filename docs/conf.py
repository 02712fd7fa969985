"""The documentation as a site: `make docs` writes it to build/docs."""

from importlib import metadata

project = "PolicyGraph"
release = metadata.version("policygraph")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_click"]
exclude_patterns = ["pictures"]
html_theme = "furo"
html_title = f"PolicyGraph {release}"
myst_heading_anchors = 4
autodoc_typehints = "description"
autodoc_member_order = "bysource"
# Links to files beside the documentation are for who reads them in the repository; a shell session holds SPARQL.
suppress_warnings = ["myst.xref_missing", "misc.highlighting_failure"]
