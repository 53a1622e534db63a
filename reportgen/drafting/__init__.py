"""A finished report and the figures of its year -> the template that it may have been made from."""
