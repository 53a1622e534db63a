"""The cells of a sheet -> tables of a declared kind."""
