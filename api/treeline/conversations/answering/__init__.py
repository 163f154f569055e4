"""Answering: a question is checked and written down, a worker asks the model, and the answer is stored."""
