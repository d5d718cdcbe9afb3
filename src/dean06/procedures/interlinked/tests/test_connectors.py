"""Steps that other software decides: asked once, answered once, over HTTP too; systems blocked by their ministry."""

from __future__ import annotations

import datetime as dt
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import NotAllowed
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests import factories as case_factories
from dean06.procedures.cases.types import State
from dean06.procedures.interlinked import queries, services
from dean06.procedures.interlinked.contrib.demo_rules import decide
from dean06.procedures.interlinked.errors import NothingToRetry, ReasonNeeded
from dean06.procedures.interlinked.models import DemoItem, Incident, Message
from dean06.procedures.interlinked.tests import factories as make
from dean06.procedures.interlinked.types import MessageState

STEP = {
    "id": "other",
    "title": "Hệ thống điện lực giải quyết",
    "duty": "connector",
    "connector": "evn",
    "hours": 16,
    "actions": [
        {"id": "yes", "title": "Đồng ý", "kind": "finish", "on_answer": "approved"},
        {"id": "no", "title": "Không", "kind": "stop", "reasons": ["KHONG_DU_DIEU_KIEN"], "on_answer": "refused"},
    ],
}


def _waiting() -> Case:
    """A received case whose only step is another body's."""
    pack = case_factories.simple_pack(process={"start": "other", "steps": [STEP]}, fees={})
    world = case_factories.setting(pack)
    case = case_factories.received(world)
    make.settle()
    return case


def _fetch(minutes: int = 1) -> int:
    DemoItem.objects.update(answer_at=timezone.now() - dt.timedelta(minutes=1))
    return services.fetch_answers(timezone.now() + dt.timedelta(minutes=minutes))


@pytest.mark.django_db
def test_a_step_of_other_software_is_asked_once_and_its_answer_finishes_the_case() -> None:
    case = _waiting()
    for _ in range(3):
        services.follow(case.pk)
    message = Message.objects.get()
    assert message.payload["data"] == case.data
    assert [one["answer"] for one in message.payload["answers"]] == ["approved", "refused"]
    services.send_due(timezone.now())
    assert _fetch() == 1
    assert make.case_of(case).state == State.DONE
    message.refresh_from_db()
    assert message.state == MessageState.ANSWERED and message.confirmed_at is not None
    assert _fetch() == 0


@pytest.mark.django_db
def test_a_refusal_stops_the_case_with_the_reason_of_the_pack() -> None:
    case = _waiting()
    services.set_demo_mood(actor=system_actor("tests"), connector="evn", always="refused", minutes=0)
    services.send_due(timezone.now())
    assert _fetch() == 1
    stopped = make.case_of(case)
    assert (stopped.state, stopped.end_reason) == (State.STOPPED, "KHONG_DU_DIEU_KIEN")


@pytest.mark.django_db
def test_an_answer_that_the_case_cannot_take_waits_for_an_officer() -> None:
    case = _waiting()
    services.send_due(timezone.now())
    DemoItem.objects.update(answer="unheard_of")
    assert _fetch() == 0
    message = Message.objects.get()
    assert (message.state, message.error_code) == (MessageState.FAILED, "CASE_NO_SUCH_ACTION")
    assert make.case_of(case).state == State.PROCESSING
    DemoItem.objects.update(answer="approved")
    services.retry_message(actor=system_actor("tests"), message_id=message.pk)
    assert _fetch() == 1
    assert make.case_of(case).state == State.DONE
    with pytest.raises(NothingToRetry):
        services.retry_message(actor=system_actor("tests"), message_id=message.pk)


@pytest.mark.django_db
def test_a_case_that_is_withdrawn_is_not_asked_about_any_more() -> None:
    case = _waiting()
    case_services.withdraw(actor=system_actor("tests"), case_id=case.pk, reason="Không cần nữa")
    make.settle()
    assert Message.objects.get().state == MessageState.CANCELLED
    assert services.send_due(timezone.now()).taken == 0


@pytest.mark.django_db
def test_a_system_blocked_by_its_ministry_is_not_called_and_not_the_units_fault() -> None:
    case = _waiting()
    controller = make_actor("procedure_controller")
    with pytest.raises(ReasonNeeded):
        services.block_system(actor=controller, connector="evn", note="chờ")
    with pytest.raises(NotAllowed):
        services.block_system(
            actor=make_actor("one_stop_officer", case.receiving_agency), connector="evn", note="Chờ Bộ hướng dẫn"
        )
    services.block_system(actor=controller, connector="evn", note="Bộ chưa mở dịch vụ trên trục liên thông")
    services.send_due(timezone.now())
    assert not DemoItem.objects.exists() and queries.is_blocked_by_centre(case.pk)
    view = queries.system(controller, "evn")
    assert (view.state, view.waiting) == ("blocked", 1)
    services.unblock_system(actor=controller, connector="evn")
    assert Incident.objects.get().ended_at is not None
    assert services.send_due(timezone.now()).taken == 1
    assert not queries.is_blocked_by_centre(case.pk)


