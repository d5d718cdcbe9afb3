"""PUBLIC reads of the registers, filtered by the actor: the own bodies' records, or the whole province's."""

from dean06.steering.registers.reading.campaigns import campaigns
from dean06.steering.registers.reading.inspections import inspections_in, open_findings, overdue_findings
from dean06.steering.registers.reading.pilots import pilots
from dean06.steering.registers.reading.recommendations import open_recommendations, recommendations_in

__all__ = [
    "campaigns",
    "inspections_in",
    "open_findings",
    "open_recommendations",
    "overdue_findings",
    "pilots",
    "recommendations_in",
]
