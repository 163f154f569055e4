"""The change of a dataset's model, store, language or process rule, while what there is goes on answering."""
