"""PUBLIC. Refusals of the exchange with the national portal."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput, NotFound


class PortalUnavailable(DomainError):
    """The portal did not answer, or not in a way that can be understood; nothing is known of the record."""

    code = "PORTAL_UNAVAILABLE"
    status = 503
    message = "Cổng dịch vụ công quốc gia không trả lời. Hồ sơ vẫn chờ và sẽ được gửi lại."


class SyncRecordNotFound(NotFound):
    code = "SYNC_RECORD_NOT_FOUND"
    message = "Không có bản ghi đồng bộ này, hoặc hồ sơ thuộc cơ quan khác."


class NothingToResend(Conflict):
    """The portal has the latest state already."""

    code = "SYNC_NOTHING_TO_RESEND"
    message = "Cổng đã có trạng thái mới nhất của hồ sơ này; không có gì để gửi lại."


class InboundRefused(InvalidInput):
    """A dossier handed in by the portal cannot become a case."""

    code = "PORTAL_DOSSIER_REFUSED"
    message = "Hồ sơ từ Cổng không nhận được vì thiếu hoặc sai thông tin."
