"""What a command shows on the screen: tables, progress, doubts."""
