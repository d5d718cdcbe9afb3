"""What stands in the registers: recommendations with and without answer, an inspection, pilot models, a campaign."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from dean06.demo.clock import at
from dean06.demo.people import Cast
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import Level
from dean06.steering.registers import services as registers

_KY_KHANG = "ubnd-xa-ky-khang"


def register(cast: Cast, now: dt.datetime) -> None:
    """Fill the four registers with the last months' entries."""
    _recommendations(cast, now)
    _inspection(cast, now)
    _pilots(cast, now)
    _campaign(cast, now)


def _recommendations(cast: Cast, now: dt.datetime) -> None:
    office = cast.actor("steering_officer")
    commune = cast.actor("agency_officer", _KY_KHANG)
    asked = (
        (95, commune, _KY_KHANG, "Bổ sung máy quét cho bộ phận một cửa của xã có trên 20.000 dân.", "Sở Tài chính"),
        (70, office, "to-cong-tac-da06-tinh", "Cho trích xuất báo cáo hồ sơ theo từng thủ tục.", "Bộ Công an"),
        (33, office, "so-y-te", "Mở kết nối tra cứu Sổ sức khỏe điện tử cho trạm y tế xã.", "Bộ Y tế"),
    )  # fmt: skip
    for number, (days, actor, agency, text, to_whom) in enumerate(asked):
        day = now - dt.timedelta(days=days)
        with at(day):
            made = registers.raise_recommendation(
                actor=actor, agency_code=agency, text=text, to_whom=to_whom, raised_on=timezone.localdate(day), now=day
            )
            if number < 2:
                registers.send_recommendation(
                    actor=office,
                    record_id=made.pk,
                    to_whom=to_whom,
                    document=f"{112 + 31 * number}/CV-TCTĐA06",
                    sent_on=timezone.localdate(day),
                    due_on=timezone.localdate(day + dt.timedelta(days=30)),
                    now=day,
                )
        if number == 0:
            answered = now - dt.timedelta(days=40)
            with at(answered):
                registers.answer_recommendation(
                    actor=office,
                    record_id=made.pk,
                    answer="Đã bố trí kinh phí mua 12 máy quét trong đợt mua sắm quý IV.",
                    answered_on=timezone.localdate(answered),
                    document="4410/STC-TCHCSN",
                    now=answered,
                )


def _inspection(cast: Cast, now: dt.datetime) -> None:
    office = cast.actor("steering_officer")
    begun, concluded = now - dt.timedelta(days=50), now - dt.timedelta(days=36)
    first, last = timezone.localdate(now - dt.timedelta(days=45)), timezone.localdate(now - dt.timedelta(days=38))
    with at(begun):
        made = registers.plan_inspection(
            actor=office,
            title="Kiểm tra việc số hóa và thanh toán trực tuyến tại bộ phận một cửa",
            basis="Kế hoạch 16/KH-TCTĐA06",
            lead_code="vp-ubnd-tinh",
            starts_on=first,
            ends_on=last,
            units=[_KY_KHANG, "so-y-te"],
            now=begun,
        )
    with at(concluded):
        found = [
            registers.add_finding(
                actor=office,
                record_id=made.pk,
                agency_code=agency,
                text=text,
                fix_by=timezone.localdate(now + dt.timedelta(days=days)),
                now=concluded,
            )
            for agency, text, days in (
                (_KY_KHANG, "Chưa niêm yết mã QR nộp phí tại quầy; công chức còn thu tiền mặt.", -6),
                ("so-y-te", "Kết quả giải quyết còn bản giấy chưa số hóa của sáu tháng đầu năm.", 20),
            )
        ]
        registers.conclude_inspection(
            actor=office,
            record_id=made.pk,
            conclusion="Hai đơn vị thực hiện đúng quy trình; còn hai tồn tại phải khắc phục.",
            concluded_on=timezone.localdate(concluded),
            now=concluded,
        )
    fixed = now - dt.timedelta(days=4)
    with at(fixed):
        registers.report_fix(
            actor=cast.actor("agency_head", "so-y-te"),
            finding_id=found[1].pk,
            text="Đã số hóa 412/412 kết quả tồn, gửi kèm danh sách.",
            now=fixed,
        )


def _pilots(cast: Cast, now: dt.datetime) -> None:
    office = cast.actor("steering_officer")
    begun = now - dt.timedelta(days=120)
    first = timezone.localdate(begun)
    with at(begun):
        made = registers.register_pilot(
            actor=cast.actor("agency_officer", _KY_KHANG),
            agency_code=_KY_KHANG,
            name="Tổ lưu động giúp người cao tuổi kích hoạt định danh tại thôn",
            effect="Tỷ lệ người trên 60 tuổi có tài khoản đã kích hoạt",
            starts_on=first,
            indicator="CDS-03",
            target=Decimal(95),
            now=begun,
        )
        registers.start_pilot(actor=office, record_id=made.pk, now=begun)
        registers.register_pilot(
            actor=cast.actor("agency_officer", "so-y-te"),
            agency_code="so-y-te",
            name="Thanh toán viện phí bằng mã QR tại giường bệnh",
            effect="Tỷ lệ viện phí không dùng tiền mặt",
            starts_on=first,
            indicator="KTX-09",
            target=Decimal(60),
            now=begun,
        )
    for days, numerator in ((75, 412), (40, 655), (8, 803)):
        day = now - dt.timedelta(days=days)
        with at(day):
            registers.report_pilot(
                actor=cast.actor("agency_officer", _KY_KHANG),
                record_id=made.pk,
                day=timezone.localdate(day),
                text="Đã đi hết các thôn theo lịch tuần.",
                numerator=numerator,
                denominator=1_040,
                now=day,
            )


def _campaign(cast: Cast, now: dt.datetime) -> None:
    office = cast.actor("steering_officer")
    begun = now - dt.timedelta(days=28)
    communes = [unit.agency for unit in indicators.units(timezone.localdate(now), Level.COMMUNE)]
    targets = {agency: 90 + 15 * (number % 5) for number, agency in enumerate(communes)}
    with at(begun):
        made = registers.open_campaign(
            actor=office,
            name="50 ngày đêm kích hoạt tài khoản định danh cho người cao tuổi",
            basis="Kế hoạch 31/KH-TCTĐA06",
            starts_on=timezone.localdate(begun),
            ends_on=timezone.localdate(begun + dt.timedelta(days=50)),
            targets=targets,
            unit_label="tài khoản",
            now=begun,
        )
    for week in range(1, 5):
        day = begun + dt.timedelta(days=7 * week)
        with at(day):
            for number, agency in enumerate(communes):
                told = number < 60 if week == 4 else number % 3 == week - 1
                if told:
                    pace = 0.5 + (number * 7 % 10) / 10
                    registers.report_count(
                        actor=office,
                        record_id=made.pk,
                        agency_code=agency,
                        day=timezone.localdate(day),
                        number=round(targets[agency] * pace * week * 7 / 50),
                        now=day,
                    )
