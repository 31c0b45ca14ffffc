"""What the services say to each other: a folder for each service, a file for each aggregate, pydantic only.

A command is an order with a typed reply; an event is a fact that has happened. Nothing here runs.
"""
