"""PRIVATE. What was uploaded or generated. The content lies under ``MEDIA_ROOT`` by its checksum, once."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """One upload. Two uploads of the same content are two rows over one content."""

    sha256 = models.CharField(max_length=64, db_index=True)
    #: Bytes.
    size = models.PositiveBigIntegerField()
    #: Found from the content, never taken from the browser.
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    #: The record it belongs to (``"assignments.assignment:17"``): its app decides who may open it.
    owner = models.CharField(max_length=200, blank=True, db_index=True)
    uploaded_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
