"""PUBLIC writes of cases. Each is one transaction with audit row and event (see ``kernel.writing``).

A dossier's story: ``submit_case`` → ``receive_case`` (or ``refuse_reception``) → ``take_case``, ``act`` step by step →
the action that finishes → ``return_result``. Beside it: ``request_supplement`` and ``supply`` (once),
``request_payment`` (``payments`` tells when it is paid),
``withdraw``, ``stop``, ``apologise``, hand-over, answers of other software. All
take ``now`` for back-dated data and tests; acts of a page take ``revision``, the one it shows.
"""

from dean06.procedures.cases.acts.apologising import apologise
from dean06.procedures.cases.acts.connecting import answer_connector
from dean06.procedures.cases.acts.documents import add_document
from dean06.procedures.cases.acts.ending import stop, withdraw
from dean06.procedures.cases.acts.finishing import return_result
from dean06.procedures.cases.acts.handing_over import accept_hand_over, offer_hand_over, refuse_hand_over
from dean06.procedures.cases.acts.pausing import note_paid, request_payment, request_supplement, supply
from dean06.procedures.cases.acts.processing import act, assign_case, take_case
from dean06.procedures.cases.acts.receiving import receive_case, refuse_reception
from dean06.procedures.cases.acts.submitting import submit_case
from dean06.procedures.cases.effects.registry import register_effect
from dean06.procedures.cases.links import register_case_links
from dean06.procedures.cases.papers_made import make_paper

__all__ = [
    "accept_hand_over",
    "act",
    "add_document",
    "answer_connector",
    "apologise",
    "assign_case",
    "make_paper",
    "note_paid",
    "offer_hand_over",
    "receive_case",
    "refuse_hand_over",
    "refuse_reception",
    "register_case_links",
    "register_effect",
    "request_payment",
    "request_supplement",
    "return_result",
    "stop",
    "submit_case",
    "supply",
    "take_case",
    "withdraw",
]
