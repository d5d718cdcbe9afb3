"""The personal document store (Kho quản lý dữ liệu điện tử): papers kept once, reused instead of uploaded (group 3).

Terms: wallet document, reuse. Only the owner, and officers for a dossier, may open it.
"""
