"""The supervision process and the billing run as Temporal workflows: when, and who is waited for.

Here lives the only knowledge of Temporal. Services decide what happens; a workflow holds ids, phases, deadlines
and counters, and asks services by commands. Read `supervision/process.py` first.
"""
