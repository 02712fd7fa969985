"""A national document of a file: its parts, points and requirements, who issued it and when, as Turtle to be reviewed."""
