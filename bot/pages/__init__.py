"""Answer to page: every word an answer says is chosen here; no front end adds any."""
