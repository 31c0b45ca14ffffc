"""One thin function per message: what notices answers, and a file for each service that it hears."""
