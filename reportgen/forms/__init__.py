"""A profile's kinds of sheet -> the workbooks that departments fill in."""
