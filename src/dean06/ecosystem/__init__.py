"""Group 4, Kết nối, khai thác, làm giàu dữ liệu dân cư: matching and cleaning of sector data. Empty so far."""
