"""An assessment document into something a person opens: text, Markdown, HTML. Nothing here judges."""
