"""How an app answers: its model, prompt, form and features; every change is a new row."""
