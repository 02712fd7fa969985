"""The description of the JSON API, made from the definitions by which requests are read and answers written."""
