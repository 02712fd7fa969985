"""The release that is served: opened once, asked through its store, and its history."""
