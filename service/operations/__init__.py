"""What whoever runs an installation wants to know: figures for machines, sentences for people. Changes nothing."""
