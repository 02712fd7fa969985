"""How good the data of a plan are: counted by the rules of the shapes, with the words and queries for it."""
