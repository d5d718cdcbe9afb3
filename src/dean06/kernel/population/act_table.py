"""The acts as pages: address, words, form, who may do it now, and the service behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.kernel.population import forms_acts as forms
from dean06.kernel.population import services
from dean06.kernel.population.acts.common import CIVIL_STATUS, PROPOSE, RESIDENCE
from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.models import Household, Person
from dean06.kernel.population.types import IdStatus, LifeStatus, MaritalStatus, ProposalKind

Run = Callable[[Actor, Any, Mapping[str, Any], str], Any]

CIVIL_PURPOSE, RESIDENCE_PURPOSE = "DANG_KY_HO_TICH", "DANG_KY_CU_TRU"


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act: ``fits`` says whether it is offered for this person or household; the service decides."""

    slug: str
    label: str
    hint: str
    icon: str
    permission: str
    form: type[forms.ActForm]
    run: Run
    said: str
    fits: Callable[[Any], bool]
    group: str
    danger: bool = False


def offered(actor: Actor, pages: Mapping[str, ActPage], about: Any) -> list[ActPage]:
    """The acts that the actor may do with this person or household now."""
    return [page for page in pages.values() if actor.can(page.permission) and page.fits(about)]


def _pk(value: Any) -> int | None:
    return int(value) if value else None


