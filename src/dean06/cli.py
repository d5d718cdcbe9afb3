"""The console command ``dean06``: every management command of the platform (``dean06 help`` lists them)."""

import os
import sys

#: Commands that read a file and print: they need neither the database nor the installed apps, and start faster alone.
STANDALONE = {
    "read_document": "dean06.steering.documents.management.commands.read_document",
    "check_document": "dean06.steering.documents.management.commands.check_document",
}


def main() -> None:
    """Run a management command with the settings named by ``DJANGO_SETTINGS_MODULE`` (the demo's when unset)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings.dev")
    module = STANDALONE.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if module:
        from importlib import import_module

        import_module(module).Command().run_from_argv(sys.argv)
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
