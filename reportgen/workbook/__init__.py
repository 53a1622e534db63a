"""Bytes -> sheets of cells. The only folder that knows calamine and xlrd."""
