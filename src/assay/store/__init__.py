"""What is kept on disk: results by object id, so that assessing again costs only what changed."""
