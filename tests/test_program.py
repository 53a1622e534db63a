"""What the program says of itself is what is installed."""

from importlib.metadata import version

from reportgen.program import VERSION


def test_the_program_knows_its_version() -> None:
    assert version("reportgen") == VERSION
