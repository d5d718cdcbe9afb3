"""Who may open and do what with whose object. The table is the rule: 200 shown, 302 led to sign in (visitor) or done,
401/403 not for this kind of person, 404 not his to know of, 409/422 his to see but not to do now.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from objects import PEOPLE, browser, build, state_of_things

pytestmark = [pytest.mark.of_data, pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(600)]

#: Columns of the tables are in the order of ``PEOPLE``.
PAGES = """
dossier waiting at the desk     | 302 403 403 200 404 200 404 200 404 200 403 403 403
dossier in processing           | 302 403 403 200 404 200 404 200 404 200 403 403 403
finished dossier                | 302 403 403 200 404 200 404 200 404 200 403 403 403
document of a dossier           | 302 403 403 200 404 200 404 200 404 200 403 403 403
content of a document           | 302 403 403 200 404 200 404 200 404 200 403 403 403
result paper                    | 302 403 403 200 404 200 404 200 404 200 403 403 403
file of a document              | 302 200 404 200 404 200 404 200 404 200 404 404 404
own dossier                     | 302 200 404 403 403 403 403 403 403 403 403 403 403
draft                           | 302 200 404 403 403 403 403 403 403 403 403 403 403
draft as PDF                    | 302 200 404 403 403 403 403 403 403 403 403 403 403
paper of the own store          | 302 200 404 403 403 403 403 403 403 403 403 403 403
file of the own store           | 302 200 404 403 403 403 403 403 403 403 403 403 403
file of the store, at an office | 302 200 404 403 403 403 403 403 403 403 403 403 403
payment order                   | 302 403 403 200 404 403 403 200 404 403 200 403 403
receipt                         | 302 403 403 200 404 403 403 200 404 403 200 403 403
complaint                       | 302 403 403 403 403 403 403 200 404 200 403 200 403
sync record                     | 302 403 403 200 404 403 403 200 404 200 403 403 200
interlinked dossier             | 302 403 403 404 404 404 404 404 404 404 403 403 403
figures                         | 302 403 403 200 200 403 403 200 200 200 403 200 403
state by API                    | 401 403 403 200 404 200 404 200 404 200 403 403 403
"""
#: Of acts: "may" is left to the tests of its app; everybody else is refused and nothing changes.
ACTS = """
receive                         | 302 403 403 may 404 409 404 409 404 409 403 403 403
step of processing              | 302 403 403 422 404 may 404 422 404 422 403 403 403
sign                            | 302 403 403 422 404 422 404 may 404 422 403 403 403
cash at the desk                | 302 403 404 may 404 403 404 403 404 403 404 404 404
cash for an order               | 302 403 403 may 404 403 403 403 403 403 403 403 403
cancel an order                 | 302 403 403 may 404 403 403 403 403 403 403 403 403
withdraw own                    | 302 may 404 403 403 403 403 403 403 403 403 403 403
throw a draft away              | 302 may 404 403 403 403 403 403 403 403 403 403 403
drop from the store             | 302 may 404 403 403 403 403 403 403 403 403 403 403
revoke from the store           | 302 403 403 may 404 may 404 403 403 403 403 403 403
send again                      | 302 403 403 may 404 403 403 403 403 may 403 403 403
answer a complaint              | 302 403 403 403 403 403 403 may 404 403 403 403 403
"""


def read(table: str) -> dict[str, dict[str, str]]:
    """Object → person → what is expected."""
    rows = [line.split("|") for line in table.strip().splitlines()]
    return {name.strip(): dict(zip(PEOPLE, cells.split(), strict=True)) for name, cells in rows}


def test_each_object_opens_for_whom_it_should_and_refusals_show_nothing() -> None:
    objects, wrong = build(), []
    expected = read(PAGES)
    assert set(expected) == set(objects.pages)
    for who in PEOPLE:
        client = browser(who, objects)
        for name, address in objects.pages.items():
            answer = client.get(address)
            if str(answer.status_code) != expected[name][who]:
                wrong.append(f"{who} opens {name}: {answer.status_code}, expected {expected[name][who]}")
            if answer.status_code != 200 and who != "applicant":
                wrong += [f"{who}, refused {name}, reads {one}" for one in objects.secrets if one in text_of(answer)]
    assert wrong == []


def test_acts_of_those_who_may_not_are_refused_and_change_nothing() -> None:
    objects, wrong = build(), []
    expected = read(ACTS)
    assert set(expected) == set(objects.acts)
    for who in PEOPLE:
        client = browser(who, objects)
        before = state_of_things()
        for name, (address, sent) in objects.acts.items():
            if expected[name][who] == "may":
                continue
            with transaction.atomic():
                answer = client.post(address, sent)
            if str(answer.status_code) != expected[name][who]:
                wrong.append(f"{who} does {name}: {answer.status_code}, expected {expected[name][who]}")
            if answer.status_code in (302, 401, 403, 404) and who != "applicant":
                wrong += [f"{who}, refused {name}, reads {one}" for one in objects.secrets if one in text_of(answer)]
        if state_of_things() != before:
            wrong.append(f"{who} was refused everything and yet something changed")
    assert wrong == []


def text_of(answer: object) -> str:
    """The body as text; a file sent in pieces has none."""
    return "" if getattr(answer, "streaming", False) else answer.content.decode("utf-8", "replace")  # type: ignore[attr-defined]
