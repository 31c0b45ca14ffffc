"""The broker: where it is and as whom one speaks with it (`address`, `nkeys`), a program's `connection`."""
