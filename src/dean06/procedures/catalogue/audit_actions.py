"""Labels of the acts this app records."""

ACTIONS = {
    "procedure.published": "Công bố phiên bản thủ tục",
    "procedure.withdrawn": "Ngừng áp dụng gói thủ tục",
    "procedure.catalogue_imported": "Nhập danh mục thủ tục",
}
