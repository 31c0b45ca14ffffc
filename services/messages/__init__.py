"""What the services say to each other: one module per service, pydantic only.

A command is an order with a typed reply; an event is a fact that has happened. Nothing here runs.
"""
