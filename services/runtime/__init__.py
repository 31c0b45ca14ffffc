"""How a service runs, with no business noun in it.

| room | what for |
|---|---|
| commands | what one service asks another: asked, answered, refused |
| events | what happened: announced with its change, relayed, heard in order, set back or parked |
| storage | the database: its connections, the runtime's own tables, how tables are migrated |
| proofs | whose word it is: who is signed in, and who has a mailed link |
| same_person | two entries that turned out to be one person, read as one |

Beside them: the service itself with its settings, broker, clock, logs and neighbours that may be away; what it
does with memory, and what is left out of it; Finland's time; who may do and see what.
"""

from services.runtime.left_out import load_alone

# By these they would speak over websockets, and print in colours. Who asks an authority for the time of a seal does
# need the first.
load_alone("nats.aio.transport", "aiohttp")
load_alone("structlog", "rich")
