"""A Linux that lacks what Windows lacks: run Python with this folder on PYTHONPATH.

Gone are fcntl, resource, pwd, grp and SIGALRM; processes start by `spawn`, as on Windows and macOS. Children inherit
all of it with the environment, so the whole suite can run so: `PYTHONPATH=tests/bare python -m pytest`.
"""

import contextlib
import multiprocessing
import signal
import sys

with contextlib.suppress(ImportError):  # libraries that have code of their own for Windows, and on Linux need Linux
    import filelock  # noqa: F401
    import psutil  # noqa: F401

for module in ("fcntl", "resource", "pwd", "grp"):
    sys.modules[module] = None  # type: ignore[assignment]  # what makes an import fail
for name in ("SIGALRM", "alarm", "setitimer", "getitimer", "ITIMER_REAL"):
    if hasattr(signal, name):
        delattr(signal, name)
multiprocessing.set_start_method("spawn", force=True)
