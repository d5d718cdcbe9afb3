"""What the models of a pack are made of: strict immutable models, names and paths, guards. See ``pack_format``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

#: Dotted path into the data of the form: ``child.full_name``; items of a group are ``members[].full_name``.
FieldPath = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\[\])?(\.[a-z][a-z0-9_]*(\[\])?)*$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class PackModel(BaseModel):
    """Immutable, and strict about keys: a misspelt key is an error, not a silent nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class GrownModel(PackModel):
    """Got keys after versions were published: a key of ``GROWN`` that is empty is not written, so that the hash of a
    version without it stays what it was."""

    GROWN: ClassVar[tuple[str, ...]] = ()

    @model_serializer(mode="wrap")
    def _without_empty(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        return {key: value for key, value in written.items() if value or key not in self.GROWN}


class Certainty(StrEnum):
    """How sure a value of law is; anything but SURE is shown as "chưa xác minh"."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class Condition(PackModel):
    """One comparison over a declared field. ``present``: ``value`` true means filled in, false means empty.

    Beside fields of the form these names are declared: ``case.channel`` ("direct", "online", "post").
    """

    field: FieldPath
    op: Literal["eq", "ne", "in", "not_in", "lt", "lte", "gt", "gte", "present"] = "eq"
    value: Any = True


#: All must hold; an empty list always holds.
Guard = tuple[Condition, ...]
