"""What every request and answer has in common: representations, caching, links, the page's frame, problems."""
