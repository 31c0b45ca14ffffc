"""Who carries the acts of a demo year out on a running platform.

| where | what |
|---|---|
| driver | goes from act to act, and moves the platform's clock to each |
| standing | what the people of each commission do next: asked anew where something may have changed it |
| looking | what the services answer about one commission |
| done | which acts were carried out, kept for who goes on in the same folder |
"""
