"""The command line, by `python -m reportgen` and by `reportgen`."""

import os
import sys

try:
    from reportgen.cli import ending

    ending.install()
except KeyboardInterrupt:  # until then Python would print where it was
    os.write(2, "✗ 已中断，什么也没有做\n".encode())
    sys.exit(130)


def main() -> None:
    """Run the command line and leave with its exit code."""
    from reportgen.cli.commands import main as run

    run()


if __name__ == "__main__":
    main()
