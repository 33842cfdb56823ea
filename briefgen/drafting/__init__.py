"""Reads a report from elsewhere and proposes records. Pure; knows nothing of projects and disks."""
