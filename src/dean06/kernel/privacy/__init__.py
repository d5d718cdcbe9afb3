"""What a person may know about the use of his data: who looked, when, why, under which dossier (Luật 91/2025/QH15).

Reads the audit log; stores nothing of its own. Term: look (one row about a read of the person's data). Every app leaves
such rows under the person's own record, whatever it showed: register, dossier, paper of the personal store.
"""
