"""Pure rules of the task register (no ORM, no clock), one subject a module:

``states`` which act fits which state · ``timing`` work class, days late, due soon · ``clarity`` the five clarities ·
``progress`` what a report must say, copied reports, who may accept · ``reminding`` on which days a reminder goes out ·
``codes`` the printed code of a task.
"""
