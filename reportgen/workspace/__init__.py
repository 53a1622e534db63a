"""The folder that a user works in -> its settings and the files that have come in."""
