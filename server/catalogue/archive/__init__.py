"""What stays: the files of each release, older releases, and what stood at an address at a time."""
