"""Figures -> all that stands behind them: rows, words, what says the same; as a workbook, a page, a list."""
