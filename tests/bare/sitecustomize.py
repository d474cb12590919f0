"""A Linux that lacks what Windows lacks: run Python with this folder on PYTHONPATH.

Gone are fcntl, resource, pwd, grp and SIGALRM; processes start by `spawn`, as on Windows and macOS. Children inherit
all of it with the environment, so the whole suite can run so: `PYTHONPATH=tests/bare python -m pytest`.
"""

import contextlib
import multiprocessing
import signal
import sys
import warnings

for module in ("fcntl", "resource", "pwd", "grp"):
    sys.modules[module] = None  # type: ignore[assignment]  # what makes an import fail
for name in ("SIGALRM", "alarm", "setitimer", "getitimer", "ITIMER_REAL"):
    if hasattr(signal, name):
        delattr(signal, name)
multiprocessing.set_start_method("spawn", force=True)
with warnings.catch_warnings(), contextlib.suppress(ImportError):
    warnings.simplefilter("ignore")
    import filelock  # noqa: F401  # of tldextract: warns of a Linux without fcntl, which is nobody's but ours
