"""What the use cases need of the world, as Protocols.

Owns: the questions and verbs that storage, devices and clocks must answer.
May import: `rxdesk.domain`.
Never: an implementation.
"""
