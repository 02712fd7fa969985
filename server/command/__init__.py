"""The command ``policygraph``: the one place that knows every floor."""
