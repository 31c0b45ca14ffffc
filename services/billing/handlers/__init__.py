"""One thin function per message: what billing answers, a file for each of its rooms, and in `heard` what it hears."""
