"""The program itself: its version, as pyproject.toml has it. Asking what is installed takes as long as drawing a form."""

VERSION = "0.1.0"
