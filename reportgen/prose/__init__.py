"""Words of templates, departments and reports -> what they say: numbers, names of figures, years, towns, that there was none."""
