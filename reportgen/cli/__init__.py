"""What the user types -> one function of the pipeline -> what the user sees."""
