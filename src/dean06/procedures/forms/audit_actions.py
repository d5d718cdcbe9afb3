"""Labels of the acts this app records."""

ACTIONS = {
    "procedure_forms.prefilled": "Điền sẵn thông tin dân cư vào biểu mẫu",
    "procedure_forms.draft_started": "Bắt đầu soạn hồ sơ",
    "procedure_forms.draft_saved": "Lưu bản nháp hồ sơ",
    "procedure_forms.draft_read": "Mở bản nháp hồ sơ",
    "procedure_forms.draft_resumed": "Mở bản nháp hồ sơ tại quầy bằng mã",
    "procedure_forms.draft_resume_refused": "Nhập sai mã bản nháp hồ sơ",
    "procedure_forms.draft_discarded": "Xóa bản nháp hồ sơ",
    "procedure_forms.drafts_expired": "Xóa các bản nháp hồ sơ quá hạn",
}
