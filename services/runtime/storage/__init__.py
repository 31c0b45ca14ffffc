"""The database: one engine a process, the runtime's own tables, and how tables are migrated."""
