"""Tables of measures: what their columns hold, their rows, labels and serials."""
