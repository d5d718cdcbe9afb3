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

#: Operations that need no account.
PUBLIC = {
    "catalogue_procedures",
    "catalogue_procedure",
    "catalogue_life_events",
    "cases_look_up",
    "feedback_published",
    "feedback_published_one",
}
_UNITS = {name for name in IDS if name.startswith("units_")}
_FIGURES = {name for name in IDS if name.startswith("figures_")}
_FEED = {name for name in IDS if name.startswith("dashboards_feed")}
_STEERING = {name for name in IDS if name.startswith("dashboards_")}

#: Role → what it may call. To the others the API must refuse, whatever is sent. Written down by hand: the permission
#: table is what is tested.
ALLOWED: dict[str, set[str]] = {
    "anonymous": PUBLIC,
    "citizen": PUBLIC | {"cases_mine"},
    "one_stop_officer": PUBLIC | _UNITS | _FIGURES | {"cases_course", "population_verify"},
    "procedure_controller": PUBLIC | _UNITS | _FIGURES | {"cases_course"},
    "steering_officer": PUBLIC | _UNITS | _FIGURES | _STEERING,
    "builder": PUBLIC | _UNITS | _FEED,
    "registry_officer": PUBLIC | _UNITS | {"population_verify"},
}

#: Who may call an operation when the steering officer may not.
OWN_ROLE = {
    "population_verify": "registry_officer",
    "cases_mine": "citizen",
    "cases_course": "one_stop_officer",
}

#: Code of the only dossier of ``province``, handed in on a day of its own by who was born on ``BIRTH``.
CASE_CODE, BIRTH = "H27.99-261117-0001", "1995-04-12"
#: The published answer of ``province``.
ANSWER_CODE = "PA-261102-0001"

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
    "catalogue_procedures": [({}, {}), ({}, {"text": "xac nhan", "level": "commune", "limit": 1}), ({}, {"offset": 1})],
    "catalogue_procedure": [({"code": "9.000001"}, {})],
    "catalogue_life_events": [({}, {})],
    "cases_look_up": [({}, {"code": CASE_CODE, "birth_date": BIRTH})],
    "cases_mine": [({}, {})],
    "cases_course": [({"code": CASE_CODE}, {})],
    "figures_appendix": [
        ({"number": "II"}, {}),
        ({"number": "III"}, {"first": "2026-11-01", "last": "2026-11-30", "shape": "csv"}),
    ],
    "figures_index_766": [({}, {}), ({}, {"first": "2026-11-01", "last": "2026-11-30", "shape": "csv"})],
    "figures_pivot": [
        ({}, {"by": ["decider"], "first": "2026-11-01", "last": "2026-11-30"}),
        ({}, {"by": ["procedure", "month"], "first": "2026-11-01", "last": "2026-11-30", "shape": "csv"}),
    ],
    "feedback_published": [({}, {}), ({}, {"limit": 1, "offset": 1})],
    "feedback_published_one": [({"code": ANSWER_CODE}, {})],
    "dashboards_board": [({}, {})],
    "dashboards_league": [({}, {}), ({}, {"group": "commune", "sort": "on_time", "descending": True, "limit": 1})],
    "dashboards_assignment_list": [
        ({}, {}),
        ({}, {"tab": "done"}),
        ({}, {"tab": "overdue", "lead": "so-y-te", "text": "rà soát", "limit": 1}),
    ],
    "dashboards_feed_definitions": [({}, {}), ({}, {"on": "2026-11-01"})],
    "dashboards_feed_units": [({}, {}), ({}, {"on": "2026-11-01", "level": "commune"})],
    "dashboards_feed_periods": [({}, {}), ({}, {"kind": "week", "count": 3})],
    "dashboards_feed_values": [
        ({}, {}),
        ({}, {"indicator": ["MAU-01"], "unit": ["ubnd-xa-mau-01"], "kind": "month", "limit": 1}),
        ({}, {"first": "2024-01-01", "last": "2030-12-31", "shape": "csv"}),
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
