"""PUBLIC. Refusals of the registers, each with a stable code and a sentence."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, InvalidInput, NotFound


class RecordNotFound(NotFound):
    """No such record, or the actor may not know that it exists."""

    code = "REGISTER_RECORD_NOT_FOUND"
    message = "Không tìm thấy mục này trong sổ theo dõi, hoặc mục không thuộc phạm vi của bạn."


class RegisterRefused(InvalidInput):
    """What was entered cannot be; ``fields`` says which box."""

    code = "REGISTER_REFUSED"


class StepRefused(Conflict):
    """The step does not fit the present state of the record."""

    code = "REGISTER_STEP_REFUSED"
