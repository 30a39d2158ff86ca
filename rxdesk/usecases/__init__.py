"""One module per act a person can do.

Owns: the rules that turn an order into facts or into a refusal.
May import: `rxdesk.domain`, `rxdesk.ports`.
Never: Qt, SQL, files or clocks of its own.
"""
