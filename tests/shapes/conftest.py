"""Let the tests of the shapes import the minimal pairs beside them, as tests.shapes.minimal_pairs."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
