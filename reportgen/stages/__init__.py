"""Values in -> (result, findings) out: one stage each, which never import each other."""
