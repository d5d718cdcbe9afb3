"""PUBLIC. Refusals of payments, each with a stable code and a sentence."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput, NotFound


class OrderNotFound(NotFound):
    """No such order, or the actor may not know of it."""

    code = "PAYMENT_ORDER_NOT_FOUND"
    message = "Không tìm thấy khoản thu, hoặc khoản thu không thuộc cơ quan của bạn."


class NothingToPay(InvalidInput):
    """An order of nothing: the caller goes on without one."""

    code = "PAYMENT_NOTHING_TO_PAY"
    message = "Không có khoản phí, lệ phí nào phải nộp nên không lập khoản thu."


class InvalidLines(InvalidInput):
    """A line with a negative or non-integer amount, or without a title."""

    code = "PAYMENT_INVALID_LINES"
    message = "Dòng phí, lệ phí chưa đúng: số tiền phải là số đồng nguyên, không âm, có tên khoản và số lượng từ 1."


class OrderAlreadyOpen(Conflict):
    """The reference already has an order that waits for payment."""

    code = "PAYMENT_ORDER_ALREADY_OPEN"
    message = "Hồ sơ này đang có một khoản thu chờ thanh toán. Hãy thu hoặc hủy khoản đó trước khi lập khoản khác."


class OrderNotOpen(Conflict):
    """The order is paid, cancelled or expired."""

    code = "PAYMENT_ORDER_NOT_OPEN"
    message = "Khoản thu không còn chờ thanh toán. Hãy tải lại trang để xem trạng thái mới nhất."


class ReceiptNumberTaken(Conflict):
    """Two receipts of one agency never share a number."""

    code = "PAYMENT_RECEIPT_NUMBER_TAKEN"
    message = "Số biên lai này đã dùng. Hãy kiểm tra quyển biên lai rồi nhập số khác."


class GatewayNotOffered(NotFound):
    """No such gateway, or it is not set up."""

    code = "PAYMENT_GATEWAY_NOT_OFFERED"
    message = "Cổng thanh toán này chưa được kết nối. Hãy chọn cách nộp khác."


class GatewayUnavailable(DomainError):
    """The gateway did not answer; nothing was paid by this."""

    code = "PAYMENT_GATEWAY_UNAVAILABLE"
    message = "Cổng thanh toán chưa phản hồi. Chưa có khoản tiền nào bị trừ; hãy thử lại sau ít phút."
    status = 503


class SignatureWrong(DomainError):
    """A callback that the gateway did not sign."""

    code = "PAYMENT_SIGNATURE_WRONG"
    message = "Chữ ký của thông báo thanh toán không đúng."
    status = 403


class CallbackUnreadable(InvalidInput):
    """A signed callback with fields that are missing or not of their kind."""

    code = "PAYMENT_CALLBACK_UNREADABLE"
    message = "Không đọc được thông báo thanh toán."
    status = 400


class RefundRefused(InvalidInput):
    """More than was paid, nothing to give back, or no reason."""

    code = "PAYMENT_REFUND_REFUSED"


class RefundNotWaiting(Conflict):
    """The refund was decided or paid out before."""

    code = "PAYMENT_REFUND_NOT_WAITING"
    message = "Đề nghị hoàn tiền này đã được xử lý. Hãy tải lại trang để xem kết quả."


class OwnRefund(DomainError):
    """Who proposed a refund decides on it."""

    code = "PAYMENT_OWN_REFUND"
    message = "Người lập đề nghị hoàn tiền không được tự duyệt. Hãy chuyển người có thẩm quyền khác duyệt."
    status = 403


class NotApplicable(Conflict):
    """The money does not fit the order: it can only be given back."""

    code = "PAYMENT_NOT_APPLICABLE"
    message = (
        "Không ghi nhận được giao dịch này cho khoản thu: số tiền khác, hoặc hồ sơ đã có khoản thu khác. "
        "Hãy lập đề nghị hoàn tiền."
    )


class StatementUnreadable(InvalidInput):
    """The uploaded statement has no column of transactions or amounts."""

    code = "PAYMENT_STATEMENT_UNREADABLE"


class NoteMissing(InvalidInput):
    """A difference is settled without saying how."""

    code = "PAYMENT_NOTE_MISSING"
    message = "Hãy ghi cách xử lý (ít nhất 10 ký tự): nội dung này được lưu cùng kết quả đối soát."


class OverrideRefused(InvalidInput):
    """A fee rule of the province that contradicts itself or another."""

    code = "PAYMENT_OVERRIDE_REFUSED"
