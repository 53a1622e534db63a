"""The declared files of a kind of report -> what that report needs, and its SQL."""
