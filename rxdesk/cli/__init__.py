"""The command line: the same acts and questions as the window, for terminals and other programs.

Owns: arguments, what is printed, exit codes.
May import: `rxdesk.compose` and everything below it.
Never: Qt, SQL, or a rule of its own.
"""
