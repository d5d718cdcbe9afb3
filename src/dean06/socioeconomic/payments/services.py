"""PUBLIC writes of payments; amounts are whole đồng, all take ``now`` (default: the present moment).

An order's story: ``create_order`` (inside the caller's write) → ``start_online`` and ``take_callback``, or ``pay_cash``
→ the event ``OrderPaid``. Beside it ``cancel_order``, expiry, refunds (``propose_refund`` → ``decide_refund`` →
``execute_refund`` or ``pay_refund_out``), ``reconcile``. Plugins: ``register_gateway``; who waits for a payment offers
``register_waiting_check`` so that paid dossiers that did not go on are seen.
"""

from dean06.socioeconomic.payments.acts.fee_table import save_account, save_override, withdraw_override
from dean06.socioeconomic.payments.acts.orders import (
    cancel_at_desk,
    cancel_order,
    create_order,
    expire_due,
    expire_order,
)
from dean06.socioeconomic.payments.acts.paying import (
    abandon_attempt,
    announce_payment,
    apply_late_money,
    ask_gateway,
    ask_silent,
    pay_cash,
    record_notice,
    start_online,
    take_callback,
)
from dean06.socioeconomic.payments.acts.reconciling import reconcile, resolve_difference
from dean06.socioeconomic.payments.acts.refunding import (
    decide_refund,
    execute_refund,
    pay_refund_out,
    propose_refund,
)
from dean06.socioeconomic.payments.gateways import register_gateway
from dean06.socioeconomic.payments.stuck import register_waiting_check

__all__ = [
    "abandon_attempt",
    "announce_payment",
    "apply_late_money",
    "ask_gateway",
    "ask_silent",
    "cancel_at_desk",
    "cancel_order",
    "create_order",
    "decide_refund",
    "execute_refund",
    "expire_due",
    "expire_order",
    "pay_cash",
    "pay_refund_out",
    "propose_refund",
    "reconcile",
    "record_notice",
    "register_gateway",
    "register_waiting_check",
    "resolve_difference",
    "save_account",
    "save_override",
    "start_online",
    "take_callback",
    "withdraw_override",
]
