"""PUBLIC. Values other apps pass in."""

from dean06.kernel.notifications.models import Channel, DeliveryState

__all__ = ["Channel", "DeliveryState"]
