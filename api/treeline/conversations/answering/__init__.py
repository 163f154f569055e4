"""Answering: a question is validated and saved, a worker calls the model, and the answer is stored."""
