"""Printed names to the bodies that they mean, and who is responsible for what."""
