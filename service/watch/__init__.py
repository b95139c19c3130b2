"""The scan folder: files that scanners and people drop there become intakes, each exactly once."""
