"""Messages to people, in the application and by e-mail, with the delivery state of each kept.

Main terms: ``Notification``, ``Delivery``. Does NOT decide when to notify: other apps ask.
"""
