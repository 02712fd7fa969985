"""What things are called and where they are, in both languages: names, labels, addresses, marks and pictures."""