@contextmanager
def _server():
    """Another body's software over HTTP: down on demand, forgetful about saying yes."""
    held: dict = {"messages": {}, "confirmed": [], "mood": "up", "posts": 0}

    class Handler(BaseHTTPRequestHandler):
        def _say(self, status: int, body: object) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            held["posts"] += 1
            if self.headers.get("Authorization") != "Bearer bi-mat" or held["mood"] == "down":
                self._say(503, {})
            elif self.path == "/api/messages":
                assert self.headers["Idempotency-Key"] == body["number"]
                held["messages"][body["number"]] = body
                said = {
                    "accepted": held["mood"] != "refuses",
                    "reference": "R1",
                    "code": "E1",
                    "message": "Thiếu dữ liệu",
                }
                self._say(200, [] if held["mood"] == "odd" else said)
            else:
                held["confirmed"].append(self.path.split("/")[-2])
                self._say(200, {})

        def do_GET(self) -> None:
            ready = [one for one in held["messages"] if one not in held["confirmed"]]
            self._say(200, {"answers": [{"number": one, "answer": "approved", "outputs": {"x": 1}} for one in ready]})

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield held, f"http://127.0.0.1:{server.server_port}/api"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.mark.django_db
def test_real_software_is_spoken_to_over_http(settings) -> None:
    case = _waiting()
    with _server() as (held, address):
        settings.CONNECTORS = {
            "evn": {
                "backend": "dean06.procedures.interlinked.contrib.http.HttpSoftware",
                "url": address,
                "token": "bi-mat",
                "timeout": 5,
            }
        }
        now = timezone.now()
        held["mood"] = "down"
        assert services.send_due(now).unanswered == 1
        held["mood"] = "odd"
        assert services.send_due(now + dt.timedelta(minutes=2)).unanswered == 1
        held["mood"] = "up"
        assert services.send_due(now + dt.timedelta(minutes=30)).taken == 1
        assert len(held["messages"]) == 1, "sent twice, the same number"
        assert services.fetch_answers(now + dt.timedelta(minutes=31)) == 1
        assert held["confirmed"] == [str(Message.objects.get().number)]
    finished = make.case_of(case)
    assert finished.state == State.DONE and finished.outputs["x"] == 1


@pytest.mark.django_db
def test_software_that_will_not_take_a_message_leaves_it_to_an_officer(settings) -> None:
    _waiting()
    with _server() as (held, address):
        settings.CONNECTORS = {
            "evn": {
                "backend": "dean06.procedures.interlinked.contrib.http.HttpSoftware", "url": address, "token": "bi-mat"
            }
        }  # fmt: skip
        held["mood"] = "refuses"
        now = timezone.now()
        assert services.send_due(now).refused == 1
        message = Message.objects.get()
        assert (message.state, message.error) == (MessageState.FAILED, "Thiếu dữ liệu")
        posts = held["posts"]
        services.send_due(now + dt.timedelta(hours=5))
        assert held["posts"] == posts, "not by itself"
        held["mood"] = "up"
        services.retry_message(actor=system_actor("tests"), message_id=message.pk)
        assert services.send_due(timezone.now() + dt.timedelta(minutes=1)).taken == 1


@pytest.mark.parametrize(
    ("connector", "data", "answer"),
    [
        ("evn", {"power": {"capacity": 3_500}}, "approved"),
        ("evn", {"power": {"capacity": 35_000}}, "refused"),
        ("bhxh", {"insurance": {"hospital": "Trạm Y tế xã"}}, "approved"),
        ("bhxh", {"insurance": {"hospital": "khac"}}, "needs_more"),
        ("csgt", {}, "paid"),
        ("dkkd", {"business": {"name": "Hộ kinh doanh hàng cấm"}}, "refused"),
    ],
)
def test_demo_bodies_decide_by_their_table(connector: str, data: dict, answer: str) -> None:
    offered = ["paid", "refused"] if connector == "csgt" else ["approved", "refused", "needs_more"]
    payload = {"data": data, "answers": [{"answer": one, "reasons": ["R"]} for one in offered]}
    said = decide(connector, payload)
    assert said.answer == answer
    assert said.reason == "R"


def test_a_demo_body_only_gives_answers_that_were_offered() -> None:
    payload = {"data": {"power": {"capacity": 99_000}}, "answers": [{"answer": "approved", "reasons": []}]}
    assert decide("evn", payload).answer == "approved"
