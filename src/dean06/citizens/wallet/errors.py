"""Refusals of the personal store."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, InvalidInput, NotAllowed, NotFound


class DocumentNotFound(NotFound):
    """No such paper, or the actor may not know of it."""

    code = "WALLET_DOCUMENT_NOT_FOUND"
    message = "Không tìm thấy giấy tờ này trong kho, hoặc bạn không có quyền xem."


class NotUsable(Conflict):
    """The paper does not count any more."""

    code = "WALLET_NOT_USABLE"
    message = "Giấy tờ này không còn dùng được nên không lấy vào hồ sơ. Hãy nộp giấy tờ khác."


class AlreadyUsed(Conflict):
    """A paper that counts once was used in another dossier."""

    code = "WALLET_ALREADY_USED"
    message = "Giấy tờ này chỉ dùng được một lần và đã dùng cho hồ sơ khác. Hãy nộp giấy tờ mới."


class NoDossier(NotAllowed):
    """An official may look into a store only for a dossier he works on."""

    code = "WALLET_NO_DOSSIER"
    message = (
        "Chỉ được mở kho giấy tờ của người dân khi đang giải quyết một hồ sơ của họ. "
        "Hãy ghi đúng mã hồ sơ mà cơ quan bạn đang tiếp nhận hoặc giải quyết."
    )


class PersonUnknown(InvalidInput):
    """Number, name and birth date do not agree with the registry."""

    code = "WALLET_PERSON_UNKNOWN"
    message = "Số định danh, họ tên, ngày sinh không khớp dữ liệu dân cư. Hãy đối chiếu lại với thẻ căn cước."


class PaperUnusable(InvalidInput):
    """The scan cannot be used."""

    code = "WALLET_PAPER_UNUSABLE"
    message = "Ảnh, tệp quét không dùng được."


class TypeUnknown(InvalidInput):
    """No such kind of paper."""

    code = "WALLET_TYPE_UNKNOWN"
    message = "Loại giấy tờ này không có trong danh mục. Hãy chọn loại khác hoặc thêm vào danh mục."
