"""The real tables of units and agencies, for the tests that resolve bodies."""

from dean06.kernel.units.tests.conftest import _loaded
from dean06.kernel.units.tests.conftest import units as agencies

__all__ = ["_loaded", "agencies"]
