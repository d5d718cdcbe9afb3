"""Labels of the acts this app records."""

ACTIONS = {
    "payment.order_created": "Lập khoản thu",
    "payment.order_cancelled": "Hủy khoản thu",
    "payment.order_expired": "Khoản thu hết hạn",
    "payment.started": "Bắt đầu thanh toán trực tuyến",
    "payment.notice_taken": "Nhận thông báo của cổng thanh toán",
    "payment.attempt_abandoned": "Đóng lần thanh toán không có kết quả",
    "payment.cash_taken": "Thu tiền tại quầy",
    "payment.applied": "Ghi nhận tiền đến muộn cho khoản thu",
    "payment.announced": "Báo lại khoản đã thanh toán",
    "payment.refund_proposed": "Lập đề nghị hoàn tiền",
    "payment.refund_decided": "Quyết định hoàn tiền",
    "payment.refund_executed": "Hoàn tiền",
    "payment.reconciled": "Đối soát khoản thu",
    "payment.difference_resolved": "Xử lý chênh lệch đối soát",
    "payment.override_saved": "Lưu quy định mức thu của tỉnh",
    "payment.override_withdrawn": "Bỏ quy định mức thu của tỉnh",
    "payment.account_saved": "Lưu tài khoản nhận phí, lệ phí",
}
