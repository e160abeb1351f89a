"""Runs every bench, one after the other, each in a process of its own.

python bench/all.py [--small] [--record]
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
OURS = ("start", "throughput", "assign", "growth", "sites", "others")  # they take --small and --record
PLAIN = ("encoder", "language", "pages")


def main() -> int:
    failed = []
    small = "--small" in sys.argv
    for name in OURS + (() if small else PLAIN):
        print(f"\n=== bench/{name}.py", flush=True)
        start = time.perf_counter()
        given = sys.argv[1:] if name in OURS else []
        code = subprocess.run([sys.executable, str(HERE / f"{name}.py"), *given]).returncode
        print(f"{time.perf_counter() - start:.0f} s", flush=True)
        failed += [name] if code else []
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
