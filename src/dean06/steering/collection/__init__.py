"""Group 5: who owes which figures when: duties, the entry grid, sending, acceptance, locks, reminders.

Terms: duty (việc phải báo cáo), submission (biểu đã nộp). The figures themselves are values of ``indicators``.
"""
