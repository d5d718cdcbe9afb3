"""Who is told of what. Apps fill it from their ``subscribers.py``, which is imported at start-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from dean06.kernel.events.types import Event

E = TypeVar("E", bound=Event)
#: Called with the event and the id of its delivery; the id stays the same when the attempt is repeated.
Handler = Callable[[E, int], None]


@dataclass(frozen=True, slots=True)
class Subscription:
    """One handler of one kind of event."""

    subscriber: str
    event_class: type[Event]
    handler: Handler


@dataclass(slots=True)
class Subscriptions:
    """The registry; tests make their own."""

    _by_event: dict[str, list[Subscription]] = field(default_factory=dict)
    _by_subscriber: dict[str, Subscription] = field(default_factory=dict)

    def subscribe(self, event_class: type[E], *, subscriber: str | None = None) -> Callable[[Handler[E]], Handler[E]]:
        """Decorator: call the function for every event of this class.

        It runs in a transaction of its own, at least once per event, in no promised order: a repetition must change
        nothing. ``subscriber`` is the name kept in the outbox; by default module and function name, so give one before
        moving or renaming a function. Raises ``ValueError`` when the name is taken or the event has none.
        """

        def register(handler: Handler[E]) -> Handler[E]:
            name = subscriber or f"{handler.__module__}.{handler.__qualname__}".removeprefix("dean06.")
            if not event_class.name:
                raise ValueError(f"{event_class.__name__} has no name")
            if name in self._by_subscriber:
                raise ValueError(f"subscriber {name} is registered twice")
            subscription = Subscription(name, event_class, handler)
            self._by_subscriber[name] = subscription
            self._by_event.setdefault(event_class.name, []).append(subscription)
            return handler

        return register

    def subscribers_of(self, event_name: str) -> list[str]:
        """Names of the subscribers of an event."""
        return [subscription.subscriber for subscription in self._by_event.get(event_name, [])]

    def find(self, subscriber: str) -> Subscription | None:
        """The subscription of this name, if it still exists."""
        return self._by_subscriber.get(subscriber)


registry = Subscriptions()
subscribe = registry.subscribe
