"""An hour in which everything goes wrong: `python -m benchmarks.soak 3600`."""
