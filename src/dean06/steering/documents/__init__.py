"""Group 5: reads plans and reports, recognises tasks and figures by rules, and checks every number that can be checked.

Main terms: ``ReadDocument``, ``Task``, ``Figure``, ``Finding``; ``SourceDocument`` (an uploaded file under review).
Does NOT follow tasks after they are issued (see ``assignments``), uses no language model and no network.
"""
