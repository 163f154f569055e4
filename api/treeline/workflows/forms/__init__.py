"""People in the loop: the forms that runs wait for, who may see them, and their answers."""
