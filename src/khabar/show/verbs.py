"""How the command line behaves whatever the verb: order of help, errors without tracebacks, exit codes."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from ..errors import KhabarError, UsageError

DONE, FAILED, WRONG_USAGE, SOME_SET_ASIDE = 0, 1, 2, 3
INTERRUPTED = 130  # 128 + SIGINT, as shells count


class Verbs(click.Group):
    """A group of verbs in the order in which they were written, whose errors end as a sentence on stderr."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order of a day's work, not of the alphabet."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; whatever goes wrong on purpose becomes a message and an exit code."""
        from .messages import say

        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except UsageError as error:
            say(f"Error: {error}")
            ctx.exit(WRONG_USAGE)
        except KhabarError as error:
            say(f"Error: {error}")
        except KeyboardInterrupt:
            say("Stopped.")
            ctx.exit(INTERRUPTED)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                _hush()
                ctx.exit(DONE)
            place = f" ({error.filename})" if error.filename else ""
            say(f"Error: the system says: {error.strerror or error}{place}. Mend that and try again.")
        ctx.exit(FAILED)


def _hush() -> None:
    """The reader of stdout has gone: whatever is still to be flushed goes nowhere, without a complaint."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