def _death(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
    return services.register_death(
        actor=actor,
        person_id=person.pk,
        died_on=given["died_on"],
        new_head_id=_pk(given.get("new_head")),
        paper=given["paper"],
        idempotency_key=key,
    )


def _marriage(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
    return services.register_marriage(
        actor=actor,
        first_id=person.pk,
        second_id=given["spouse"],
        married_on=given["married_on"],
        paper=given["paper"],
        idempotency_key=key,
    )


def _divorce(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
    return services.register_divorce(
        actor=actor,
        person_id=person.pk,
        divorced_on=given["divorced_on"],
        paper=given["paper"],
        idempotency_key=key,
    )


def _adoption(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
    adopters = [given["adopter"], given["second_adopter"]]
    return services.register_adoption(
        actor=actor,
        child_id=person.pk,
        adopter_ids=[pk for pk in adopters if pk],
        adopted_on=given["adopted_on"],
        relation=given["relation"],
        child_consents=given["child_consents"],
        new_name=given["new_name"],
        paper=given["paper"],
        idempotency_key=key,
    )


def _guardian(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
    return services.register_guardianship(
        actor=actor,
        ward_id=person.pk,
        guardian_id=given["guardian"],
        basis=given["basis"],
        by_court=given["by_court"],
        started_on=given["started_on"],
        idempotency_key=key,
    )


def _end_guardian(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
    held = person.guardianships.filter(ended_on__isnull=True).order_by("pk").values_list("pk", flat=True).first()
    return services.end_guardianship(
        actor=actor,
        guardianship_id=held or 0,
        basis=given["basis"],
        ended_on=given["ended_on"],
        idempotency_key=key,
    )


def _permanent(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
    target = _household_of(given["household_number"])
    old_head = _pk(given.get("old_head"))
    movers = [int(pk) for pk in given.get("movers") or ()] or [person.pk]
    return services.register_permanent_residence(
        actor=actor,
        person_ids=movers,
        village=given["village"],
        address=given["address"],
        household_id=target.pk if target else None,
        head_id=_pk(given.get("head")),
        old_heads={person.household_id: old_head} if old_head and person.household_id else None,
        owner_consents=given["owner_consents"],
        guardian_consents=given["guardian_consents"],
        moved_on=given["moved_on"],
        paper=given["paper"],
        idempotency_key=key,
    )


def _temporary(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
    return services.register_temporary_residence(actor=actor, person_id=person.pk, **_spell(given), idempotency_key=key)


def _stay(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
    return services.notify_stay(actor=actor, person_id=person.pk, **_spell(given), idempotency_key=key)


def _absence(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
    names = ("destination", "from_on", "until")
    spell = {name: given[name] for name in names}
    return services.declare_absence(actor=actor, person_id=person.pk, **spell, idempotency_key=key)


def _end(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
    chosen = given["residence"]
    return services.end_residence(
        actor=actor,
        person_id=person.pk,
        residence_id=None if chosen == "thuong-tru" else int(chosen),
        ended_on=given["ended_on"],
        new_head_id=_pk(given.get("new_head")),
        reason=given["reason"],
        idempotency_key=key,
    )


def _card(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
    return services.issue_card(actor=actor, person_id=person.pk, issued_on=given["issued_on"], idempotency_key=key)


def _spell(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in ("village", "address", "from_on", "until")}


def _proposing(kind: Callable[[Mapping[str, Any]], str], values: bool = False) -> Run:
    def run(actor: Actor, person: Person, given: Mapping[str, Any], key: str) -> Any:
        file = given["evidence"]
        return services.propose_change(
            actor=actor,
            kind=kind(given),
            person_id=person.pk,
            values=given["values"] if values else {},
            reason=given["reason"],
            effective_on=given.get("effective_on"),
            evidence=(file.name, file.read()),
            other_id=given.get("other"),
            idempotency_key=key,
        )

    return run


def _household_of(number: str) -> Household | None:
    number = (number or "").strip()
    if not number:
        return None
    found = Household.objects.filter(number=number).first()
    if found is None:
        raise ActRefused(Reason.HOUSEHOLD_NUMBER, field="household_number")
    return found


def _split(actor: Actor, household: Household, given: Mapping[str, Any], key: str) -> Any:
    return services.split_household(
        actor=actor,
        household_id=household.pk,
        member_ids=[int(pk) for pk in given["members"]],
        head_id=_pk(given.get("head")),
        old_head_id=_pk(given.get("old_head")),
        owner_consents=given["owner_consents"],
        split_on=given["split_on"],
        paper=given["paper"],
        idempotency_key=key,
    )


def _join(actor: Actor, household: Household, given: Mapping[str, Any], key: str) -> Any:
    return services.join_household(
        actor=actor,
        household_id=household.pk,
        person_ids=[given["person"]],
        owner_consents=given["owner_consents"],
        joined_on=given["joined_on"],
        paper=given["paper"],
        idempotency_key=key,
    )


def _head(actor: Actor, household: Household, given: Mapping[str, Any], key: str) -> Any:
    return services.change_head(
        actor=actor,
        household_id=household.pk,
        head_id=int(given["head"]),
        changed_on=given["changed_on"],
        paper=given["paper"],
        idempotency_key=key,
    )


def _living(person: Person) -> bool:
    return person.life_status == LifeStatus.ALIVE and person.id_status != IdStatus.MERGED


def _unmarried(person: Person) -> bool:
    return _living(person) and person.marital_status != MaritalStatus.MARRIED


def _married(person: Person) -> bool:
    return _living(person) and person.marital_status == MaritalStatus.MARRIED


def _in_use(person: Person) -> bool:
    return person.id_status != IdStatus.MERGED


def _resident(person: Person) -> bool:
    return _in_use(person) and (
        person.permanent_unit_id is not None or person.residences.filter(ended_on__isnull=True).exists()
    )


def _numbered(person: Person) -> bool:
    return _living(person) and bool(person.personal_id)


def _merged(person: Person) -> bool:
    return person.id_status == IdStatus.MERGED


def _guarded(person: Person) -> bool:
    return _living(person) and person.guardianships.filter(ended_on__isnull=True).exists()


def _open(household: Household) -> bool:
    return household.closed_on is None


CIVIL_GROUP, RESIDENCE_GROUP, CHANGE_GROUP = "Hộ tịch", "Cư trú, thẻ", "Sửa dữ liệu (hai người duyệt)"
_QUEUED = "Đã gửi đề nghị. Người có thẩm quyền khác sẽ xem xét; dữ liệu chưa thay đổi."

# fmt: off
PERSON_ACTS: dict[str, ActPage] = {page.slug: page for page in (
    ActPage("ket-hon", "Đăng ký kết hôn", "Hai người đủ tuổi, đang không có vợ, chồng, không cùng huyết thống.",
            "heart", CIVIL_STATUS, forms.MarriageForm, _marriage, "Đã đăng ký kết hôn.", _unmarried, CIVIL_GROUP),
    ActPage("ly-hon", "Ghi ly hôn", "Theo bản án, quyết định đã có hiệu lực của tòa án.",
            "heart-off", CIVIL_STATUS, forms.DivorceForm, _divorce, "Đã ghi ly hôn.", _married, CIVIL_GROUP),
    ActPage("nuoi-con-nuoi", "Đăng ký nuôi con nuôi", "Người này được nhận làm con nuôi.",
            "baby", CIVIL_STATUS, forms.AdoptionForm, _adoption, "Đã đăng ký nuôi con nuôi.", _living, CIVIL_GROUP),
    ActPage("giam-ho", "Đăng ký giám hộ", "Người này được giám hộ.",
            "shield", CIVIL_STATUS, forms.GuardianForm, _guardian, "Đã đăng ký giám hộ.", _living, CIVIL_GROUP),
    ActPage("het-giam-ho", "Chấm dứt giám hộ", "Người này không còn được giám hộ.",
            "shield-off", CIVIL_STATUS, forms.EndGuardianForm, _end_guardian, "Đã ghi chấm dứt giám hộ.", _guarded,
            CIVIL_GROUP),
    ActPage("khai-tu", "Đăng ký khai tử", "Vợ hoặc chồng được ghi là góa; số định danh vẫn giữ trong hồ sơ.",
            "file-x", CIVIL_STATUS, forms.DeathForm, _death, "Đã đăng ký khai tử.", _living, CIVIL_GROUP, danger=True),
    ActPage("thuong-tru", "Đăng ký thường trú", "Chuyển đến địa bàn của bạn, lập hộ mới hoặc nhập vào hộ có sẵn.",
            "house", RESIDENCE, forms.PermanentForm, _permanent, "Đã đăng ký thường trú.", _living, RESIDENCE_GROUP),
    ActPage("tam-tru", "Đăng ký tạm trú", "Từ 30 ngày đến 02 năm, ngoài xã thường trú.",
            "map-pin", RESIDENCE, forms.TemporaryForm, _temporary, "Đã đăng ký tạm trú.", _living, RESIDENCE_GROUP),
    ActPage("luu-tru", "Thông báo lưu trú", "Ở lại dưới 30 ngày.",
            "bed", RESIDENCE, forms.TemporaryForm, _stay, "Đã ghi lưu trú.", _living, RESIDENCE_GROUP),
    ActPage("tam-vang", "Khai báo tạm vắng", "Người của địa bàn đi vắng có thời hạn.",
            "plane", RESIDENCE, forms.AbsenceForm, _absence, "Đã ghi tạm vắng.", _living, RESIDENCE_GROUP),
    ActPage("cap-the", "Ghi cấp thẻ căn cước", "Thẻ cũ được ghi là thu hồi.",
            "id-card", RESIDENCE, forms.CardForm, _card, "Đã ghi thẻ căn cước mới.", _numbered, RESIDENCE_GROUP),
    ActPage("xoa-cu-tru", "Xóa đăng ký cư trú", "Xóa thường trú hoặc chấm dứt tạm trú, lưu trú, tạm vắng.",
            "map-pin-off", RESIDENCE, forms.EndForm, _end, "Đã xóa đăng ký cư trú.", _resident, RESIDENCE_GROUP,
            danger=True),
    ActPage("sua", "Đề nghị sửa thông tin", "Chỉ sửa ô nào sai; dữ liệu chỉ đổi khi người khác duyệt.",
            "pencil", PROPOSE, forms.CorrectForm, _proposing(lambda given: given["way"], values=True), _QUEUED, _in_use,
            CHANGE_GROUP),
    ActPage("so", "Đề nghị hủy, xác lập lại số", "Số đã hủy được giữ mãi trong hồ sơ và không cấp cho ai khác.",
            "hash", PROPOSE, forms.NumberForm, _proposing(lambda given: given["kind"], values=True), _QUEUED, _in_use,
            CHANGE_GROUP),
    ActPage("gop", "Đề nghị gộp hồ sơ trùng", "Hồ sơ bị gộp vẫn tra cứu được và có thể tách lại.",
            "merge", PROPOSE, forms.MergeForm, _proposing(lambda given: ProposalKind.MERGE.value), _QUEUED, _living,
            CHANGE_GROUP),
    ActPage("bo-gop", "Đề nghị bỏ gộp", "Hồ sơ này trở lại là một người riêng, với số cũ.",
            "split", PROPOSE, forms.UnmergeForm, _proposing(lambda given: ProposalKind.UNMERGE.value), _QUEUED, _merged,
            CHANGE_GROUP),
)}
HOUSEHOLD_ACTS: dict[str, ActPage] = {page.slug: page for page in (
    ActPage("tach", "Tách hộ", "Một số người lập hộ mới tại cùng chỗ ở.",
            "split", RESIDENCE, forms.SplitForm, _split, "Đã tách hộ.", _open, RESIDENCE_GROUP),
    ActPage("nhap", "Nhập hộ", "Người đang thường trú trong xã vào hộ này.",
            "user-plus", RESIDENCE, forms.JoinForm, _join, "Đã nhập hộ.", _open, RESIDENCE_GROUP),
    ActPage("chu-ho", "Đổi chủ hộ", "Quan hệ của mọi người với chủ hộ được ghi lại theo chủ hộ mới.",
            "crown", RESIDENCE, forms.HeadForm, _head, "Đã đổi chủ hộ.", _open, RESIDENCE_GROUP),
)}
# fmt: on
