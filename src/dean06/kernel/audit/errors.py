"""Refusals of the audit app."""

from dean06.kernel.common.errors import DomainError


class SigningKeyMissing(DomainError):
    """No signing key where the settings say."""

    code = "AUDIT_SIGNING_KEY_MISSING"
    message = (
        "Chưa có khóa ký nhật ký. Quản trị hệ thống hãy đặt DEAN06_AUDIT_KEY_FILE và chạy "
        "“dean06 audit_public_key --create” một lần trên máy chủ."
    )
    status = 500


class SigningKeyUnusable(DomainError):
    """The key file cannot be read, or others can read it, or it is not an Ed25519 key."""

    code = "AUDIT_SIGNING_KEY_UNUSABLE"
    message = "Không dùng được tệp khóa ký nhật ký. Hãy kiểm tra đường dẫn, quyền đọc và loại khóa (Ed25519)."
    status = 500


class TreeDamaged(DomainError):
    """The stored leaves no longer give the last signed root: nothing may be added on top."""

    code = "AUDIT_TREE_DAMAGED"
    message = (
        "Nhật ký trong cơ sở dữ liệu không còn khớp với đầu cây đã ký gần nhất, nên không niêm phong thêm. "
        "Hãy giữ nguyên cơ sở dữ liệu, xuất nhật ký và kiểm tra bằng “dean06 verify_audit”."
    )
    status = 500
