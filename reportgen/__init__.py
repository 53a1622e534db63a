"""The command-line compiler of Chinese government annual reports."""
