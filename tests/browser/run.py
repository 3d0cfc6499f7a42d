"""Runs the browser tests and says how many were skipped; with CI set none may be."""

import os
import sys
import unittest
from pathlib import Path

tests = unittest.defaultTestLoader.discover(str(Path(__file__).parent))
result = unittest.TextTestRunner(verbosity=int(os.environ.get("VERBOSITY", "1"))).run(tests)
print(f"browser tests: {result.testsRun} run, {len(result.skipped)} skipped")
for test, why in result.skipped:
    print(f"  skipped: {test}: {why}")
if not result.wasSuccessful() or (os.environ.get("CI") and result.skipped):
    sys.exit(1)
