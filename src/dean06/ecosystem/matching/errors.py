"""Refusals of the matching engine. Each says which file, what is wrong and what to do."""

from __future__ import annotations

from dean06.kernel.common.errors import DomainError

__all__ = ["BackendUnavailable", "DuplicateKeys", "MatchingError", "MissingColumns", "UnreadableFile"]


class MatchingError(DomainError):
    """Common base: the run stopped before any result was written."""

    code = "MATCHING_FAILED"
    message = "Không đối khớp được dữ liệu. Hãy kiểm tra lại các tệp đầu vào."
    status = 422


class UnreadableFile(MatchingError):
    """A file is missing, is not Parquet, or is damaged."""

    code = "MATCHING_FILE_UNREADABLE"
    message = "Không đọc được tệp đầu vào. Hãy kiểm tra đường dẫn và tạo lại tệp Parquet."


class MissingColumns(MatchingError):
    """A file lacks columns, or a column has a type that cannot be read as the pinned one."""

    code = "MATCHING_COLUMNS_MISSING"
    message = "Tệp đầu vào thiếu cột cần có. Hãy tạo lại tệp theo đúng danh sách cột."


class DuplicateKeys(MatchingError):
    """``record_id`` or ``person_key`` is empty or occurs twice."""

    code = "MATCHING_KEYS_DUPLICATE"
    message = "Mã dòng trong tệp đầu vào bị trống hoặc trùng. Mỗi dòng phải có một mã riêng."


class BackendUnavailable(MatchingError):
    """The chosen machine (Spark) is not installed here."""

    code = "MATCHING_BACKEND_UNAVAILABLE"
    message = "Máy này chưa cài Spark và Java. Hãy chạy với DuckDB hoặc cài thêm rồi chạy lại."
    status = 503
