"""The working calendar this installation counts with: special days and office hours, entered and corrected by people.

Main terms: ``CalendarDay`` (a day that differs from the ordinary week), ``OfficeSession`` (hours of one weekday),
``work_calendar()`` (both as the ``WorkCalendar`` that the rules count with). Does NOT count anything itself: the law of
terms is ``dean06.kernel.common.calendar``, pure and without tables.
"""
