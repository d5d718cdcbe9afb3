"""Triggers: no UPDATE, DELETE, REPLACE or TRUNCATE on the log; every new row waits for its place in the tree."""

from django.db import migrations

from dean06.kernel.audit import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
