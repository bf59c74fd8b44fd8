"""``python -m triggerscape``."""

from triggerscape.cli import main

main()
