"""A raw cell and its field -> a typed value."""
