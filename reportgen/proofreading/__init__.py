"""A template's own words -> what they would print that no figure stands for, or that is not so of the figure beside them."""
