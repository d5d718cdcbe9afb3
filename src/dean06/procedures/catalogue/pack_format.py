"""PUBLIC through ``types``. What the files of a pack may hold, as models: the format is defined here and nowhere else.

A pack is a folder of data (``packs/<code>-<slug>/``): pack.yaml, form.schema.json, form.ui.yaml, documents.yaml,
process.yaml, fees.yaml, effects.yaml, notices.yaml, result.yaml, examples/*.json. A guard (``Condition``) compares one
declared field of the form; there are no expressions, since packs come from many hands. Unknown keys are refused.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from dean06.procedures.catalogue.pack_base import Certainty, Condition, FieldPath, GrownModel, Guard, PackModel, Slug

#: Names of ``pack_base`` that readers of the format look for here.
__all__ = ["Certainty", "Condition", "FieldPath", "GrownModel", "Guard", "PackModel", "Slug"]

# --- pack.yaml ---------------------------------------------------------------------------------------------------


class LegalBasis(PackModel):
    """A text of law that the procedure rests on."""

    number: str
    title: str
    issued_on: dt.date | None = None
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    article: str = ""
    certainty: Certainty = Certainty.LIKELY


class TimeUnit(StrEnum):
    """Units of a legal time limit (``DonViTinh`` of the national catalogue)."""

    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"


class TimeLimit(PackModel):
    """How long the State has. ``same_day``: results the same day, received after 15:00 the next working day."""

    value: int = Field(ge=0)
    unit: TimeUnit = TimeUnit.WORKING_DAY
    same_day: bool = False
    #: When facts must be verified; used when an officer says so, at most once.
    extended_value: int | None = None
    source: str
    certainty: Certainty = Certainty.LIKELY


class Competence(PackModel):
    """Who decides. ``by`` fixed: ``agency`` (code); commune: the body of ``kind`` in the commune found in ``field``
    (of the form; empty: the applicant's permanent residence); legs: an interlinked procedure, decided by its legs."""

    by: Literal["fixed", "commune", "legs"]
    agency: str = ""
    kind: Literal["committee_commune", "police_commune", ""] = ""
    field: FieldPath | None = None


class ResultKind(GrownModel):
    """A paper that ends the procedure. ``code``: type in the personal store; ``valid_for_months`` with ``limited``.
    ``symbol``: abbreviation of the kind of paper in "Số: 05/GXN-UBND" (NĐ 30/2020); empty: by the title."""

    GROWN = ("symbol",)

    code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
    title: str
    #: False where nothing is handed over (a notice of stay).
    returns_paper: bool = True
    validity: Literal["unlimited", "limited", "once"] = "unlimited"
    valid_for_months: int | None = None
    #: False where pre-printed stock must be signed by hand (driving licence): the copy in the store is certified.
    electronic: bool = True
    #: Path of the person it belongs to; empty: the applicant.
    owner: FieldPath | None = None
    symbol: Annotated[str, Field(pattern=r"^([A-ZĐ][A-Za-zĐđ]{0,9})?$")] = ""


class Leg(PackModel):
    """One procedure of an interlinked service. It starts when all of ``after`` have issued. Exactly one of
    ``procedure`` (code of a pack: a child case) and ``connector`` (another body's software decides)."""

    id: Slug
    title: str
    procedure: str = ""
    connector: str = ""
    after: tuple[Slug, ...] = ()
    #: Field of the child's form ← field of the parent's form, ``leg.<id>.<name>`` (output of an effect) or ``=text``.
    data: dict[str, str] = {}
    when: Guard = ()
    #: The household head at the place of ``head`` (field with the head's number) must agree before it starts.
    consent_of: FieldPath | None = None
    #: Working days that the head has to answer; reminded at half of them.
    consent_days: int = Field(default=5, ge=1, le=60)
    #: The law lets the rest go on without it: an officer may leave it out when it fails.
    optional: bool = False
    time_limit: TimeLimit | None = None


class Listing(PackModel):
    """Place in the appendices of the monthly report: Decision 06 (Phụ lục II) or Decision 422 (Phụ lục III)."""

    list: Literal["QD06", "QD422"]
    number: int
    title: str
    #: Heading that groups Phụ lục III (department); empty in Phụ lục II.
    group: str = ""
    connected: bool = True


class PackMeta(PackModel):
    """pack.yaml."""

    code: Annotated[str, Field(pattern=r"^[0-9A-Z]+(\.[0-9A-Z]+)*(-[0-9A-Z]+)*$")]
    code_certainty: Certainty = Certainty.LIKELY
    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: str
    #: One sentence for citizens: what it is for.
    summary: str
    version: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    field_code: Annotated[str, Field(pattern=r"^[A-Z0-9]+$")]
    field_name: str
    level: Literal["commune", "province", "both"]
    audience: tuple[Literal["citizen", "business", "foreigner"], ...] = ("citizen",)
    online_level: Literal["full", "partial"]
    life_events: tuple[Slug, ...] = ()
    keywords: tuple[str, ...] = ()
    legal_basis: tuple[LegalBasis, ...]
    time_limit: TimeLimit
    competence: Competence
    results: tuple[ResultKind, ...]
    legs: tuple[Leg, ...] = ()
    listings: tuple[Listing, ...] = ()
    #: Data items that the paper form asks for (the form-diet meter compares with it), and where counted.
    paper_form_items: int = Field(ge=1)
    paper_form_name: str
    #: Coded reasons for refusing or stopping that this procedure may cite: code → sentence with its article.
    refusal_reasons: dict[Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")], str]
    #: What an officer should look at (read beside the case).
    officer_hints: tuple[str, ...] = ()
    #: Free remarks for readers of the pack: open points of law, what could not be verified.
    remarks: tuple[str, ...] = ()


# --- form.ui.yaml ------------------------------------------------------------------------------------------------


class UiField(PackModel):
    """How a field of the schema is shown. The schema says type, format, required and limits; this says the words.

    ``prefill``: ``population.<column>`` of the applicant, ``population(<path of a 12-digit number>).<column>`` of
    another person of the applicant's household or family, ``account.phone|email``, ``wallet.<TYPE>.<key>``, ``today``.
    Columns: full_name, personal_id, birth_date, sex, ethnicity, nationality, permanent_address, permanent_unit,
    permanent_village, temporary_address, current_address, household_no, household_head_name, household_head_id,
    father_name, father_id, mother_name, mother_id, spouse_name, spouse_id, marital_status, card_number, card_issued_on,
    heads_household (yes, no), next_head_id.
    ``locked``: not editable when the register gave it (the register rules; a wrong value is corrected there).
    """

    field: FieldPath
    label: str
    hint: str = ""
    #: Question as asked of a citizen on a page of its own; empty: the label.
    question: str = ""
    widget: (
        Literal[
            "text", "textarea", "choice", "radio", "checkbox", "date", "partial_date", "number", "money", "person_id",
            "commune", "phone", "email",
        ]
        | None
    ) = None  # fmt: skip
    prefill: str = ""
    locked: bool = False
    when: Guard = ()


class UiSection(PackModel):
    """Questions that belong together: one page for citizens (unless ``alone`` splits them), one block for officers.
    ``repeat``: path of an array; its fields are ``<path>[].name``."""

    id: Slug
    title: str
    help: str = ""
    fields: tuple[UiField, ...]
    repeat: FieldPath | None = None
    item_title: str = ""
    when: Guard = ()


class FormUi(PackModel):
    """form.ui.yaml."""

    sections: tuple[UiSection, ...]
    #: What the applicant declares on oath before sending.
    declaration: str
    #: Heading of the printed application ("TỜ KHAI ĐĂNG KÝ KHAI SINH") and to whom it is addressed.
    application_title: str
    addressed_to: str = ""


# --- documents.yaml ----------------------------------------------------------------------------------------------


class Substitute(PackModel):
    """What makes a paper unnecessary. ``wallet``: a paper of one of ``types`` in the applicant's personal store;
    ``population``/``dataset``: the State knows it (nothing is asked); ``note`` says what is looked at."""

    source: Literal["wallet", "population", "dataset"]
    types: tuple[str, ...] = ()
    note: str = ""


class RequiredDocument(PackModel):
    """A paper of the dossier (thành phần hồ sơ)."""

    id: Slug
    title: str
    type_code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
    copy_kind: Literal["original", "certified_copy", "copy", "shown"] = "copy"
    quantity: int = 1
    optional: bool = False
    when: Guard = ()
    replaced_by: tuple[Substitute, ...] = ()
    hint: str = ""


class Documents(PackModel):
    """documents.yaml."""

    documents: tuple[RequiredDocument, ...] = ()


# --- process.yaml ------------------------------------------------------------------------------------------------


class ActionKind(StrEnum):
    """What an action does to the case beyond moving it to another step."""

    FORWARD = "forward"
    #: Back to an earlier step, with a reason.
    RETURN = "return"
    #: The result is there: state 9, effects run, papers are made.
    FINISH = "finish"
    #: Ends without the asked result: state 8 with a coded reason (form 05).
    STOP = "stop"
    #: State 5 with the missing items (form 02).
    SUPPLEMENT = "supplement"
    #: State 6 with the amount.
    FINANCIAL = "financial"
    #: The longer legal time for verification begins (once).
    VERIFY = "verify"


class DecisionField(PackModel):
    """What the officer fills in when pressing a button: kept with the case as ``decision.<name>``, from then on read
    by guards, fees and effects, and printed as ``{decision.<name>}``. Money and integers are whole numbers; ``min``
    and ``max`` bound the number, the day (``today``, or a day) or the length of a text."""

    name: Slug
    label: str
    hint: str = ""
    type: Literal["text", "textarea", "integer", "money", "date", "choice"] = "text"
    #: For a choice: value → words.
    choices: dict[str, str] = {}
    required: bool = True
    min: int | Literal["today"] | dt.date | None = None
    max: int | Literal["today"] | dt.date | None = None
    when: Guard = ()


class Action(GrownModel):
    """A button of a step. ``to`` of FINANCIAL: the step where the case goes by itself once all is paid; a button of the
    same step that leads there is refused as long as money is due and unpaid."""

    GROWN = ("fields",)

    id: Slug
    title: str
    kind: ActionKind = ActionKind.FORWARD
    to: Slug | None = None
    when: Guard = ()
    #: For STOP: codes of ``refusal_reasons`` that may be cited.
    reasons: tuple[str, ...] = ()
    #: For a connector step: the answer of the other software that chooses this action.
    on_answer: str = ""
    #: What the officer fills in with it.
    fields: tuple[DecisionField, ...] = ()


class Step(GrownModel):
    """Who does what next, and in how many working hours. ``duty`` is the permission it needs at the deciding agency:
    ``process`` (cases.process), ``approve`` (cases.approve), ``receive`` (cases.receive); ``connector``: the software
    ``connector`` decides and answers. ``office`` receiving: done at the desk that received."""

    GROWN = ("answers",)

    id: Slug
    title: str
    duty: Literal["process", "approve", "receive", "connector"]
    office: Literal["deciding", "receiving"] = "deciding"
    connector: str = ""
    #: What the other software may say beside its answer, name → label: ``{answer.<name>}``.
    answers: dict[Slug, str] = {}
    hours: float = Field(ge=0)
    actions: tuple[Action, ...]
    help: str = ""


class Process(PackModel):
    """process.yaml. Reception itself (check, accept, refuse, ask) is the same for all and not written here."""

    start: Slug
    steps: tuple[Step, ...]
    #: Working days the citizen has to supply what was asked.
    supplement_days: int = 30


# --- fees.yaml ---------------------------------------------------------------------------------------------------


class FeeExemption(PackModel):
    """Who pays less. ``percent`` 100: nothing."""

    code: Slug
    title: str
    when: Guard
    percent: int = Field(default=100, ge=1, le=100)
    source: str


class Fee(PackModel):
    """A fee (phí) or charge (lệ phí) in đồng, with its dates. ``online_amount``: when handed in online."""

    code: Slug
    title: str
    kind: Literal["fee", "charge"]
    amount: int = Field(ge=0)
    online_amount: int | None = Field(default=None, ge=0)
    #: Multiplied by the number in this field (copies) or of items in this array.
    per: FieldPath | None = None
    when: Guard = ()
    exemptions: tuple[FeeExemption, ...] = ()
    #: ``submission``: before reception; ``processing``: when a step asks (state 6); ``result``: when handed over.
    due: Literal["submission", "processing", "result"] = "submission"
    valid_from: dt.date
    valid_to: dt.date | None = None
    source: str
    certainty: Certainty = Certainty.LIKELY


class Fees(PackModel):
    """fees.yaml."""

    fees: tuple[Fee, ...] = ()


# --- effects.yaml, notices.yaml, result.yaml ---------------------------------------------------------------------


class EffectUse(PackModel):
    """A registered effect (``procedures.cases.effects``) when the case finishes. ``values``: parameter ← field of the
    form, ``decision.<name>``, ``answer.<name>`` or ``=text``.
    ``outputs`` are named by the effect and may be used in result.yaml as ``effect.<name>``."""

    name: Slug
    values: dict[str, str] = {}
    when: Guard = ()


class Effects(PackModel):
    """effects.yaml."""

    effects: tuple[EffectUse, ...] = ()


class Notice(PackModel):
    """Words of a message at a state, in place of the platform's own. Placeholders ``{case.code}``, ``{case.due}``,
    ``{child.full_name}``…"""

    on: Literal[
        "submitted", "received", "refused", "supplement", "financial", "stopped", "finished", "returned", "late"
    ]
    title: str
    body: str


class Notices(PackModel):
    """notices.yaml."""

    notices: tuple[Notice, ...] = ()


class ResultBlock(PackModel):
    """A part of the result paper: exactly one of the four."""

    #: Heading in capitals.
    title: str = ""
    text: str = ""
    #: Label → value with placeholders.
    fields: dict[str, str] = {}
    #: Rows of a repeating group: path, and column heading → key.
    table: dict[str, str] = {}
    table_of: FieldPath | None = None
    when: Guard = ()


class Result(PackModel):
    """result.yaml: the paper as neutral blocks, drawn as .docx and PDF. Placeholders: fields of the form by path,
    ``{decision.<name>}``, ``{answer.<name>}``, ``{effect.<output>}``, ``{case.code}``, ``{case.applicant_name}``,
    ``{case.finished_on}``, ``{agency.name}``."""

    blocks: tuple[ResultBlock, ...]
    signed_by: str = "process"


# --- examples/*.json ---------------------------------------------------------------------------------------------


class ExampleForm(PackModel):
    """examples/valid-*.json, invalid-*.json. ``errors``: paths at which the form must refuse; empty for valid ones."""

    title: str
    data: dict[str, Any]
    channel: Literal["direct", "online", "post"] = "online"
    errors: tuple[str, ...] = ()
    #: Ids of the papers that are asked for with these data, in order (None: not checked).
    documents: tuple[str, ...] | None = None
    #: Total to pay in đồng (None: not checked).
    fee: int | None = None


class WalkAct(GrownModel):
    """One act of a walk: ``receive``, an action id of the present step, ``supplied`` (what was asked came), ``paid``,
    ``answer:<text>`` (a connector answered), ``returned`` (result handed over). ``fields``: what the officer fills in
    with the action, or what the connector says beside its answer."""

    GROWN = ("fields",)

    do: str
    #: Working hours that pass before it.
    after_hours: float = 0
    reason: str = ""
    items: tuple[str, ...] = ()
    fields: dict[str, Any] = {}


class Walk(PackModel):
    """examples/walk-*.json: a made-up case from application to its end. Persons in ``people`` are enrolled first (key →
    values of the registry); ``{people.<key>.personal_id}`` in ``data`` stands for their numbers."""

    title: str
    channel: Literal["direct", "online", "post"] = "online"
    people: dict[str, dict[str, Any]] = {}
    applicant: str
    data: dict[str, Any]
    acts: tuple[WalkAct, ...]
    final_state: int = Field(ge=1, le=10)
    on_time: bool | None = None
    effects: tuple[str, ...] = ()


class PackFiles(PackModel):
    """A whole pack, read and valid by shape. ``form_schema`` is form.schema.json with ``$ref`` into the shared
    definitions (``packs/_shared/defs.schema.json``) resolved."""

    meta: PackMeta
    form_schema: dict[str, Any]
    ui: FormUi
    documents: Documents
    process: Process
    fees: Fees
    effects: Effects
    notices: Notices
    result: Result | None
    examples: dict[str, ExampleForm] = {}
    walks: dict[str, Walk] = {}
