"""Provinces side by side: by theme, by requirement, by function, by target, and what nobody acts on."""
