"""One thin function per message: what intake answers, and in `heard` what it hears."""
