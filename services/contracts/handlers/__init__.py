"""One thin function per message: what contracts answers, a file for each of its rooms, and in `heard` what it hears."""
