"""Runs the browser tests and says how many were skipped."""

import os
import sys
import unittest
from pathlib import Path

tests = unittest.defaultTestLoader.discover(str(Path(__file__).parent))
result = unittest.TextTestRunner(verbosity=int(os.environ.get("VERBOSITY", "1"))).run(tests)
print(f"browser tests: {result.testsRun} run, {len(result.skipped)} skipped")
with open(os.environ.get("DAEGI_SKIPPED", os.devnull), "a", encoding="utf-8") as listed:
    for test, why in result.skipped:
        print(f"skipped: {test}: {why}")
        print(f"skipped: {test}: {why}", file=listed)
if not result.wasSuccessful():
    sys.exit(1)
