"""The programs in Kubernetes: a chart from the list of programs, and the Secrets that it is handed."""
