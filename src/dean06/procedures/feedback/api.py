"""API of feedback: the published answers, in their public words only."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from dean06.procedures.feedback import queries
from dean06.procedures.feedback.models import Feedback

router = Router()


class AnswerOut(Schema):
    """A published answer; ``agency`` is the code of who answered."""

    code: str
    kind: str
    title: str
    body: str
    answer: str
    agency: str
    received_on: dt.date
    published_at: dt.datetime | None
    likes: int
    dislikes: int

    @classmethod
    def of(cls, row: Feedback) -> AnswerOut:
        """From a published feedback: the texts made for the public, nothing of the sender."""
        return cls(
            code=row.code,
            kind=row.kind,
            title=row.public_title,
            body=row.public_body,
            answer=row.public_answer,
            agency=row.agency,
            received_on=row.received_at.date(),
            published_at=row.published_at,
            likes=row.likes,
            dislikes=row.dislikes,
        )


class AnswersOut(Schema):
    """A stretch of the list; ``total`` counts the whole list."""

    total: int
    items: list[AnswerOut]


@router.get("published", response=AnswersOut, auth=None, summary="Phản ánh, kiến nghị đã công khai")
def published(
    request: HttpRequest,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AnswersOut:
    """Câu trả lời đã công khai, mới nhất trước."""
    found = queries.published()
    return AnswersOut(total=found.count(), items=[AnswerOut.of(row) for row in found[offset : offset + limit]])


@router.get("published/{code}", response=AnswerOut, auth=None, summary="Một câu trả lời đã công khai")
def published_one(request: HttpRequest, code: Annotated[str, Path(max_length=20)]) -> AnswerOut:
    """Theo mã phản ánh."""
    return AnswerOut.of(queries.published_one(code))
