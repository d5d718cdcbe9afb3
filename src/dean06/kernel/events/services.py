"""PUBLIC. Putting events in the outbox."""

from dean06.kernel.common.actors import Actor
from dean06.kernel.events.types import Event


def publish(event: Event, *, actor: Actor) -> None:
    """Put ``event`` in the outbox of the running transaction."""
    raise NotImplementedError
