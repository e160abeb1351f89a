"""`python -m khabar` is `khabar`."""

from .cli import main

main(prog_name="khabar")
