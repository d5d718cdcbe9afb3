"""Why a file named on the command line could not be used, in words."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EACCES: "tài khoản này không có quyền",
    errno.EPERM: "tài khoản này không có quyền",
    errno.EISDIR: "đây là thư mục",
    errno.ENOTDIR: "đường dẫn đi qua một tệp, không phải thư mục",
    errno.ENOSPC: "đĩa đã đầy",
    errno.EROFS: "đĩa chỉ cho đọc",
}


def reason_of(error: OSError) -> str:
    """The reason in Vietnamese, or what the operating system says."""
    return _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)
