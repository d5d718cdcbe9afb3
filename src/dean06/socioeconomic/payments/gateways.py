"""PRIVATE. The gateways that plugins registered."""

from __future__ import annotations

from dean06.socioeconomic.payments.errors import GatewayNotOffered
from dean06.socioeconomic.payments.types import Gateway

_gateways: dict[str, Gateway] = {}


def register_gateway(gateway: Gateway) -> None:
    """Offer a gateway (from an app's ``ready``). Raises ``ValueError`` when another one has its name."""
    if type(_gateways.setdefault(gateway.name, gateway)) is not type(gateway):
        raise ValueError(f"two gateways are called {gateway.name}")


def get(name: str) -> Gateway:
    """The gateway. Raises ``GatewayNotOffered`` when there is none or it is not set up."""
    found = _gateways.get(name)
    if found is None or not found.is_enabled():
        raise GatewayNotOffered(gateway=name)
    return found


def enabled() -> list[Gateway]:
    """Gateways that payers may choose now."""
    return [gateway for gateway in _gateways.values() if gateway.is_enabled()]


def label_of(name: str) -> str:
    """How pages name a gateway, also one that is gone."""
    if name == "vietqr":
        return "Chuyển khoản VietQR"
    found = _gateways.get(name)
    return found.label if found else name
