"""The gateway: what stands between a stranger's connection and the application, and keeps one from holding up the others."""
