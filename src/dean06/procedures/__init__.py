"""Group 1, Giải quyết TTHC, dịch vụ công trực tuyến: procedures as data, dossiers, one-stop desk. Empty so far."""
