"""PUBLIC writes of feedback; all take ``now`` (default: the present moment).

``rate_case`` (portal), ``rate_at_desk`` (tablet). A feedback: ``send_feedback`` → ``assign_feedback`` (or
``refuse_feedback``, ``ask_supplement`` → ``supplement_feedback``) → ``answer_feedback`` → ``publish_feedback`` →
``react``.
"""

from dean06.procedures.feedback.acts.handling import (
    answer_feedback,
    ask_supplement,
    assign_feedback,
    publish_feedback,
    refuse_feedback,
    remind,
    return_feedback,
    save_clock,
)
from dean06.procedures.feedback.acts.rating import rate_at_desk, rate_case
from dean06.procedures.feedback.acts.sending import react, send_feedback, supplement_feedback

__all__ = [
    "answer_feedback",
    "ask_supplement",
    "assign_feedback",
    "publish_feedback",
    "rate_at_desk",
    "rate_case",
    "react",
    "refuse_feedback",
    "remind",
    "return_feedback",
    "save_clock",
    "send_feedback",
    "supplement_feedback",
]
