"""Refusals of the notifications app."""

from dean06.kernel.common.errors import NotFound


class NotYours(NotFound):
    """There is no such message among the actor's own."""

    code = "NOTIFICATION_NOT_FOUND"
    message = "Không có thông báo này trong hộp của bạn."
