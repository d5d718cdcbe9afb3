"""Labels of the acts this app records."""

ACTIONS = {
    "review.case_taken": "Nhận một cặp để đối soát",
    "review.record_shown": "Xem bản ghi của ngành khi đối soát",
    "review.candidate_shown": "Xem người dân được đối chiếu khi đối soát",
    "review.skipped": "Bỏ qua một cặp",
    "review.read": "Cho ý kiến về một cặp",
    "review.undone": "Hoàn tác ý kiến vừa cho",
    "review.queue_filled": "Cập nhật hàng đợi đối soát",
    "review.correction_requested": "Gửi phiếu đề nghị sửa dữ liệu dân cư",
    "review.request_shown": "Xem phiếu đề nghị sửa dữ liệu dân cư",
    "review.request_taken": "Nhận xử lý phiếu đề nghị sửa",
    "review.request_approved": "Lập đề nghị sửa dân cư theo phiếu",
    "review.request_refused": "Không sửa theo phiếu đề nghị",
    "review.request_returned": "Trả lại phiếu đề nghị để bổ sung",
    "review.request_completed": "Bổ sung phiếu đề nghị",
    "review.request_closed": "Ghi kết quả duyệt sửa dân cư vào phiếu",
    "review.batch_built": "Lập tệp sửa gửi ngành",
    "review.batch_shown": "Xem tệp sửa gửi ngành",
    "review.batch_exported": "Tải tệp sửa gửi ngành",
    "review.batch_sent": "Ghi nhận đã gửi tệp sửa",
    "review.batch_confirmed": "Ghi nhận ngành đã nhập tệp sửa",
}
