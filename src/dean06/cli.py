"""The console command ``dean06``: every management command of the platform (``dean06 help`` lists them)."""

import os
import sys


def main() -> None:
    """Run a management command with the settings named by ``DJANGO_SETTINGS_MODULE`` (the demo's when unset)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
