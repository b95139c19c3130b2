"""Data folders and backups that earlier versions wrote, each as a ZIP file named after the versions of its tables."""
