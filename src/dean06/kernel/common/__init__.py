"""Words and rules every part shares: errors, the actor of a request, the Vietnamese language, the working calendar.

Main terms: ``DomainError`` (a refusal a person can read), ``Actor`` (who asks, with what rights), ``WorkCalendar``.
Does NOT know any other package and has no tables.
"""
