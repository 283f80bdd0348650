"""``python -m tests.bench`` is ``python tests/bench/run.py``."""

import sys

from tests.bench.run import main

sys.exit(main())
