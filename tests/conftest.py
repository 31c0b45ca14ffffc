"""What every ring of tests may ask for: the real servers, started when the first test asks."""

pytest_plugins = ["tests.servers"]
