"""A Word file -> a tagged PDF of it, what its structure tree says, and the fonts that the machine has for it."""
