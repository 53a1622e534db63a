"""A project, and what the pipeline found -> what a clerk does beside the report: begin, chase, return, publish."""
