"""Group 5, Chỉ đạo, điều hành: documents are read and checked, tasks assigned and followed, the morning board shown."""
