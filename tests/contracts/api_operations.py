"""Every operation of the API with a call that is known to work."""

from __future__ import annotations

import json
from typing import Any

from dean06.config.api import api

#: The description as it travels.
SCHEMA: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))

#: (method, path, description) of every operation.
OPERATIONS: list[tuple[str, str, dict[str, Any]]] = [
    (method, path, operation) for path, methods in SCHEMA["paths"].items() for method, operation in methods.items()
]
IDS = [operation["operationId"] for _, _, operation in OPERATIONS]

#: Who may call an operation when the steering officer may not.
OWN_ROLE = {"population_verify": "registry_officer"}

#: What is sent in the body, by operation.
BODIES: dict[str, dict[str, Any]] = {
    "population_verify": {
        "personal_id": "042090000123",
        "full_name": "Người Không Có Trong Sổ",
        "birth_year": 1990,
        "purpose": "GIAI_QUYET_TTHC",
        "dossier": "H27.22.01-261101-0001",
    }
}

#: Calls that must succeed for who may call, by operation: (values in the path, values in the query).
WORKING_CALLS: dict[str, list[tuple[dict[str, str], dict[str, Any]]]] = {
    "dashboards_board": [({}, {})],
    "dashboards_league": [({}, {}), ({}, {"group": "commune", "sort": "on_time", "descending": True, "limit": 1})],
    "dashboards_assignment_list": [
        ({}, {}),
        ({}, {"tab": "done"}),
        ({}, {"tab": "overdue", "lead": "so-y-te", "text": "rà soát", "limit": 1}),
    ],
    "population_verify": [({}, {})],
    "units_search_units": [({}, {"q": "mau cu"}), ({}, {"q": "Xã Mẫu Mới", "limit": 3, "on": "2025-07-01"})],
    "units_search_agencies": [({}, {"q": "Sở Y tế"}), ({}, {"q": "Công an tỉnh", "on": "2025-07-01"})],
    "units_resolve": [
        ({}, {"text": "Sở Y tế"}),
        ({}, {"text": "UBND cấp xã"}),
        ({}, {"text": "Sở Không có", "on": "2024-03-01", "printed_on": "2024-02-05"}),
    ],
    "units_agency": [({"code": "so-y-te"}, {})],
    "units_convert": [({"old_code": "18790"}, {})],
    "units_unit": [({"code": "18791"}, {}), ({"code": "18790"}, {"on": "2024-03-01"})],
}
