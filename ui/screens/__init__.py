"""One folder per screen: widgets, presenter without Qt, frozen state.

Owns: the conversation with the person about one task.
May import: `ui.kit`, `ui.notices`, `rxdesk.desk`, `rxdesk.domain`.
Never: another screen.
"""
