"""How an app answers: its model, prompt, form and features. Every change creates a new row."""
