"""The one write path: authorise → idempotency key → lock → rules → change → audit → event, in one transaction.

Main terms: ``service`` (decorator of every public write), ``Write`` (what a service receives). Does NOT know any
domain; it makes sure that no write can skip a step.
"""
