"""Refusals of the events app."""

from dean06.kernel.common.errors import Conflict


class NotDead(Conflict):
    """Only a delivery that was given up can be started again."""

    code = "EVENT_DELIVERY_NOT_DEAD"
    message = "Chỉ chạy lại được sự kiện đã dừng thử. Sự kiện này đang chờ hoặc đã xử lý xong; hãy tải lại trang."
