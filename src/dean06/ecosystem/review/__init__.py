"""Group 4: people decide what the matching engine could not, and mistakes go to the body that owns the data.

Story: an uncertain finding of ``cleaning`` becomes a ``ReviewCase`` → one reviewer at a time looks at the record beside
its candidates → a ``Decision``; what changes data is read again, blind, by a second person, and by a third when they
differ. Final decisions feed the next run. A wrong value of the sector goes into a ``CorrectionBatch`` back to the
sector; a wrong value of the registry becomes a ``CorrectionRequest`` to the police or civil-status officers.

Terms: reading = one person's verdict; lease = the time a case belongs to one reviewer; fingerprint = digest of the
compared fields, so that a decision ends when the record or the person changes.

It never changes the registry itself (``population`` does, after its own approval) and never matches (``matching``).
"""
