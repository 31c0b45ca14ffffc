"""What any answer over HTTP needs, a page's or an API's: nothing here knows of a page.

| module | what for |
|---|---|
| server | uvicorn on our loop; open streams are told to end |
| half_sent | requests that come by halves: how long is waited for the rest |
| bodies | how much of what visitors send waits at a time |
| callers, leaving | how many connections one network holds; work for a visitor who may leave |
| uploads | which pages take a file, and how large |
| settings | what a web service is told besides what every service is told |
| guards | headers, cross-site requests, sizes |
| visitors | from where a visitor comes, also behind proxies |
| limits | token buckets in the door's own database |
| errors | every way in which a request can fail, as a status |
| event_stream | a stream of events to the browser, resumed where it broke off |
"""
