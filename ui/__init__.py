"""The glass: windows, screens, keys and sounds.

Owns: everything a person sees and touches, and the one bridge from other threads into Qt.
May import: `rxdesk.desk`, `rxdesk.usecases`, `rxdesk.ports`, `rxdesk.domain`, PySide6.
Never: storage, devices, or a decision about stock.
"""
