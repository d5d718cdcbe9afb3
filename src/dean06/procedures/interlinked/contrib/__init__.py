"""Software of other bodies that can be talked to: any over HTTP/JSON, and demo ones inside the process."""
