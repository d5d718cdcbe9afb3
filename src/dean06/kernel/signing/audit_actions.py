"""Labels of the acts this app records."""

ACTIONS = {
    "signing.authority_made": "Tạo nơi cấp chứng thư thử nghiệm",
    "signing.certificate_issued": "Cấp chứng thư thử nghiệm cho cơ quan",
    "signing.certificate_imported": "Nhập chứng thư ký số của cơ quan",
    "signing.certificate_revoked": "Thu hồi chứng thư ký số",
    "signing.document_signed": "Ký số giấy tờ",
    "signing.document_withdrawn": "Thu hồi giấy tờ đã ký số",
}
