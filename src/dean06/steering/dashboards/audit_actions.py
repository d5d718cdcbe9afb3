"""Labels of the acts this app records."""

ACTIONS = {
    "board.snapshot_taken": "Chụp số liệu ngày của bảng điều hành",
    "board.figure_questioned": "Yêu cầu giải trình về chỉ tiêu",
    "board.figure_explained": "Giải trình về chỉ tiêu",
    "board.letter_chosen": "Chọn nhận hoặc thôi nhận bản tin",
    "board.matrix_exported": "Xuất bảng chỉ tiêu theo đơn vị",
}
