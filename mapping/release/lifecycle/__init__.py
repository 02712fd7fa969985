"""A release published alone and whole, and found to be so later."""
