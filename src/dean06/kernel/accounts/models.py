"""PRIVATE. People who sign in."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A named person; accounts are never shared."""
